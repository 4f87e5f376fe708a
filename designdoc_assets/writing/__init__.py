"""Prose by a model: what it is asked, what it answers, and the loop of writer and reviewer."""
