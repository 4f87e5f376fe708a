"""Tables that schemas of Prisma declare, on SYSTEM_DESIGN."""

from pathlib import Path

from designdoc_tests.test_starts import rows
from designdoc_tests.test_stored_in_sql import system_design, tables

SCHEMA = {
    "prisma/schema.prisma": """\
generator client {
  provider = "prisma-client-js"
}

/// Who pays.
model User {
  id        Int      @id @default(autoincrement())
  email     String   @unique @db.VarChar(255) // never shown { to anybody
  /// What they may do.
  role      Role     @default(USER)
  apiToken  String   @default("Zm9vYmFyYmF6cXV4") @map("api_token")
  nick      String?
  tags      String[]
  createdAt DateTime @default(dbgenerated("now() at time zone 'utc' // )")) @map("created_at")
  bills     Bill[]
  shape     Unsupported("circle")?

  @@map("users")
}

enum Role {
  USER
  ADMIN @map("admin")
}
""",
    "prisma/bills.prisma": """\
model Bill {
  payer   User @relation("pays", fields: [payerId], references: [id], onDelete: Cascade)
  payerId Int
  number  Int

  @@id([payerId, number(sort: Desc)])
  @@schema("money")
}
view Open {
  id Int
}
""",
    "prisma/migrations/20240101_init/migration.sql": "CREATE TABLE users (id SERIAL NOT NULL, nick TEXT);\n",
    "examples/schema.prisma": "model OfExamples {\n  id Int @id\n}\n",
}


def test_models_are_tables_with_their_relations(tmp_path: Path) -> None:
    text = system_design(tmp_path, SCHEMA)
    assert tables(text) == ["money.Bill", "users"]
    assert rows(text, "`users`") == [
        ["id", "Int", "autoincrement()", "Primary key."],
        ["email", "String", "", ""],
        ["role", "Role", "USER", "What they may do. One of USER, ADMIN."],
        ["api_token", "String", "…", ""],
        ["nick", "String", "", "May be empty."],
        ["tags", "String[]", "", ""],
        ["created_at", "DateTime", "dbgenerated(\"now() at time zone 'utc' // )\")", ""],
        ["shape", 'Unsupported("circle")', "", "May be empty."],
    ]
    assert rows(text, "`money.Bill`") == [
        ["payerId", "Int", "Primary key. Refers to users."],
        ["number", "Int", "Primary key."],
    ]
    assert "Who pays. Declared by [`prisma/schema.prisma`](../../prisma/schema.prisma). Also by" in text
