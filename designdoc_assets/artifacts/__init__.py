"""The kinds of artifact, and all sentences on pages: what each is made of, how it is rendered and checked."""
