"""What comes out of five projects that nobody tuned this one to: a digest per page and kind, and no text of theirs.

What is in a page is judged elsewhere. Here every change of it is seen, by the names of the pages that changed, before
those who have committed such pages see it.
"""
