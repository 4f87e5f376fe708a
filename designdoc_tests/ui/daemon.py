"""Dagster's daemon, which looks for backfills each second: Dagster waits for 30, and has no setting for it."""

from dagster._daemon import controller
from dagster._daemon.cli import create_dagster_daemon_cli

if __name__ == "__main__":
    controller.DEFAULT_DAEMON_INTERVAL_SECONDS = 1
    create_dagster_daemon_cli()()
