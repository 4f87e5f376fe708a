"""What a model may have to say of a class or file beyond its purpose, each sort under a heading of its own.

Most have nothing of most sorts, and then there is no heading.
"""

from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import note_list
from designdoc_assets.markup import markdown


class Reason(BaseModel):
    """Why something is as it is, and where that is said."""

    model_config = ConfigDict(frozen=True)

    text: str
    source: str


class Fault(BaseModel):
    """What looks like a fault of the code, and in which member of it."""

    model_config = ConfigDict(frozen=True)

    where: str
    text: str


class Observed(BaseModel):
    """What was observed, by sort."""

    model_config = ConfigDict(frozen=True)

    invariants: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    security: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    faults: tuple[Fault, ...] = ()
    """They stand in TECH_DEBT, as a model's opinion."""

    def lists(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the titles of what there is, each with its sentences; faults left out."""
        yield from (
            (title, sentences)
            for title, sentences in (
                ("Invariants", self.invariants),
                ("Errors", self.errors),
                ("Security", self.security),
                ("Format", self.formats),
                ("Why it is so", tuple(f"{each.text} ({each.source})" for each in self.reasons)),
            )
            if sentences
        )


NOTHING = Observed()


def observed_sections(observed: Observed, facts: PageFacts) -> list[str]:
    """Return what was observed as sections of a page."""
    return [
        block
        for title, sentences in observed.lists()
        if (listed := note_list(sentences, facts))
        for block in (markdown.heading(2, title), listed)
    ]


def observed_notes(observed: Observed) -> list[str]:
    """Return the same as items of one list, each behind its sort."""
    return [f"*{title}*: {sentence}" for title, sentences in observed.lists() for sentence in sentences]
