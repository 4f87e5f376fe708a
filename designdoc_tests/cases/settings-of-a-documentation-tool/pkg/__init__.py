"""The product."""
