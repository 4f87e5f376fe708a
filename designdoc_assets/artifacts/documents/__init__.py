"""The documents about the target as a whole, a module each; `artifacts.document` is their kind."""
