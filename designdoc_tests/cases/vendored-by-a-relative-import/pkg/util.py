"""Reads settings."""

from .vendor import yaml


def settings(text):
    """Read them."""
    return yaml.load(text)
