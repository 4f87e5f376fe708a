"""What the product says that a project's symbols use: the relations that stand for a name in their code."""

from collections.abc import Mapping
from pathlib import Path

from designdoc_assets.languages.python.stubs import with_stubs
from designdoc_assets.languages.registry import language
from designdoc_assets.program.evidence import Evidence
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol as Target
from designdoc_tests.references.key import Pair


def claimed(files: Mapping[str, Path]) -> dict[Pair, Evidence]:
    """Return who uses what, as far as both are of the project, and how that is known where it is first used.

    Modules are not counted as used, nor are imports.
    """
    relations = Relations(
        with_stubs({path: language("python").read(file.read_text()) for path, file in files.items()}), {}
    )
    found: dict[Pair, Evidence] = {}
    for relation in (relation for path in files for relation in relations.from_file(path)):
        source, target = relation.source, relation.target
        # What has a label follows from the declarations of attributes and parameters, whose names have relations, too.
        if isinstance(target, Target) and target.kind != "module" and not relation.label:
            found.setdefault(((source.path, source.qualname), (target.path, target.qualname)), relation.evidence)
    return found
