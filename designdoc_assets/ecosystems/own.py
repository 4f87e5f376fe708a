"""Which manifests speak for the target: not those that are data of tests, examples, or came with others' code."""

from designdoc_assets.languages.conventions import is_for_tests

_NOT_THE_TARGETS_OWN = frozenset(
    {
        *("tests", "test", "testdata", "__tests__", "fixtures", "__fixtures__", "examples", "example"),
        *("node_modules", "vendor", "_vendor", "third_party", "site-packages", "venv", ".venv"),
    }
)


def is_own(path: str) -> bool:
    """Tell whether the manifest at a path speaks for the target."""
    parts = path.split("/")[:-1]
    return _NOT_THE_TARGETS_OWN.isdisjoint(parts) and not any(map(is_for_tests, parts))
