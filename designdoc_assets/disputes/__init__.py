"""What persons and writers do not agree on: the file, its entries, and what is decided."""
