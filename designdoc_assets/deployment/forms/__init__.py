"""The forms in which it is written, a module each that ends in `FORM = ...`."""
