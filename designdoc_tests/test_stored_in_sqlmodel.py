"""Tables of SQLModel, on SYSTEM_DESIGN: every field of a model is a column, also what it derives from others."""

from pathlib import Path

from designdoc_tests.test_starts import rows
from designdoc_tests.test_stored_in_sql import system_design, tables

MODELS = {
    "pay/models.py": """\
import uuid
from sqlmodel import Field, Relationship, SQLModel


class UserBase(SQLModel):
    email: str = Field(unique=True, max_length=255)
    is_active: bool = True


class UserCreate(UserBase):
    password: str


class User(UserBase, table=True):
    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    hashed_password: str
    full_name: str | None = Field(default=None, max_length=255)
    bills: list["Bill"] = Relationship(back_populates="payer")


class Bill(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    payer_id: uuid.UUID = Field(foreign_key="user.id", nullable=False)
""",
}


def test_fields_of_what_a_model_derives_from_are_columns(tmp_path: Path) -> None:
    text = system_design(tmp_path, MODELS)
    assert tables(text) == ["bill", "user"]
    assert [(name, type_) for name, type_, *_ in rows(text, "`user`")] == [
        ("email", "str"),
        ("is_active", "bool"),
        ("id", "uuid.UUID"),
        ("hashed_password", "str"),
        ("full_name", "str"),
    ]
    assert ["payer_id", "uuid.UUID", "Refers to user."] in rows(text, "`bill`")
