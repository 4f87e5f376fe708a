"""Tables that Go declares to gorm, on SYSTEM_DESIGN; what looks alike is none."""

from pathlib import Path

from designdoc_tests.test_starts import rows
from designdoc_tests.test_starts_go import system_design
from designdoc_tests.test_stored_in_sql import tables

GORM = {
    "model/model.go": """\
package model

import (
	"time"

	"gorm.io/gorm"
)

type User struct {
	ID     uint `gorm:"primaryKey" json:"id"`
	Email  *string `gorm:"column:mail;type:varchar(180);uniqueIndex"`
	// Level says how far. It is `3` for <most>.
	Level  int `gorm:"default:3;not null"`
	APIKey string `gorm:"default:Zm9vYmFyYmF6cXV4"`
	Bills  []Bill
	Seen   time.Time
	Where  Address `gorm:"embedded;embeddedPrefix:at_"`
	hidden int
	Shown  string `gorm:"-"`
}

type Address struct {
	Street string `gorm:"comment:As | written"`
}

type Bill struct {
	gorm.Model
	UserID uint
	Payer  User `gorm:"foreignKey:PayerID"`
	PayerID uint
}

func (Bill) TableName() string { return "bills" }

type Note struct {
	Text string `gorm:"type:text"`
}

func (*Note) TableName() string { return "notes" }

type Plain struct {
	Text string `json:"text"`
}

func (Plain) TableName() string { return "of_something_else" }
""",
    "store/store.go": """\
package store

import (
	"example.com/pay/model"
	"gorm.io/gorm"
)

func Open(db *gorm.DB) error {
	return db.AutoMigrate(new(model.User), &model.Bill{})
}
""",
    "other/other.go": """\
package other

import "example.com/pay/model"

func Open(db *Mine) { db.AutoMigrate(&model.Address{}) }
""",
}


def test_structs_that_gorm_stores(tmp_path: Path) -> None:
    text = system_design(tmp_path, GORM)
    assert tables(text) == ["User", "bills", "notes"]
    assert rows(text, "`User`") == [
        ["ID", "uint", "", "Primary key."],
        ["mail", "varchar(180)", "", "May be empty."],
        ["Level", "int", "3", "Level says how far. It is \\3\\ for &lt;most>."],
        ["APIKey", "string", "…", ""],
        ["Seen", "time.Time", "", ""],
        ["at_Street", "string", "", "As \\| written."],
    ]
    assert rows(text, "`bills`") == [
        ["ID", "uint", "Primary key."],
        ["CreatedAt", "time.Time", ""],
        ["UpdatedAt", "time.Time", ""],
        ["DeletedAt", "gorm.DeletedAt", "May be empty."],
        ["UserID", "uint", "Refers to User."],
        ["PayerID", "uint", "Refers to User."],
    ]
    assert rows(text, "`notes`") == [["Text", "text"]]
