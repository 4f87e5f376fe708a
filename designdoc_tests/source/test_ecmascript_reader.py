"""What reading gives of TypeScript and JavaScript that is not as people write it, and how doc comments become parts."""

import pytest

from designdoc_assets.languages.registry import language

TYPESCRIPT, JAVASCRIPT = language("typescript"), language("javascript")
DEEP = 3000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0\1\2",
        "class",
        "export default",
        "export {",
        "const { a, b: { c: [d] } } = ",
        "class A { constructor(private",
        "function f(" * DEEP,
        f"const a = {'[' * DEEP}{']' * DEEP};",
        f"a{'.b()' * DEEP};",
        "class A {" * 200,
        "namespace A {" * 200,
        f"type T = {'Array<' * DEEP}A{'>' * DEEP};",
        f"exports.a = {'exports.b = ' * DEEP} 1;",
        f"<a>{'<b>' * DEEP}",
        "/** @param */ function f(a) {}",
        "/** {@link */ export const a = 1;",
        "<<<<<<< ours\nclass A {}\n=======\nclass B {}\n>>>>>>> theirs\n",
    ],
)
def test_no_text_is_too_bad_to_be_read(text: str) -> None:
    for reads in (TYPESCRIPT, JAVASCRIPT):
        reads.read(text)
        reads.excerpt(text, None)


def test_line_ends_and_marks_do_not_count() -> None:
    plain = "/** Says. */\nexport class A {\n  b(): void {}\n}\n"
    assert TYPESCRIPT.read("\ufeff" + plain.replace("\n", "\r\n")) == TYPESCRIPT.read(plain)


def test_what_stands_around_an_error_is_read_and_the_error_is_told() -> None:
    facts = TYPESCRIPT.read("export class A {}\n\nexport class B { ] }\n\nexport function c(): void {}\n")
    assert facts.problem == "line 3: not understood"
    assert "A" in {cls.name for cls in facts.classes}
    assert [function.name for function in facts.functions] == ["c"]


def test_assertions_in_angle_brackets_and_components_are_both_read() -> None:
    assert TYPESCRIPT.read("const a = <Foo>bar;\n").problem is None
    assert TYPESCRIPT.read("const a = <Foo>bar</Foo>;\n").problem is None
    assert JAVASCRIPT.read("const a = () => <><Foo {...bar} /></>;\n").problem is None


@pytest.mark.parametrize(
    "text",
    [
        "export interface A<in T, out U extends B> {}",
        "export class A<\n  // why\n  in out T extends B,\n> {}",
        "export type * from './types';",
        "interface A {\n  (a: string): B\n  /** Says. */\n  <T extends C>(a: T): B<T>\n}",
    ],
)
def test_what_the_grammar_lags_behind_is_read(text: str) -> None:
    assert TYPESCRIPT.read(text).problem is None


def test_digests_depend_on_no_layout_and_on_no_comment_but_docs() -> None:
    facts = TYPESCRIPT.read("/** Says. */\nexport class A {\n  b = 1;\n}\n")
    again = TYPESCRIPT.read("/** Says. */\nexport class A { // why\n\n    b = 1; }\n")
    other = TYPESCRIPT.read("/** Says so. */\nexport class A {\n  b = 1;\n}\n")
    assert facts.classes[0].digest == again.classes[0].digest
    assert facts.classes[0].digest != other.classes[0].digest


def test_a_type_of_several_declarations_is_stale_with_each() -> None:
    text = "interface A {\n  a: 1;\n}\n\ninterface A {\n  b: 2;\n}\n"
    assert TYPESCRIPT.read(text).classes[0].digest != TYPESCRIPT.read(text.replace("2", "3")).classes[0].digest
    assert "b: 2" in TYPESCRIPT.excerpt(text, ("A", 1)).text


def test_tags_become_parts_of_a_doc() -> None:
    doc = TYPESCRIPT.read(
        """/**
 * Sends it, see {@link Pump.run | there} and {@link https://example.com/a the page}.
 *
 * @remarks More of it.
 * @typeParam T - what is sent
 * @param what - what to send
 * @returns an answer
 * @throws {Error} if nothing answers
 * @throws when it rains
 * @deprecated since 2, use `other`
 * @see {@link Other}
 * @beta
 * @internal
 */
export function send<T>(what: T): Answer {}
"""
    ).functions[0]
    assert doc.doc is not None
    assert doc.doc.text == (
        "Sends it, see there and [the page](https://example.com/a).\\n\\nMore of it.\\n\\n"
        "Type parameter `T`: what is sent\\n\\nThrows: when it rains\\n\\nSee: `Other`\\n\\nMarked as `@beta`."
    ).replace("\\n", "\n")
    assert [(each.name, each.text) for each in doc.doc.parameters] == [("what", "what to send")]
    assert doc.doc.returns == "an answer"
    assert [(each.name, each.text) for each in doc.doc.raises] == [("Error", "if nothing answers")]
    assert doc.deprecated == "since 2, use `other`"
    assert doc.visibility == "package"
    assert set(doc.doc.mentions) == {"Pump.run", "Other"}


def test_a_tag_in_code_is_no_tag() -> None:
    doc = (
        TYPESCRIPT.read("/**\n * Says.\n *\n * ```ts\n * @Component()\n * class A {}\n * ```\n */\nexport class B {}\n")
        .classes[0]
        .doc
    )
    assert doc is not None
    assert "@Component()\nclass A {}" in doc.text


def test_licences_and_docs_of_files_are_docs_of_no_definition() -> None:
    facts = JAVASCRIPT.read(
        "/** @license MIT */\n/** @file About it. */\n\n/** Says. */\nfunction a() {}\nconst b = 1;\n"
    )
    assert facts.doc is not None
    assert facts.doc.text == "About it."
    assert facts.functions[0].doc is not None
    assert facts.functions[0].doc.text == "Says."
    assert facts.constants[0].doc is None


def test_a_blank_line_may_stand_below_a_doc_and_that_of_the_file_is_nobody_elses() -> None:
    facts = language("javascript").read(
        "/**\n * @file What the file is for.\n */\n\nfunction first() {}\n\n"
        "class Valve {\n  /**\n   * Shut it.\n   */\n\n  shut() {}\n\n  /**\n   * @package\n   */\n\n  turn() {}\n}\n"
    )
    assert facts.doc is not None
    assert facts.doc.text == "What the file is for."
    [first] = facts.functions
    assert first.doc is None
    shut, turn = facts.classes[0].methods
    assert shut.doc is not None
    assert shut.doc.text == "Shut it."
    assert (shut.visibility, turn.visibility) == ("public", "package")
