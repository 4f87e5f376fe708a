"""Benchmarks of whole processes: `python -m designdoc_tests.benchmarks` prints the figures as a Markdown table."""
