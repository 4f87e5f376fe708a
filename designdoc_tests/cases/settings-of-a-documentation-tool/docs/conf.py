"""How the documentation is built."""

extensions = ["sphinx.ext.autodoc"]
html_theme = "furo"


def version_of(text):
    """Find the version."""
    return text.strip()
