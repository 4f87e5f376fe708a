"""Parsers."""


class Options:
    """What a parser is told."""

    def __init__(self, values):
        self.values = values


def load(text):
    return text, []


class Parser:
    """Parses.

    Args:
        grammar (str): A text or a file with rules.
        options: A dictionary with settings.
        start: The rule to begin with.
        depth: How deep rules may be nested.
    """

    grammar: list
    options: Options
    start: str
    depth: float

    def __init__(self, grammar, options, start, depth):
        self.grammar, self.files = load(grammar)
        self.options = Options(options)
        self.start = start
        self.depth = float(depth)
