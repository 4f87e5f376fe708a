"""Adds things."""
