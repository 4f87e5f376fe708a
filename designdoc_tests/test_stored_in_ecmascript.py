"""Tables that TypeScript and JavaScript declare, on SYSTEM_DESIGN; what looks alike is none."""

from pathlib import Path

from designdoc_tests.test_starts import rows
from designdoc_tests.test_starts_ecmascript import system_design
from designdoc_tests.test_stored_in_sql import tables

DRIZZLE = {
    "src/users.ts": """\
import { pgTable, serial, text, varchar, timestamp, jsonb } from "drizzle-orm/pg-core";
import { sqliteTable as other } from "elsewhere";

export const users = pgTable("users", {
  id: serial("id").primaryKey(),
  fullName: text("full_name").notNull().default("nobody"), // and more
  role: varchar("role", { length: 10, enum: ["admin", "user"] }).notNull(),
  settings: jsonb().$type<{ a: string; b: Record<string, number> }>(),
  at: timestamp("at").defaultNow().notNull(),
  apiKey: text("api_key").default("Zm9vYmFyYmF6cXV4").notNull(),
});
export const none = other("none", { id: text() });
export const computed = pgTable(name(), { id: text() });
""",
    "src/bills.ts": """\
import { integer, sqliteTable, primaryKey, type AnySQLiteColumn } from "drizzle-orm/sqlite-core";
import { users } from "./users";

export const bills = sqliteTable("bills", {
  payer: integer("payer").references(() => users.id, { onDelete: "cascade" }).notNull(),
  copyOf: integer("copy_of").references((): AnySQLiteColumn => bills.payer),
}, (table) => [primaryKey({ columns: [table.payer, table.copyOf] })]);
""",
}


def test_tables_of_drizzle(tmp_path: Path) -> None:
    text = system_design(tmp_path, DRIZZLE, '{"name": "shop", "dependencies": {"drizzle-orm": "1"}}')
    assert tables(text) == ["bills", "users"]
    assert rows(text, "`users`") == [
        ["id", "serial", "", "Primary key."],
        ["full_name", "text", '"nobody"', ""],
        ["role", "varchar", "", "One of admin, user."],
        ["settings", "jsonb", "", "May be empty."],
        ["at", "timestamp", "now()", ""],
        ["api_key", "text", "…", ""],
    ]
    assert rows(text, "`bills`") == [
        ["payer", "integer", "Primary key. Refers to users."],
        ["copy_of", "integer", "Primary key. Refers to bills."],
    ]
    assert "Declared by [`users`](packages/src/users.ts.md#" in text


TYPEORM = {
    "src/base.ts": """\
import { CreateDateColumn, PrimaryGeneratedColumn } from "typeorm";

export abstract class Base {
  @PrimaryGeneratedColumn("uuid")
  id: string;

  @CreateDateColumn()
  createdAt: Date;
}
""",
    "src/user.ts": """\
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, OneToOne } from "typeorm";
import { Column as Other } from "elsewhere";
import { Base } from "./base";

@Entity({ name: "users" })
export class User extends Base {
  @Column({ type: "varchar", length: 20, nullable: true, comment: "As it is called" })
  nick: string | null;

  @Column("int", { name: "logins", default: 0 })
  count: number;

  @OneToMany(() => Bill, (bill) => bill.payer)
  bills: Bill[];

  @Other()
  other: string;

  notStored: string;
}

@Entity()
export class Bill extends Base {
  @ManyToOne(() => User, (user) => user.bills, { nullable: false })
  @JoinColumn({ name: "payer_id" })
  payer: User | undefined;

  @OneToOne(() => Bill, (bill) => bill.other)
  other: Bill;
}
""",
}


def test_entities_of_typeorm(tmp_path: Path) -> None:
    text = system_design(tmp_path, TYPEORM, '{"name": "shop", "dependencies": {"typeorm": "1"}}')
    assert tables(text) == ["Bill", "users"]
    assert rows(text, "`users`") == [
        ["id", "uuid", "", "Primary key."],
        ["createdAt", "Date", "", ""],
        ["nick", "varchar", "", "As it is called. May be empty."],
        ["logins", "int", "0", ""],
    ]
    assert rows(text, "`Bill`") == [
        ["id", "uuid", "Primary key."],
        ["createdAt", "Date", ""],
        ["payer_id", "User", "Refers to users."],
    ]
