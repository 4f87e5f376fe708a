"""What must hold of every docs tree, whatever the target: each auditor returns the problems, a sentence each.

They judge the tree as a reader of the pages would. What pages hold is found by markdown-it, what a target defines by
the `ast` module of Python, neither of which the product uses for it.
"""
