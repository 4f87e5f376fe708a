"""What a target depends on and builds, as facts of its manifests and locks: a folder for each ecosystem."""
