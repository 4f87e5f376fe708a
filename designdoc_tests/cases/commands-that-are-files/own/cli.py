"""The command line."""


def main():
    """Add things."""
