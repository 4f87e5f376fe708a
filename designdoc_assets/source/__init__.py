"""The target: its files in a folder or a commit, what of them is read, and the facts of all."""
