"""Keeps the links that a team wants to find again."""

__version__ = "1.4.0"
