"""Sections that pages of several kinds share: callables, attributes, imports, relations."""
