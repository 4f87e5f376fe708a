"""Settings."""

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Limits(BaseModel):
    """Limits."""

    most: int = 5


class Settings(BaseSettings):
    """Settings."""

    model_config = SettingsConfigDict(env_prefix="PKG_", env_nested_delimiter="__")
    host: str
    port: int = Field(8000, description="Where it listens.")
    password: str = "swordfish"
    limits: Limits = Limits()


class Computed(BaseSettings):
    """Its prefix is computed."""

    model_config = SettingsConfigDict(env_prefix="pkg".upper())
    lost: int = 1
