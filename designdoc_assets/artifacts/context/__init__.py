"""Context: what stands around a thing in the target, chosen by what it is worth for writing about the thing."""
