"""Whether readers find the symbols of files: parsers of compilers tell, by one key program per language."""
