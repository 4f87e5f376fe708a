"""Bars for pages."""
