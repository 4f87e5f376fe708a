"""The target's files as one program: names resolved, and who uses whom."""
