import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.pages.markers import RegionHeader
from designdoc_assets.pages.page import Page, parse_page
from designdoc_assets.pages.regions import Region, Slot, body_digest

_HEADER = RegionHeader(
    kind="class_doc",
    partition="src/a.py::A",
    data_version="d" * 16,
    body_digest="",
    writer="claude",
    status="passed",
)


def _slot(kind: str = "class_doc") -> Slot:
    return Slot(kind, ("src/a.py::A", ""))


_SLOT = _slot()
_BODY = "## Purpose\n\nIt pays.\n"


def _region(body: str = _BODY, kind: str = "class_doc") -> Region:
    return Region(kind, replace(_HEADER, kind=kind, body_digest=body_digest(body)[:16]), body)


def _in_slot(region: Region, after: Sequence[Slot] = ()) -> tuple[Mapping[Slot, Region], Sequence[Slot]]:
    """Return what writes one region to a page, behind those of some slots."""
    slot = Slot(region.kind, (region.subject, ""))
    return {slot: region}, [*after, slot]


_WHOLE = _region().render()
_BEGIN, _, _END = _WHOLE.partition(_BODY)
_NEW = _region("New.")


def _found(page: Page, kind: str = "class_doc") -> Region:
    region = page.region(_slot(kind))
    assert region
    return region


# --- the format


def test_a_region_is_two_short_marker_lines_around_its_body() -> None:
    begin, *body, end = _WHOLE.splitlines()
    assert begin == "<!-- designdoc:begin class_doc src/a.py::A -->"
    assert body == _BODY.splitlines()
    unsaid = Region("class_doc", replace(_HEADER, partition="", body_digest="0" * 16), "x").render()
    assert unsaid.startswith("<!-- designdoc:begin class_doc -->\nx\n")
    assert _found(parse_page(unsaid)).header == replace(_HEADER, partition="", body_digest="0" * 16)
    assert end == f"<!-- designdoc:end class_doc {'d' * 16} {body_digest(_BODY)[:16]} claude passed -->"


_OLD_HEADER = {
    "attempts": 1,
    "body_sha256": body_digest(_BODY),
    "code_version": "c" * 16,
    "data_version": "d" * 64,
    "model": "claude-x",
    "partition": "src/a.py::A",
    "parts": {"doc": "01234567"},
    "status": "passed",
    "writer": "claude",
}


def _old(header: str) -> str:
    return f"<!-- designdoc:begin class_doc {header} -->\n{_BODY}<!-- designdoc:end class_doc -->\n"


def test_a_region_of_the_earlier_format_is_read_and_left_as_it_is_until_it_is_replaced() -> None:
    text = f"Mine.\n\n{_old(json.dumps(_OLD_HEADER))}\nMine, too.\n"
    page = parse_page(text)
    region = _found(page)
    assert region.header == replace(_region().header or _HEADER, parts={"doc": "01234567"})
    assert not region.edited
    assert _found(parse_page(text.replace("It pays.", "It bills."))).edited
    assert page.render() == page.repaired([_SLOT]).render() == text
    assert page.with_regions(*_in_slot(_NEW)).render() == f"Mine.\n\n{_NEW.render()}\nMine, too.\n"


def test_a_page_is_read_into_text_of_people_and_regions() -> None:
    page = parse_page(f"# A\n\n{_WHOLE}\nMine.\n")
    assert page.pieces == ("# A\n\n", _region(), "\nMine.\n")
    assert page.own_text() == "# A\n\n\nMine.\n"
    assert not _found(page).edited
    assert page.region(_slot("class_diagram")) is None


def test_a_changed_body_counts_as_edited() -> None:
    assert _found(parse_page(_WHOLE.replace("It pays.", "It pays well."))).edited


def test_a_checkout_with_crlf_does_not_look_edited() -> None:
    assert not _found(parse_page(_WHOLE.replace("\n", "\r\n"))).edited


def test_a_page_with_crlf_gets_new_regions_with_crlf() -> None:
    page = parse_page(f"# A\n\n{_WHOLE}".replace("\n", "\r\n"))
    text = page.with_regions(*_in_slot(_NEW)).with_regions(*_in_slot(_region(kind="class_diagram"))).render()
    assert text.count("\n") == text.count("\r\n") > 6
    assert not _found(parse_page(text)).edited


_KEYS = st.text("ab-_./:@+%2D", min_size=1)


@given(_KEYS, st.sampled_from(["static", "claude", "person"]), st.sampled_from(["passed", "disputed", "unreviewed"]))
def test_a_header_is_read_as_it_was_written(partition: str, writer: str, status: Any) -> None:
    if "%2D" in partition:  # a key has no need to encode it
        return
    header = replace(_HEADER, partition=partition, body_digest="0" * 16, writer=writer, status=status)
    text = Region("class_doc", header, "x").render()
    begin = text.splitlines()[0]
    assert not any(mark in begin[4:-3] for mark in ("--", "<", ">"))
    (region,) = (piece for piece in parse_page(text).pieces if isinstance(piece, Region))
    assert region.header == header


@pytest.mark.parametrize("key", ["a b", "a>b", "a\nb", "ä", "a -->"])
def test_a_partition_key_that_cannot_be_read_again_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="class_doc could not be read again"):
        parse_page("# A\n").with_regions(
            *_in_slot(Region("class_doc", replace(_HEADER, partition=key, body_digest="0" * 16), "x"))
        )


# --- replacing and inserting


def test_a_replaced_region_leaves_every_other_byte() -> None:
    text = f"# A \t\r\n\r\n{_WHOLE}\nMine, {{}} \\ <!-- -->\r\n\n\n"
    assert parse_page(text).with_regions(*_in_slot(_NEW)).render() == text.replace(_WHOLE, _NEW.render("\r\n"))


def test_the_same_region_again_changes_nothing_not_even_its_line_ends() -> None:
    text = f"# A\n\n{_WHOLE}Mine.\n".replace("It pays.\n", "It pays.\r\n")
    assert parse_page(text).with_regions(*_in_slot(_region())).render() == text


def test_a_new_region_comes_at_the_end_with_a_blank_line_between() -> None:
    assert parse_page("# A").with_regions(*_in_slot(_NEW)).render() == f"# A\n\n{_NEW.render()}"
    assert parse_page("# A\n").with_regions(*_in_slot(_NEW)).render() == f"# A\n\n{_NEW.render()}"
    assert parse_page("# A\n\n").with_regions(*_in_slot(_NEW)).render() == f"# A\n\n{_NEW.render()}"
    assert parse_page("").with_regions(*_in_slot(_NEW)).render() == _NEW.render()


def test_a_new_region_comes_after_the_last_of_the_kinds_named() -> None:
    page = parse_page("# A\n").with_regions(*_in_slot(_region(kind="a"))).with_regions(*_in_slot(_region(kind="b")))
    page = parse_page(page.render() + "\nMine.\n").with_regions(
        *_in_slot(_NEW, after=[_slot("a"), _slot("b"), _slot("missing")])
    )
    assert [piece.kind if isinstance(piece, Region) else piece for piece in parse_page(page.render()).pieces] == [
        "# A\n\n",
        "a",
        "\n",
        "b",
        "\n",
        "class_doc",
        "\nMine.\n",
    ]


def test_a_region_that_comes_and_goes_leaves_the_page_as_it_was() -> None:
    text = f"# A\n\n{_region(kind='a').render()}\nMine.\n"
    for after in ([], [_slot("a")]):
        page = parse_page(text).with_regions(*_in_slot(_NEW, after=after))
        assert parse_page(page.render()).without_regions([_SLOT]).render() == text


def test_a_body_that_holds_a_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="class_doc could not be read again"):
        parse_page("# A\n").with_regions(*_in_slot(_region(f"x\n{_END}y")))


# --- broken pages: nothing that a person may have written is lost


@pytest.mark.parametrize(
    "change",
    [
        (" passed", " great"),
        (" claude passed", ""),
        (" src/a.py", " src a.py"),
    ],
)
def test_markers_that_are_broken_are_not_used_but_still_prove_the_body_generated(change: tuple[str, str]) -> None:
    region = _found(parse_page(_WHOLE.replace(*change, 1)))
    assert region.header is None
    assert region.body == _BODY.strip()
    assert not region.edited
    assert _found(parse_page(_WHOLE.replace(*change, 1).replace("It pays.", "It bills."))).edited


@pytest.mark.parametrize(
    "change",
    [
        ('"status": "passed"', '"status": "great"'),
        ('"writer"', '"author"'),
        ("{", "["),
        ('"} -->', ""),
        ('"parts": {', '"parts": [{'),
        ("{", "[" * 100_000),
    ],
)
def test_so_does_a_broken_header_of_the_earlier_format(change: tuple[str, str]) -> None:
    text = _old(json.dumps(_OLD_HEADER)).replace(*change, 1)
    assert _found(parse_page(text)).header is None
    assert not _found(parse_page(text)).edited
    assert _found(parse_page(text.replace("It pays.", "It bills."))).edited


@pytest.mark.parametrize("begin", ["", " {", ' {"body_sha256": "12"} -->', " -->"])
@pytest.mark.parametrize("end", ["", " 0123", " passed"])
def test_a_body_that_cannot_be_proven_generated_counts_as_edited(begin: str, end: str) -> None:
    region = _found(
        parse_page(f"<!-- designdoc:begin class_doc{begin}\n{_BODY}<!-- designdoc:end class_doc{end} -->\n")
    )
    assert region.header is None
    assert region.edited


def test_a_region_without_an_end_goes_to_the_next_begin_and_may_be_anybodys() -> None:
    other = _region(kind="class_diagram").render()
    text = f"# A\n\n{_BEGIN}{_BODY}\n{other}"
    page = parse_page(text)
    assert page.pieces == ("# A\n\n", Region("class_doc", None, _BODY), "\n", _region(kind="class_diagram"))
    assert _found(page).edited
    assert page.render() == text
    closed = f"{_BEGIN}{_BODY}<!-- designdoc:end class_doc -->\n"
    assert page.repaired([_SLOT]).render() == f"# A\n\n{closed}\n{other}"


def test_a_region_without_an_end_goes_to_the_end_of_the_page_and_keeps_what_people_wrote_there() -> None:
    page = parse_page(f"{_BEGIN}{_BODY}\nMine.")
    assert _found(page).edited
    assert page.repaired([_SLOT]).render() == f"{_BEGIN}{_BODY}\nMine.\n<!-- designdoc:end class_doc -->\n"


def test_of_a_doubled_region_the_whole_copy_wins_and_generated_text_goes() -> None:
    stale = _region("Older.").render()
    assert parse_page(f"{_WHOLE}\n{stale}\nMine.\n").repaired([_SLOT]).render() == f"{_WHOLE}\nMine.\n"


def test_of_a_doubled_region_an_edited_copy_stays_as_text_of_people() -> None:
    edited = _WHOLE.replace("It pays.", "It pays well.")
    page = parse_page(f"{edited}\n{_WHOLE}")
    assert _found(page) == _region()
    repaired = page.repaired([_SLOT])
    assert repaired.render() == f"## Purpose\n\nIt pays well.\n\n{_WHOLE}"
    assert page.with_regions(*_in_slot(_NEW)).own_text() == "## Purpose\n\nIt pays well.\n\n"


def test_of_two_edited_copies_one_stays_a_region_and_no_text_is_lost() -> None:
    first, second = (_WHOLE.replace("It pays.", text) for text in ("Mine.", "Also mine."))
    repaired = parse_page(f"{first}\n{second}").repaired([_SLOT])
    assert repaired.render() == f"{first}\n## Purpose\n\nAlso mine.\n"


def test_an_end_without_a_begin_is_dropped_and_its_text_kept() -> None:
    page = parse_page(f"Mine.\n{_END}Also mine.\n")
    assert page.region(_SLOT) is None
    assert page.repaired([_SLOT]).render() == "Mine.\nAlso mine.\n"


def test_markers_that_come_to_the_start_of_a_line_by_a_repair_are_repaired_too() -> None:
    assert parse_page(f"{_END.rstrip() * 1_500}Mine.").repaired([_SLOT]).render() == "Mine."


def test_a_begin_that_names_no_kind_is_dropped() -> None:
    assert parse_page("Mine.\n<!-- designdoc:begin\nAlso mine.\n").repaired([]).render() == "Mine.\nAlso mine.\n"


def test_text_that_a_person_wrote_behind_an_end_marker_is_theirs() -> None:
    page = parse_page(f"{_WHOLE.rstrip()} and a note\n")
    assert page.own_text() == " and a note\n"
    assert page.with_regions(*_in_slot(_NEW)).render() == f"{_NEW.render().rstrip()} and a note\n"


def test_nested_regions_lose_no_text() -> None:
    inner = _region(kind="class_diagram").render()
    page = parse_page(f"{_BEGIN}Before.\n{inner}After.\n{_END}")
    assert _found(page).edited
    assert _found(page, "class_diagram") == _region(kind="class_diagram")
    end = "<!-- designdoc:end class_doc -->\n"
    assert page.repaired([_SLOT, _slot("class_diagram")]).render() == f"{_BEGIN}Before.\n{end}{inner}After.\n"


def test_regions_of_an_unknown_kind_are_somebody_elses_and_stay() -> None:
    theirs = "<!-- designdoc:begin other.tool whatever -->\nx\n<!-- designdoc:end other.tool -->\n"
    text = f"{theirs}{theirs}<!-- designdoc:end unknown -->\n<!-- designdoc:begin unknown -->\n\n"
    assert parse_page(text).repaired([_SLOT]).render() == text
    assert parse_page(text).with_regions(*_in_slot(_NEW)).render().startswith(text.rstrip())


@pytest.mark.parametrize("fence", ["```", "~~~", "  ````text"])
@pytest.mark.parametrize("example", [_WHOLE, _BEGIN, _END])
def test_a_marker_in_fenced_code_of_people_is_text(fence: str, example: str) -> None:
    text = f"# A\n\n{fence}\n{example}{fence.removesuffix('text')}\n"
    assert parse_page(text).pieces == (text,)
    assert parse_page(f"{text}\n{_WHOLE}\nMine.\n").pieces == (f"{text}\n", _region(), "\nMine.\n")


@pytest.mark.parametrize("body", ["Plain.", "```python\nx = 1\n```", "~~~~\nopen"])
def test_a_fence_that_people_left_open_hides_no_region(body: str) -> None:
    text = f"```\nopen\n\n{_region(body).render()}\nMine.\n"
    assert _found(parse_page(text)) == _region(body)
    assert _found(parse_page(parse_page(text).with_regions(*_in_slot(_NEW)).render())) == _NEW


def test_markers_count_at_the_start_of_a_line_only() -> None:
    text = "See " + _WHOLE.replace("\n", "\n> ")
    assert parse_page(text).pieces == (text,)


# --- any text at all

_LINES = st.sampled_from(
    [
        *_WHOLE.splitlines(),
        *_region(kind="class_diagram").render().splitlines(),
        _END.replace("passed", "edited").rstrip(),
        f"<!-- designdoc:begin class_doc {json.dumps(_OLD_HEADER)} -->",
        "<!-- designdoc:begin",
        "<!-- designdoc:begin class_doc {",
        "<!-- designdoc:end -->",
        "<!-- designdoc:end class_doc",
        "",
        " ",
        "Mine.",
    ]
)
_FENCES = st.sampled_from(["```", "```mermaid", "~~~~", "   ```"])
_BREAKS = st.sampled_from(["\n", "\r\n", "\r", "\n\n", " \n", ""])


def _texts(lines: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(st.tuples(lines, _BREAKS), max_size=14).map(lambda pairs: "".join(map("".join, pairs)))


@given(_texts(_LINES | _FENCES | st.text(max_size=8)))
def test_any_text_is_rendered_to_the_very_text_it_was_read_from(text: str) -> None:
    assert parse_page(text).render() == text


@given(
    _texts(_LINES | _FENCES | st.text(max_size=8)),
    st.sampled_from(["New.", "", "```x\n\n```\n", "\r\r\na\r", "\n\nb\n \n"]),
)
def test_a_region_that_was_written_is_read_again(text: str, body: str) -> None:
    new = _region(body)
    written = parse_page(text).with_regions(*_in_slot(new, after=[_slot("class_diagram")]))
    assert _found(written) == new
    assert not _found(written).edited


@given(_texts(_LINES | st.text(max_size=8)))
def test_two_replacements_are_as_good_as_one(text: str) -> None:
    once = parse_page(text).with_regions(*_in_slot(_NEW)).render()
    assert parse_page(once).with_regions(*_in_slot(_NEW)).render() == once


@given(_texts(st.just("Mine.") | _FENCES | st.text(max_size=8)), _texts(_FENCES | st.text(max_size=8)))
def test_replacing_a_region_changes_no_byte_of_peoples_text(before: str, behind: str) -> None:
    text = f"{before}\n{_WHOLE}{behind}"
    page = parse_page(text)
    if page.region(_SLOT) is None:  # it stands in a fence that people opened above and closed below
        assert (
            parse_page(page.with_regions(*_in_slot(_NEW)).render())
            .with_regions(*_in_slot(_NEW))
            .render()
            .startswith(text)
        )
        return
    written = parse_page(page.with_regions(*_in_slot(_NEW)).render())
    assert written.own_text() == page.own_text()
    assert _found(written) == _NEW


@given(_texts(_LINES | st.text(max_size=8)))
def test_repairs_lose_no_line_that_a_person_wrote(text: str) -> None:
    repaired = parse_page(text).repaired([_SLOT, _slot("class_diagram")])
    assert repaired.render().count("Mine.") == text.count("Mine.")
    assert repaired.repaired([_SLOT, _slot("class_diagram")]) == repaired
    assert parse_page(repaired.render()).repaired([_SLOT, _slot("class_diagram")]).render() == repaired.render()


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), min_size=1, unique=True))
def test_several_regions_are_written_as_one_after_the_other(there: list[str], written: list[str]) -> None:
    order = [_slot(kind) for kind in "abcdef"]
    start = "# A\n\nMine.\n\n" + "\nMine, too.\n".join(_region(kind=kind).render() for kind in there)
    regions = {_slot(kind): _region(f"New {kind}.", kind) for kind in sorted(written)}
    one_by_one = parse_page(start)
    for slot, region in regions.items():
        one_by_one = parse_page(one_by_one.with_regions({slot: region}, order).render())
    assert parse_page(start).with_regions(regions, order).render() == one_by_one.render()
