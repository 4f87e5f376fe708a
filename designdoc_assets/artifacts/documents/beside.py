"""What stands beside the product, in one line: no view shows more of it."""

from designdoc_assets.analysis.places import Beside
from designdoc_assets.artifacts.sections.text import listing, plural
from designdoc_assets.markup import markdown


def beside_line(beside: Beside) -> str:
    """Return the line that names what stands beside the product; empty for nothing."""
    names = [
        f"{markdown.code(name.rstrip('/'))} ({plural(count, 'file')})" if name.endswith("/") else markdown.code(name)
        for name, count in beside.names
    ]
    tests = f"{plural(beside.tests_within, 'file')} of tests in its folders" if beside.tests_within else ""
    told = "; ".join(filter(None, [listing(names), tests]))
    return f"Beside the product, and in no view of it: {told}." if told else ""
