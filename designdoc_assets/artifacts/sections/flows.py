"""Key flows: each as a sequence of calls between classes and files, and as text in which every step is a link."""

import posixpath
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from designdoc_assets.analysis.call_chains import MOST_BRANCHES, MOST_STEPS, Step
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
MOST_UNKNOWN_CALLS = 2
"""Calls of which it is not known where they lead, that are named where a flow stops at them."""
_LEAD = (
    "Arrows lead to the next call, and several calls are listed below, in order of evaluation. What raises errors or "
    "handles them is left out, and so is what makes plain data or only gives what an object holds; what is called "
    "before a function leaves because something is missing comes behind the rest. A private helper is passed over in "
    "its own file: what it calls stands as called by its caller, or, if the helper is handed over, as handed over. "
    f"At most {MOST_BRANCHES} calls of a function are listed, those that lead on furthest, and {MOST_STEPS} of a flow."
)
_DOTTED = "A dotted arrow: handed over, or called in a function that is defined here, and not known to be called here."


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
            blocks.append(" ".join(_about(sequence, flow.first)))
        blocks.append("\n".join(_call_lines(flow.first, facts)))
    return markdown.paragraphs(*blocks, NO_DIAGRAM if facts.no_diagram else "")


def _about(sequence: SequenceDiagram, first: Step) -> Iterator[str]:
    """Yield what must be said of a picture."""
    if any(message.dotted for message in sequence.messages):
        yield _DOTTED
    steps = sum(1 for _ in _below(first))
    drawn = {(message.target, message.label) for message in sequence.messages}
    labels = _labels(first)
    left = steps - sum(1 for each in _below(first) if (labels[each.part], _label(each)) in drawn)
    if left:
        yield f"The picture leaves out {left} of the {steps} calls below."


def _below(step: Step) -> Iterator[Step]:
    """Yield the steps that a step leads to, nearest or not."""
    for called in step.calls:
        yield called
        yield from _below(called)


def _label(step: Step) -> str:
    return f"{step.name.rpartition('.')[2]}()"


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
    """Return the participants and messages of a flow, the first levels of calls before deeper ones, more before less.

    What goes to one participant too many is left out. Dependencies have the room that is left.
    """
    participants = {labels[first.part]: None}
    chosen: set[int] = set()
    level = [first]
    while level:
        calls = sorted((called for step in level for called in step.calls), key=lambda called: -called.weight)
        level = [called for called in calls if _has_room(called, labels, participants, chosen, most)]
    own = min(most, len(set(labels.values())))
    messages: list[Message] = []

    def follow(step: Step) -> None:
        here = labels[step.part]
        outside = step.outside[:MOST_NAMED_CALLS] if own < most else ()
        for at in range(len(step.calls) + 1):
            for call in outside:
                library = posixpath.basename(call.library)
                has_room = library in participants or len(participants) < most
                if call.before == at and library not in labels.values() and has_room and len(messages) < MOST_MESSAGES:
                    participants[library] = None
                    messages.append(Message(here, library, f"{call.name.rpartition('.')[2]}()"))
            for called in step.calls[at : at + 1]:
                if id(called) in chosen:
                    messages.append(Message(here, labels[called.part], _label(called), called.is_handed))
                    follow(called)

    follow(first)
    # They stand side by side in the order in which they are met.
    met = dict.fromkeys(part for message in messages for part in (message.source, message.target))
    return list(met), messages


def _has_room(called: Step, labels: dict[str, str], participants: dict[str, None], chosen: set[int], most: int) -> bool:
    """Return whether the picture has room for a call, and note it then."""
    target = labels[called.part]
    if len(chosen) >= MOST_MESSAGES or (target not in participants and len(participants) >= most):
        return False
    participants[target] = None
    chosen.add(id(called))
    return True


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
        said.append("not called here")
    if step.done_by:
        said.append(f"done by {listing(map(markdown.code, step.done_by), limit=5)}")
    if step.outside:
        said.append(f"calls {listing((markdown.code(call.name) for call in step.outside), limit=MOST_NAMED_CALLS)}")
    if step.comes_from:
        said.append(f"from {' or '.join(map(markdown.code, step.comes_from))}")
    if step.unknown and not (step.outside or step.comes_from):
        unknown = listing(map(markdown.code, step.unknown), limit=MOST_UNKNOWN_CALLS)
        said.append(f"calls {unknown}: where that leads is not known")
    if step.again:
        said.append(f"also {listing(map(markdown.code, step.again), limit=MOST_NAMED_CALLS)}")
    if step.stop:
        said.append("shown above" if step.stop == "shown" else "goes on")
    return f"{name} *({'; '.join(said)})*" if said else name
