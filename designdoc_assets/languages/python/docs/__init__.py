"""Docstrings: split into what they describe, and made Markdown."""
