"""A session: settings, target, docs tree and writer, put together for Dagster or a command line."""
