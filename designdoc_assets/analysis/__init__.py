"""What follows from the facts of several files: sorts of classes, collaborators, flows, layers, use of dependencies."""
