"""Where bookmarks are kept: what the shelf asks of a store, and two that can do it."""
