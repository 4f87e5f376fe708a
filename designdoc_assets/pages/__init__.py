"""The docs tree: pages and their regions, where they are stored, and who may write them."""
