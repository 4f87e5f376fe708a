// Package store keeps orders.
package store

// Order is kept.
type Order struct{ ID int }

// Load loads.
func Load() int { return 1 }

// Check checks.
func Check(id int) int { return id }

// Save saves.
func Save(id int) error { return nil }

// Fail reports.
func Fail(err error) {}

// Tell tells.
func Tell() {}
