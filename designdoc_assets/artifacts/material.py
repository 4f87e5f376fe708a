"""What a writer is shown beside facts: source, the texts of other artifacts, or the names that files define."""

from collections.abc import Iterable

from designdoc_assets.analysis.target import file_names
from designdoc_assets.artifacts.artifact import Artifact, Prose
from designdoc_assets.artifacts.canonical import canonical_json, sha256
from designdoc_assets.artifacts.observed import NOTHING
from designdoc_assets.artifacts.outlines import class_outline
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.keys import PartitionKey, split_class_key
from designdoc_assets.markup.prose import sentence
from designdoc_assets.program.resolution import Symbol
from designdoc_assets.writing.brief import Material, Text
from designdoc_assets.writing.passages import Headed, Passage, Passages

MOST_MEMBERS = 60
"""Members of a class or file that a model describes, since an answer about more would be cut off. The others show their
doc comments."""


def source_of_file(path: str, facts: FileFacts, survey: Survey) -> Material:
    """Return the source of a file with its comments: no other change than one of these reaches a writer."""
    digest = sha256(canonical_json([facts.digest, facts.commentary]))
    return Material(f"Source of {path}", digest, lambda: survey.excerpt(path), facts.digest)


def source_of_class(key: PartitionKey, survey: Survey) -> Material:
    """Return the source of a class with its comments, what its module is said to be, and what its bases offer."""
    path, _ = split_class_key(key)
    symbol, cls = survey.class_of(key)
    head = _around_class(symbol, survey)
    return Material(
        f"Source of {key}",
        sha256(canonical_json([cls.digest, cls.commentary, head])),
        lambda: _headed(head, survey.excerpt(path, (cls.qualname, cls.number))),
        cls.digest,
    )


def texts_of_artifacts(title: str, artifacts: Iterable[tuple[str, Artifact]], survey: Survey) -> Material:
    """Return the texts of other artifacts, each under its title."""
    passages = Passages([_passage(name, artifact, survey) for name, artifact in artifacts])
    return Material(title, sha256(passages.whole), lambda: passages)


def definitions(title: str, paths: Iterable[str], survey: Survey) -> Material:
    """Return the names of what files define."""
    passages = Passages(
        [Passage(path, ", ".join(sorted(file_names(survey.snapshot.files[path].facts))), "") for path in paths]
    )
    return Material(title, sha256(passages.whole), lambda: passages)


def most_tokens(members: int) -> int:
    """Return the most output tokens of an answer about so many members.

    An answer needs fewer; not by much, since the money for all of them is reserved before the call.
    """
    return 2_000 + 150 * members


def _around_class(symbol: Symbol, survey: Survey) -> str:
    relations = survey.relations
    doc = relations.file(symbol.path).doc
    bases = [base for base in relations.resolver.ancestors(symbol) if isinstance(base, Symbol) and base.kind == "class"]
    outlines = [class_outline(base, relations.resolver.class_at(base)) for base in bases if base != symbol]
    said = f"What {symbol.path} says of itself:\n{doc.text}" if doc and doc.text else ""
    offered = "\n".join(["What its bases offer:", *outlines]) if outlines else ""
    return "\n\n".join(filter(None, [said, offered]))


def _headed(head: str, source: Text) -> Text:
    return Headed(f"{head}\n\nThe source:", source) if head else source


def _passage(title: str, artifact: Artifact, survey: Survey) -> Passage:
    edited = survey.edited_text(artifact)
    if edited is not None:
        return Passage(title, edited, sentence(edited))
    purpose = survey.purpose(artifact.kind, artifact.key)
    prose = survey.written(artifact)
    text = _whole(prose) if prose else purpose
    return Passage(title, text, sentence(purpose), is_disputed=survey.is_disputed(artifact))


def _whole(prose: Prose) -> str:
    """Return all texts of an artifact, those of members under their names, empty ones left out."""
    lines = []
    for value in prose.model_dump(exclude={"observed"}).values():
        if isinstance(value, str):
            lines.append(value)
            continue
        for item in value:
            lines.append(f"- `{item['name']}`: {item['text']}" if isinstance(item, dict) else f"- {item}")
    observed = getattr(prose, "observed", NOTHING)
    lines += [f"- {title}: {sentence}" for title, sentences in observed.lists() for sentence in sentences]
    return "\n".join(line for line in lines if line)
