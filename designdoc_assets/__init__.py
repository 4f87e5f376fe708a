"""Verified design documentation of a code repository, as a Dagster asset graph."""
