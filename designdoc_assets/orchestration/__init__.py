"""Dagster: assets, job, sensor, checks, and the storage of events. No other room knows it."""
