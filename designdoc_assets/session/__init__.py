"""What Dagster and a command line start from: settings, target, docs tree and writer, put together."""
