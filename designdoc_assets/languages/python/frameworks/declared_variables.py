"""Variables that declarations name: of functions and classes that say which of their arguments is one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Attribute
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.python.registrations import written_call
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.run_facts import NamedCall
from designdoc_assets.languages.settings import Setting

_SAID = re.compile(r"environment variable", re.IGNORECASE)
_ABOUT = frozenset({"description", "help", "about", "doc"})
_BY_NAME = frozenset({"envvar", "env_var"})
"""What click, Typer and argument parsers that read variables call them."""


@dataclass(frozen=True, slots=True)
class _Declaring:
    """What a function or a class takes, in order, and which of it is the name of a variable."""

    parameters: tuple[str, ...]
    variables: frozenset[str]


class DeclaredVariables(Framework):
    """`click.option("--port", envvar="PORT")`, `Rule("The port.", variable="PORT")` where `Rule` documents that."""

    name = ""
    """It is none: any code may declare them."""

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables that calls name by such an argument."""
        known: dict[Defined, _Declaring] = {}
        for path, facts in code.files.items():
            attributes = [each for cls in facts.classes for each in cls.attributes]
            for call in facts.named_calls:
                given = {key: name for key, value in call.arguments if key and (name := string(value))}
                named = {key: name for key, name in given.items() if name.isupper()}
                meant = code.resolve.meaning(path, call.function, call.within) if named else None
                declaring = _declaring(code, meant, known) if isinstance(meant, Defined) else None
                for key, name in named.items():
                    if key in (declaring.variables if declaring is not None else _BY_NAME):
                        yield _setting(path, call, name, attributes, declaring)


def _declaring(code: Code, meant: Defined, known: dict[Defined, _Declaring]) -> _Declaring | None:
    if meant not in known:
        if meant.kind == "class":
            cls = code.resolve.class_at(meant)
            own = tuple(each.name for each in cls.attributes if each.scope == "class" and each.type)
            said = {each.name: each.doc.text for each in cls.attributes if each.doc is not None}
            known[meant] = _Declaring(own, _said({**said, **_described(cls.doc)}))
        else:
            function = code.resolve.function_at(meant)
            taken = function.signature.parameters if function is not None else ()
            own = tuple(each.name for each in taken if not each.is_receiver)
            known[meant] = _Declaring(own, _said(_described(function.doc if function is not None else None)))
    return known[meant]


def _described(doc: Doc | None) -> Mapping[str, str]:
    return {each.name: each.text for each in (*doc.attributes, *doc.parameters)} if doc is not None else {}


def _said(texts: Mapping[str, str]) -> frozenset[str]:
    return frozenset(name for name, text in texts.items() if _SAID.search(text))


def _setting(
    path: str, call: NamedCall, name: str, attributes: Iterable[Attribute], declaring: _Declaring | None
) -> Setting:
    """Return a variable, with type and default of the attribute in whose annotation the call stands."""
    around = next((each for each in attributes if f'"{name}"' in (each.type or "")), None)
    annotated = written_call(f"_({(around.type or '').partition('[')[2][:-1]})") if around is not None else None
    values = [value for _, value in annotated.arguments] if annotated is not None else []
    said = next((told for value in values[1:] if (told := written_call(value)) and f'"{name}"' in value), None)
    given = said.arguments if said is not None else call.arguments
    order = declaring.parameters if declaring is not None else ()
    by_name = dict(zip(order, (value for key, value in given if not key), strict=False))
    by_name |= {key: value for key, value in given if key}
    about = next((text for key in _ABOUT if (text := string(by_name.get(key, "")))), "")
    default = _value(around) if around is not None else by_name.get("default", "")
    return Setting(name, path, call.line, type=values[0] if values else "", default=default, about=about)


def _value(attribute: Attribute) -> str:
    """Return what an attribute is set to, `field(...)` of dataclasses and parentheses around it taken away."""
    call = attribute.call
    if call is not None and call.name.rpartition(".")[2] == "field":
        return call.argument("default") or call.argument("default_factory") or ""
    written = attribute.value or ""
    return written[1:-1] if written[:2] in {'("', "('"} and written[-2:] in {'")', "')"} else written


FRAMEWORK = DeclaredVariables()
