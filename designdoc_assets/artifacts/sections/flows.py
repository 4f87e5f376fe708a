"""Key flows: each as a sequence of calls between classes and files, and as text in which every step is a link."""

import posixpath
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from designdoc_assets.analysis.call_chains import Step
from designdoc_assets.analysis.flows import MOST_FLOWS, Flow
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import NO_DIAGRAM, listing, named
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Diagram, Message, SequenceDiagram
from designdoc_assets.markup.mermaid.render import render
from designdoc_assets.markup.mermaid.width import MOST_SEQUENCE_PX, sequence_px

MOST_PARTICIPANTS = 6
MOST_MESSAGES = 16
FEWEST_MESSAGES = 3
"""A shorter sequence says no more than its line of text."""
MOST_NAMED_CALLS = 3
"""Calls of dependencies that are named at a step."""
_LEAD = (
    "Arrows lead to the next call, and several calls are listed below, in order of the source. A private helper is "
    "passed over in its own file: what it calls stands as called by its caller, or, if the helper is handed over, as "
    "handed over. What was shown before is not followed again."
)


def flow_section(flows: Sequence[Flow], facts: PageFacts) -> str:
    """Return the text below the heading; empty where there is no flow."""
    if not flows:
        return ""
    blocks = [_LEAD]
    for flow in flows:
        lead = markdown.code(flow.name)
        word = "" if flow.sort in {"call", "module"} else f"{flow.sort.capitalize()} "
        blocks.append(markdown.heading(3, f"{word}{lead}"))
        sequence = None if facts.no_diagram else sequence_of(flow)
        if sequence is not None:
            blocks.append(markdown.fence(render(sequence), "mermaid"))
            if any(message.dotted for message in sequence.messages):
                blocks.append("A dotted arrow: handed over, not called here.")
        blocks.append("\n".join(_call_lines(flow.first, facts)))
    return markdown.paragraphs(*blocks, NO_DIAGRAM if facts.no_diagram else "")


def flow_diagrams(flows: Sequence[Flow], facts: PageFacts) -> Sequence[Diagram]:
    """Return the diagrams that the section shows."""
    sequences = () if facts.no_diagram else map(sequence_of, flows)
    return [sequence for sequence in sequences if sequence is not None]


@lru_cache(maxsize=MOST_FLOWS)  # each is laid out to be shown, and to be checked
def sequence_of(flow: Flow) -> SequenceDiagram | None:
    """Return the sequence of a flow, with as many participants as have room; None where it says too little."""
    labels = _labels(flow.first)
    for most in range(MOST_PARTICIPANTS, 1, -1):
        participants, messages = _drawn(flow.first, labels, most)
        if len(messages) < FEWEST_MESSAGES or len(participants) < 2:
            return None
        sequence = SequenceDiagram(tuple(participants), tuple(messages))
        if sequence_px(sequence) <= MOST_SEQUENCE_PX:
            return sequence
    return None


def _labels(first: Step) -> dict[str, str]:
    """Return what participants are called: a file or class by its name alone, where that tells it from the others."""
    parts: dict[str, None] = {}
    pending = [first]
    while pending:
        step = pending.pop()
        parts[step.part] = None
        pending += step.calls
    names = [part.partition("#")[2] or posixpath.basename(part) for part in parts]
    return {part: name if names.count(name) == 1 else _whole(part) for part, name in zip(parts, names, strict=True)}


def _whole(part: str) -> str:
    path, _, owner = part.partition("#")
    return f"{owner} in {path}" if owner else path


def _drawn(first: Step, labels: dict[str, str], most: int) -> tuple[list[str], list[Message]]:
    """Return the participants and messages of a flow; what goes to one participant too many is left out.

    Dependencies have the room that is left.
    """
    participants = {labels[first.part]: None}
    own = min(most, len(set(labels.values())))
    messages: list[Message] = []

    def say(source: str, target: str, label: str, *, dotted: bool = False) -> bool:
        is_new = target not in participants
        if (is_new and len(participants) >= most) or len(messages) >= MOST_MESSAGES:
            return False
        participants[target] = None
        messages.append(Message(source, target, label, dotted))
        return True

    def follow(step: Step) -> None:
        here = labels[step.part]
        outside = step.outside[:MOST_NAMED_CALLS] if own < most else ()
        for at in range(len(step.calls) + 1):
            for call in outside:
                library = posixpath.basename(call.library)
                if call.before == at and library not in labels.values():
                    say(here, library, f"{call.name.rpartition('.')[2]}()")
            for called in step.calls[at : at + 1]:
                name = called.name.rpartition(".")[2]
                if say(here, labels[called.part], f"{name}()", dotted=called.is_handed):
                    follow(called)

    follow(first)
    return list(participants), messages


def _call_lines(step: Step, facts: PageFacts, indent: str = "") -> Iterator[str]:
    """Yield a line for a chain of single calls, and lines below it where it branches; simple calls share one."""
    chain = [step]
    while len(chain[-1].calls) == 1:
        chain.append(chain[-1].calls[0])
    yield f"{indent}- {' → '.join(_named(each, facts) for each in chain)}"
    for is_simple, calls in groupby(chain[-1].calls, key=lambda call: not call.calls):
        if is_simple:
            yield f"{indent}  - {', '.join(_named(call, facts) for call in calls)}"
            continue
        for call in calls:
            yield from _call_lines(call, facts, f"{indent}  ")


def _named(step: Step, facts: PageFacts) -> str:
    name = named(step.name, step.page, facts)
    said = []
    if step.is_handed:
        said.append("handed over")
    if step.done_by:
        said.append(f"done by {listing(map(markdown.code, step.done_by), limit=5)}")
    if step.outside:
        said.append(f"calls {listing((markdown.code(call.name) for call in step.outside), limit=MOST_NAMED_CALLS)}")
    if step.is_cut:
        said.append("goes on")
    return f"{name} *({'; '.join(said)})*" if said else name
