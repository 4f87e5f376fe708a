"""Adds slowly."""

from own.cli import main

main()
