"""Tables that Rust declares to Diesel, on SYSTEM_DESIGN; what looks alike is none."""

from pathlib import Path

from designdoc_tests.test_starts import rows
from designdoc_tests.test_starts_rust import system_design
from designdoc_tests.test_stored_in_sql import tables

DIESEL = {
    "schema.rs": """\
diesel::table! {
    use diesel::sql_types::*;

    /// Who pays.
    users (id) {
        id -> Int4,
        /// As it is called.
        #[max_length = 255]
        name -> Varchar,
        #[sql_name = "type"]
        type_ -> Nullable<crate::schema::sql_types::Kind>, // more
        tags -> Array<Nullable<Text>>,
    }
}

diesel::table! {
    money.bills (user_id, number) {
        user_id -> Int4,
        number -> Int4,
    }
}

other::table! { none (id) { id -> Int4, } }
table! { "of" => "something else" }

diesel::joinable!(bills -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(bills, users);
""",
    "old.rs": "table! {\n    notes {\n        id -> Integer,\n    }\n}\n",
}


def test_tables_of_diesel(tmp_path: Path) -> None:
    text = system_design(tmp_path, DIESEL)
    assert tables(text) == ["money.bills", "notes", "users"]
    assert rows(text, "`users`") == [
        ["id", "Int4", "Primary key."],
        ["name", "Varchar", "As it is called."],
        ["type", "crate::schema::sql_types::Kind", "May be empty."],
        ["tags", "Array<Nullable<Text>>", ""],
    ]
    assert rows(text, "`money.bills`") == [
        ["user_id", "Int4", "Primary key. Refers to users."],
        ["number", "Int4", "Primary key."],
    ]
    assert rows(text, "`notes`") == [["id", "Integer", "Primary key."]]
