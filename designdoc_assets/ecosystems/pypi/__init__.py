"""The ecosystem of Python's distributions: its manifests, locks and names."""
