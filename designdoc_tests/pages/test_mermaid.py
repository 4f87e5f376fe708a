"""Typed Mermaid diagrams: what they refuse, how they read as text, and what mermaid.js itself makes of them."""

import asyncio
import html
import importlib
import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.markup.mermaid.diagram import (
    MAX_EDGES,
    MAX_TEXT,
    ClassDiagram,
    ClassEdge,
    ClassNode,
    DiagramTooLargeError,
    EdgeKind,
    Flowchart,
    FlowEdge,
    FlowNode,
    Group,
)
from designdoc_assets.markup.mermaid.engine import LOAD_TIMEOUT_SEC, installed
from designdoc_assets.markup.mermaid.parser import parse, parser_available
from designdoc_assets.markup.mermaid.process import Process
from designdoc_assets.markup.mermaid.render import escape, render

needs_parser = pytest.mark.skipif(
    not parser_available(), reason="mermaid.js is not installed: install designdoc-assets[mermaid]"
)

HOSTILE = [
    *[
        '"',
        "'",
        "`",
        '"`**b**`"',
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
        "<",
        ">",
        "|",
        ";",
        "#",
        "%%",
        ":",
        ":::x",
        "&",
        "\\",
        "~",
    ],
    *["-->", "<!--", "---", "-.->", "==>", "<|--", "A --> B", "@{shape: x}", "%%{init: {}}%%", "$$x$$", "fa:fa-car"],
    *[
        "<script>alert(1)</script>",
        "a<br/>b",
        "&quot;",
        "#quot;",
        "#35;",
        "&#35;",
        "ﬂ°°35¶ß",
        "ﬂ",
        "¶ß",
        "```js",
        "~~~",
    ],
    *["a\nb", "a\r\nb", "a\\nb", "\t", "", "   ", "\x00", "\x1b[0m", "\x85", "\u2028", "\ud800", "\ufffe", "\u200b"],
    *["日本語", "😀", "👩‍👩‍👧", "שלום", "\u202eabc", "e\u0301", "ß", "٣", "²"],
    *[
        "List~T~",
        "dict[str, list[int]]",
        "charge(cents: int) -> Charge",
        "src/pay/gateway.py",
        "a_b",
        "__init__",
        "_x_",
    ],
    *["1. one", "- x", "+ x", "# x", "> x", "*x*", "    code", "www.example.com", "https://a.b/c", "a@b.c", "\\(x\\)"],
    *[
        "style:#fff;",
        "classDef x:#fff;",
        "direction TB",
        "my direction LR",
        "Config direction",
        "C4Component",
        "XC4Dynamic",
    ],
    *["accTitle: x", "accDescr { x }", "title x", "note for A", "end", "End", "n1", "n2", "x" * 300, '"' * 50],
]
"""Labels that are syntax somewhere: in either grammar, to mermaid.js before and after parsing, in Markdown."""

NAMES = """
    accDescr accTitle call callback class classDef classDiagram click cssClass default direction end flowchart graph
    href interpolate link linkStyle namespace note o style subgraph v x for as TB BT RL LR TD LRUCache TBar constructor
    hasOwnProperty toString valueOf prototype isPrototypeOf propertyIsEnumerable toLocaleString __proto__ undefined null
    true this root id text label title section state _self _blank C4Context C4Container Gateway Redirection xdirection
    o1 x1 ox endpoint styled n1 n2 A B a b END Class
"""
WORDS = NAMES.split()
"""Names that classes and files may have, and that mermaid.js takes for something else in places."""


# --- what a diagram refuses -------------------------------------------------------------------------------------------

A, B = ClassNode("a", "A"), ClassNode("b", "B")


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: ClassDiagram((A, ClassNode("a", "B"))), "The node 'a' is in the diagram twice"),
        (lambda: ClassDiagram((A,), (ClassEdge("a", "x", "uses"),)), "names 'x', which is not a node"),
        (lambda: ClassDiagram((A,), (ClassEdge("x", "a", "uses"),)), "names 'x', which is not a node"),
        (lambda: ClassDiagram((A, B), (ClassEdge("a", "b", "uses", "x"),) * 2), "is in the diagram twice"),
        (lambda: ClassDiagram(()), "without nodes cannot be drawn"),
        (lambda: Flowchart((FlowNode("a", "A"),) * 2), "The node 'a' is in the diagram twice"),
        (lambda: Flowchart((FlowNode("a", "A"),), (FlowEdge("a", "b"),)), "names 'b', which is not a node"),
        (lambda: Flowchart((FlowNode("a", "A"),), (FlowEdge("a", "a"),) * 2), "is in the diagram twice"),
        (lambda: Flowchart((FlowNode("a", "A", group="g"),)), "is in the group 'g', which the diagram does not have"),
        (
            lambda: Flowchart((FlowNode("a", "A"),), groups=(Group("g", "G"),) * 2),
            "The group 'g' is in the diagram twice",
        ),
        (lambda: Flowchart(()), "without nodes cannot be drawn"),
    ],
)
def test_a_diagram_that_contradicts_itself_cannot_be_made(build: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=re.escape(sentence)):
        build()


def test_two_edges_between_the_same_nodes_are_drawn_if_they_say_different_things() -> None:
    edges = (
        ClassEdge("a", "b", "uses", "makes"),
        ClassEdge("a", "b", "uses", "raises"),
        ClassEdge("a", "b", "inherits"),
    )
    assert len(render(ClassDiagram((A, B), edges)).splitlines()) == 2 + 3


def test_a_diagram_larger_than_mermaid_js_draws_is_refused_with_the_limit() -> None:
    nodes = tuple(FlowNode(str(i), "x") for i in range(MAX_EDGES + 1))
    edges = tuple(FlowEdge("0", node.key) for node in nodes)
    Flowchart(nodes, edges[:MAX_EDGES])
    with pytest.raises(DiagramTooLargeError, match=r"501 edges, and mermaid\.js draws at most 500"):
        Flowchart(nodes, edges)
    with pytest.raises(DiagramTooLargeError, match=r"mermaid\.js draws at most 50000: leave nodes out"):
        render(ClassDiagram((ClassNode("a", "x" * MAX_TEXT),)))


# --- how it reads -----------------------------------------------------------------------------------------------------


def test_a_class_diagram_reads_as_a_person_would_write_it() -> None:
    nodes = tuple(ClassNode(f"src/{label}.py::{label}", label) for label in ("Client", "Gateway", "Charge", "Checkout"))
    client, gateway, charge, checkout = (node.key for node in nodes)
    diagram = ClassDiagram(
        (
            *nodes,
            ClassNode("store", "Store", "protocol"),
            ClassNode("alone", "Alone"),
            ClassNode("generic", "List[int]"),
            ClassNode("one", "Config"),
            ClassNode("two", "Config", "dataclass"),
        ),
        (
            ClassEdge(gateway, client, "inherits"),
            ClassEdge(gateway, charge, "uses", "makes"),
            ClassEdge(checkout, gateway, "composes", "gateway"),
            ClassEdge("one", "store", "implements"),
        ),
    )
    assert render(diagram) == "\n".join(
        [
            '%%{init: {"class": {"hideEmptyMembersBox": true}}}%%',
            "classDiagram",
            "    class Store {",
            "        <<protocol>>",
            "    }",
            "    class Alone",
            '    class n1["List#91;int#93;"]',
            '    class n2["Config"]',
            '    class n3["Config"] {',
            "        <<dataclass>>",
            "    }",
            "    Client <|-- Gateway",
            "    Gateway ..> Charge : makes",
            "    Checkout --> Gateway : gateway",
            "    Store <|.. n2",
        ]
    )


def test_a_flowchart_reads_as_a_person_would_write_it() -> None:
    diagram = Flowchart(
        (
            FlowNode("src/pay/gateway.py", "gateway.py", group="src/pay"),
            FlowNode("cli", "cli", "round", group="src/pay"),
            FlowNode("journal", "journal", "database"),
            FlowNode("requests", "requests"),
        ),
        (
            FlowEdge("cli", "src/pay/gateway.py", "3 names"),
            FlowEdge("src/pay/gateway.py", "journal"),
            FlowEdge("src/pay/gateway.py", "requests", dotted=True),
        ),
        (Group("src/pay", "src/pay"),),
        "LR",
    )
    assert render(diagram) == "\n".join(
        [
            "flowchart LR",
            '    subgraph n2["src/pay"]',
            '        n1["gateway.py"]',
            '        cli("cli")',
            "    end",
            '    journal[("journal")]',
            "    requests",
            '    cli -->|"3 names"| n1',
            "    n1 --> journal",
            "    n1 -.-> requests",
        ]
    )


def test_a_made_up_id_is_never_the_name_of_another_node() -> None:
    text = render(
        ClassDiagram((ClassNode("1", "a b"), ClassNode("2", "n1"), ClassNode("3", "c d"), ClassNode("4", "n3")))
    )
    assert text.split("\n    ")[1:] == ['class n2["a b"]', "class n1", 'class n4["c d"]', "class n3"]


@pytest.mark.parametrize(
    "label", ["end", "CLASS", "o", "constructor", "direction", "Redirection", "C4Container", "1a", "_a", "é"]
)
def test_a_name_that_would_be_read_as_something_else_is_no_id(label: str) -> None:
    assert render(Flowchart((FlowNode("k", label),))).startswith('flowchart TB\n    n1["')


def shown(label: str) -> str:
    """What a reader should see of a label."""
    text = re.sub("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", " ".join(label.split()))
    return text.replace("ﬂ°", "ﬂ\u200b°").replace("¶ß", "¶\u200bß")


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("src/pay/gateway.py", "src/pay/gateway.py"),
        ("re-read a_b", "re-read a_b"),
        ("charge(cents)", "charge#40;cents#41;"),
        ("__init__", "#95;#95;init#95;#95;"),
        ("1. www.example.com", "1#46; www#46;example.com"),
        ("my direction LR", "my directio#110; LR"),
        ("XC4Component", "XC#52;Component"),
        ("  two\n\n lines ", "two lines"),
        ("名前 😀", "名前 #128512;"),
    ],
)
def test_a_label_is_written_as_it_is_where_that_is_safe(label: str, text: str) -> None:
    assert escape(label) == text


@given(st.text() | st.lists(st.sampled_from(HOSTILE + WORDS)).map("".join))
def test_an_escaped_label_is_letters_and_codes_and_stands_for_the_label(label: str) -> None:
    escaped = escape(label)
    assert re.fullmatch(r"(?:#\d+;|[\w ._/-])*", escaped)
    assert "--" not in escaped
    assert html.unescape(escaped.replace("#", "&#")) == shown(label)


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_never_closes_the_fence_or_a_comment_or_opens_a_tag(label: str) -> None:
    text = render(Flowchart((FlowNode("a", label, "round", "g"),), (FlowEdge("a", "a", label),), (Group("g", label),)))
    lines = text.splitlines()
    assert len(lines) == 5
    assert not any(line.strip().startswith(("`", "~")) for line in lines)
    assert "<" not in text.replace("<br/>", "")
    assert [line.count("-->") for line in lines[:4]] == [0, 0, 0, 0]
    assert lines[4].count("-->") == 1


# --- what mermaid.js makes of it --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def model() -> Iterator[Callable[[str], Any]]:
    """The model that mermaid.js has of a text after parsing it, its marks decoded as it does when it draws."""
    found = installed()
    assert found
    module = f"{__package__}.mermaid_model"
    process = Process([sys.executable, "-m", module, *map(str, found)], Path(__file__).parents[2], LOAD_TIMEOUT_SEC)

    def decode(value: Any) -> Any:
        if isinstance(value, list):
            return [decode(item) for item in value]
        if isinstance(value, str):
            value = value.replace("<br/>", "")  # where a long label goes on in another line
            return html.unescape(value.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";"))
        return value

    def parsed(text: str) -> Any:
        raw = json.loads(process.ask(text, timeout_sec=60) or "")
        return {name: decode(value) for name, value in raw.items()}

    yield parsed
    process.end()


def random_label(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(WORDS)
    if kind < 0.7:
        return rng.choice(HOSTILE)
    if kind < 0.9:
        return rng.choice(["", " ", "."]).join(rng.choice(HOSTILE + WORDS) for _ in range(rng.randint(2, 4)))
    return "".join(
        chr(rng.choice([rng.randint(0, 127), rng.randint(0, 0x3000), rng.randint(0, 0x10FFFF)])) for _ in range(8)
    )


CLASS_ARROWS: dict[EdgeKind, tuple[int | str, int | str, int]] = {
    "inherits": (1, "none", 0),
    "implements": (1, "none", 1),
    "composes": ("none", 3, 0),
    "uses": ("none", 3, 1),
}


def random_class_diagram(rng: random.Random) -> ClassDiagram:
    annotations = ["", "", "abstract", "enumeration", *HOSTILE, *WORDS]
    nodes = tuple(ClassNode(f"k{i}", random_label(rng), rng.choice(annotations)) for i in range(rng.randint(1, 5)))
    edges = {
        ClassEdge(rng.choice(nodes).key, rng.choice(nodes).key, rng.choice([*CLASS_ARROWS]), random_label(rng))
        for _ in range(rng.randint(0, 5))
    }
    return ClassDiagram(nodes, tuple(sorted(edges, key=repr)))


def random_flowchart(rng: random.Random) -> Flowchart:
    groups = tuple(Group(f"k{i}", random_label(rng)) for i in range(rng.randint(0, 3)))
    nodes = tuple(
        FlowNode(
            f"k{i}",
            random_label(rng),
            rng.choice(["box", "round", "database"]),
            rng.choice([None, *(group.key for group in groups)]),
        )
        for i in range(rng.randint(1, 5))
    )
    edges = {
        FlowEdge(rng.choice(nodes).key, rng.choice(nodes).key, random_label(rng), rng.random() < 0.5)
        for _ in range(rng.randint(0, 5))
    }
    return Flowchart(nodes, tuple(sorted(edges, key=repr)), groups, rng.choice(["TB", "LR"]))


def assert_says_the_same(diagram: ClassDiagram, parsed: Any) -> None:
    seen = {name: label for name, label, _ in parsed["nodes"]}
    labels = {node.key: shown(node.label) or "\xa0" for node in diagram.nodes}
    kinds = [(labels[node.key], [shown(node.annotation)] if shown(node.annotation) else []) for node in diagram.nodes]
    assert sorted((label, annotations) for _, label, annotations in parsed["nodes"]) == sorted(kinds)
    edges = []
    for edge in diagram.edges:
        ends = [labels[edge.source], labels[edge.target]]
        if edge.relation in ("inherits", "implements"):
            ends.reverse()
        edges.append([*ends, shown(edge.label), *CLASS_ARROWS[edge.relation]])
    assert [[seen[source], seen[target], *rest] for source, target, *rest in parsed["edges"]] == edges


def assert_draws_the_same(chart: Flowchart, parsed: Any) -> None:
    seen = {name: label for name, label, _ in parsed["nodes"]}
    labels = {node.key: shown(node.label) or "\xa0" for node in chart.nodes}
    shapes = {"box": "square", "round": "round", "database": "cylinder"}
    assert parsed["direction"] == chart.direction
    assert sorted(node[1:] for node in parsed["nodes"]) == sorted([labels[n.key], shapes[n.shape]] for n in chart.nodes)
    assert [[seen[source], seen[target], *rest] for source, target, *rest in parsed["edges"]] == [
        [labels[edge.source], labels[edge.target], shown(edge.label), "dotted" if edge.dotted else "normal"]
        for edge in chart.edges
    ]
    assert [[title, sorted(seen[name] for name in names)] for title, names in parsed["groups"]] == [
        [shown(group.label) or "\xa0", sorted(labels[node.key] for node in chart.nodes if node.group == group.key)]
        for group in chart.groups
    ]


@needs_parser
def test_mermaid_js_reads_every_class_diagram_as_it_was_meant(model: Callable[[str], Any]) -> None:
    rng = random.Random(1)
    for _ in range(2000):
        diagram = random_class_diagram(rng)
        assert_says_the_same(diagram, model(render(diagram)))


@needs_parser
def test_mermaid_js_reads_every_flowchart_as_it_was_meant(model: Callable[[str], Any]) -> None:
    rng = random.Random(2)
    for _ in range(2000):
        chart = random_flowchart(rng)
        assert_draws_the_same(chart, model(render(chart)))


@needs_parser
@pytest.mark.parametrize("word", WORDS)
def test_any_name_can_stand_anywhere(word: str, model: Callable[[str], Any]) -> None:
    nodes = (ClassNode("w", word, word), ClassNode("a", "Alpha"), ClassNode("q", "x y"))
    ends = [("w", "a"), ("a", "w"), ("w", "q"), ("q", "w"), ("w", "w")]
    diagram = ClassDiagram(
        nodes,
        tuple(ClassEdge(a, b, r, label) for r in CLASS_ARROWS for a, b in ends for label in ("", word)),
    )
    assert_says_the_same(diagram, model(render(diagram)))
    chart = Flowchart(
        (FlowNode("w", word, group="g"), FlowNode("a", "Alpha", group="h"), FlowNode("q", "x y", group="g")),
        tuple(FlowEdge(a, b, label, dotted) for dotted in (False, True) for a, b in ends for label in ("", word)),
        (Group("g", "Frame"), Group("h", f"{word}s")),
    )
    assert_draws_the_same(chart, model(render(chart)))
    framed = Flowchart((FlowNode("a", "Alpha", group="g"),), groups=(Group("g", word),))
    assert_draws_the_same(framed, model(render(framed)))


@needs_parser
@pytest.mark.parametrize("kind", ["class", "flow"])
def test_a_drawn_diagram_shows_the_labels_as_they_were(kind: str) -> None:
    labels = ['"', "`x`", "<script>alert(1)</script>", "&quot;", "**b** __init__", "fa:fa-car", "1. one", "List~T~"]
    labels += [
        "a ﬂ°°35¶ß",
        "style:#fff;",
        "$$x$$",
        "x  y",
        "😀 日本",
        "C4Component",
        "my direction TB",
        "src/a_b.py",
        "#35;",
    ]
    pairs = list(zip(range(len(labels) - 1), labels, strict=False))
    diagram: ClassDiagram | Flowchart
    if kind == "class":
        nodes = tuple(ClassNode(str(i), label) for i, label in enumerate(labels))
        diagram = ClassDiagram(nodes, tuple(ClassEdge(str(i), str(i + 1), "uses", label) for i, label in pairs))
    else:
        boxes = tuple(FlowNode(str(i), label, group="g") for i, label in enumerate(labels))
        edges = tuple(FlowEdge(str(i), str(i + 1), label) for i, label in pairs)
        diagram = Flowchart(boxes, edges, (Group("g", labels[-1]),))
    svg = importlib.import_module("mermaidx").render(render(diagram)).svg()
    drawn = [
        " ".join(html.unescape(re.sub("<[^>]+>", "", inner)).split())
        for inner in re.findall("<foreignObject[^>]*>(.*?)</foreignObject>", svg, re.DOTALL)
    ]
    assert sorted(text for text in drawn if text) == sorted(
        shown(label) for label in labels + labels[: len(labels) - (kind == "class")]
    )


# --- the gate ---------------------------------------------------------------------------------------------------------


@needs_parser
@pytest.mark.parametrize(
    "text",
    [
        "flowchart TB\n    subgraph My Group (x)\n    a\n    end",
        "flowchart TB\n    A --> B : has: many",
        "flowchart TB\n    A[charge(cents)] --> B",
        'flowchart TB\n    A["say "hi" to"] --> B',
        "flowchart TB\n    end --> A",
        "flowchart TB\n    subgraph g\n    A",
        "flowchart TB\n    A -->",
        "flowchart TB\n" + "    A --> B\n" * 501,
        "classDiagram",
        "classDiagram\n    class List[int]",
        "classDiagram\n    A <|-- class",
        'classDiagram\n    class n1[""]',
        "classDiagram\n    class A {\n",
        "flow TB\n    A --> B",
        "",
        "hello",
        "half of a pair: \ud800",
        *(f"flowchart TB\n    {'x' * start}{'😀' * 30} --> (" for start in (1, 2)),
    ],
)
def test_the_gate_stops_a_broken_diagram_and_says_why(text: str) -> None:
    message = parse(text)
    assert message
    assert len(message.splitlines()) <= 3


@needs_parser
def test_the_gate_says_where_a_diagram_is_broken() -> None:
    assert parse("flowchart TB\n    A --> B\n    C --> D : x") == (
        "Parse error on line 3:\n...A --> B    C --> D : x\n----------------------^"
    )


@needs_parser
def test_the_gate_lets_a_good_diagram_through_also_in_an_event_loop() -> None:
    async def in_a_loop() -> str | None:
        return parse("classDiagram\n    Client <|-- Gateway")

    assert asyncio.run(in_a_loop()) is None
    assert parse("flowchart LR\n    A --> B") is None


@needs_parser
def test_a_runaway_parse_is_stopped_and_the_next_diagram_is_parsed() -> None:
    started = time.monotonic()
    message = parse("classDiagram\n    A " + "style:" * 8000, timeout_sec=0.5)
    assert message == "mermaid.js did not finish in 0.5 s: make the diagram smaller."
    assert time.monotonic() - started < 10
    assert parse("classDiagram\n    Client <|-- Gateway") is None


@needs_parser
def test_a_text_that_mermaid_js_would_not_draw_is_not_even_parsed() -> None:
    assert parse("flowchart TB\n    A" + " " * MAX_TEXT) == (
        "The text has 50018 characters, and mermaid.js draws at most 50000."
    )


def test_without_the_extra_the_gate_says_what_to_install() -> None:
    program = """
import sys
sys.modules["mermaidx"] = None
from designdoc_assets.markup.mermaid.parser import parse
from designdoc_assets.markup.mermaid.parser import parser_available
print(parser_available())
parse("flowchart TB\\n    A")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout == "False\n"
    assert "install designdoc-assets[mermaid]" in done.stderr.splitlines()[-1]
