"""Settings."""

RETRIES = 3
release = "stable"
