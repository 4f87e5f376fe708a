"""What the names of folders tell: that they hold examples, documentation, tools, or tests, and no part of a product."""

import re
from functools import lru_cache

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ANYWHERE = frozenset(
    {
        *("benchmark", "benchmarks", "benches", "demo", "demos", "example", "examples", "playground", "playgrounds"),
        *("sample", "samples", "tutorial", "tutorials", "testsuite", "testbed"),
    }
)
"""Words that tell wherever they stand: `my-examples`, `demo_app`."""
_FIRST = frozenset({"bench", "docs", "documentation", "test", "tests"})
"""Words that tell at the beginning of a name: `docs_src`, `test-jpms`; others are called `load-test`, `api-docs`."""
_LAST = frozenset({"tests", "bench"})
_ALONE = frozenset(
    {
        *("ci", "contrib", "doc", "e2e", "extra", "extras", "fuzz", "hack", "itests", "jmh", "misc", "notebooks"),
        *("script", "scripts", "testing", "tool", "tools", "xtask"),
    }
)
"""Names that tell as a whole."""
_OF_TOOLS = frozenset(
    {"build", "ci", "dev", "internal", "maintenance", "release", "script", "scripts", "tool", "tools"}
)
"""A name of several such words is one of tools: `build-tools`, `dev_scripts`."""
_JOINED = re.compile(
    r"(?:test|example|demo|sample)s?(?:app|application|data|package|pkg|plugin|project|proj|server|site)s?"
    r"|(?:integration|unit|functional|smoke|acceptance|e2e|load|perf|stress)tests?"
)
"""Two words written as one: `testproject`, `exampleapp`."""
_KINDS_OF_TESTS = frozenset(
    {"acceptance", "e2e", "functional", "integration", "load", "perf", "smoke", "stress", "unit"}
)


@lru_cache(maxsize=4096)
def is_beside_name(folder: str) -> bool:
    """Whether a folder of this name holds no part of a product, as far as its name tells."""
    words = [word.lower() for word in _WORDS.findall(folder)]
    if folder.startswith(".") or not words:
        return folder.startswith(".")  # settings of a tool
    first, last = words[0], words[-1]
    return (
        folder.lower() in _ALONE
        or not _ANYWHERE.isdisjoint(words)
        or first in _FIRST
        or last in _LAST
        or (_OF_TOOLS.issuperset(words) and len(words) > 1)
        or (last == "test" and not _KINDS_OF_TESTS.isdisjoint(words))
        or any(_JOINED.fullmatch(word) for word in words)
    )
