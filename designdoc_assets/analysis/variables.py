"""Which environment variables code reads, by names that are written out."""

from collections.abc import Iterator

from designdoc_assets.languages.linking import External
from designdoc_assets.languages.run_facts import Variable
from designdoc_assets.program.relations import Relations


def variables_read(path: str, relations: Relations) -> Iterator[Variable]:
    """Yield the variables that a file reads, as far as what it reads them by is that of the language."""
    for variable in relations.file(path).variables:
        root = relations.resolver.resolve(path, variable.root)
        if isinstance(root, External) and root.name.partition(".")[0] == "os":
            yield variable
