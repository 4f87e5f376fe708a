"""Reading source: what facts are, and a folder for each language that gives them."""
