"""Which environment variables code reads, by names that are written out."""

from collections.abc import Iterator

from designdoc_assets.languages.linking import External
from designdoc_assets.languages.run_facts import Variable
from designdoc_assets.program.relations import Relations


def variables_read(path: str, relations: Relations) -> Iterator[Variable]:
    """Yield the variables that a file reads, as far as it reads them by what comes with the language."""
    for variable in relations.file(path).variables:
        root = relations.resolver.resolve(path, variable.root)
        if isinstance(root, External) and root.kind in {"standard", "builtin"}:
            yield variable
