"""Disputes, which people decide: drafts that failed a check, and edits of people whose sources changed."""
