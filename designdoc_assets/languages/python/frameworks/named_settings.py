"""Objects that read variables by their names: of environs, django-environ, python-decouple and Starlette."""

from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.python.frameworks.objects import Object, Objects
from designdoc_assets.languages.python.registrations import written_call
from designdoc_assets.languages.run_facts import NamedCall
from designdoc_assets.languages.settings import Setting

_MAKERS = frozenset({"Env", "FileAwareEnv", "FileAwareMapping", "Config", "AutoConfig"})
_PACKAGES = frozenset({"environs", "environ", "starlette", "decouple"})
_FUNCTIONS = frozenset({"decouple.config"})
_NO_TYPES = frozenset({"", "env", "config", "get_value"})


class NamedSettings(Framework):
    """`env.int("PORT", default=8000)`, `config("PORT", default=8000, cast=int)`."""

    name = "decouple, django-environ, environs"
    calls = _MAKERS | {"prefixed"}

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables that are asked for; of files that put prefixes before them, none."""
        objects = Objects(code, _PACKAGES, _MAKERS)
        for path, facts in code.files.items():
            if any(each.simple_name == "prefixed" for each in facts.registrations):
                continue
            for each in facts.named_calls:
                found = _asks(code, objects, path, each)
                if found is not None:
                    yield _setting(path, each, found)

        for made in objects.all:
            yield from _scheme(made)


def _asks(code: Code, objects: Objects, path: str, call: NamedCall) -> tuple[str, Mapping[str, str]] | None:
    """Return the type that a call reads a variable as, and what the object that reads it knows of each."""
    if code.resolve.meaning(path, call.function, call.within) in _FUNCTIONS:
        return "", {}
    receiver, _, last = call.function.rpartition(".")
    for name, type_ in ((call.function, ""), (receiver, last)):
        held = objects.named(path, name, call.within) if name else None
        if held is not None:
            made = held.creation.arguments if held.creation is not None else ()
            return type_, dict(made)
    return None


def _setting(path: str, call: NamedCall, found: tuple[str, Mapping[str, str]]) -> Setting:
    type_, scheme = found
    given = dict(call.arguments)
    positional = [value for key, value in call.arguments if not key]
    name = string(given.get("var", "") or positional[0] if positional else given.get("var", "")) or ""
    is_second = len(positional) > 1
    default = given.get("default", positional[1] if is_second else "")
    cast = given.get("cast", "")
    return Setting(
        name,
        path,
        call.line,
        type=cast or ("" if type_ in _NO_TYPES else type_),
        default=default,
        is_required=not default and name not in scheme,
    )


def _scheme(made: Object) -> Iterator[Setting]:
    """Yield the variables whose types and defaults an `environ.Env` is given when it is made."""
    registration = made.creation
    for name, value in registration.arguments if registration is not None else ():
        pair = written_call(f"_{value}") if name.isupper() and value.startswith("(") else None
        if pair is not None and registration is not None and len(pair.arguments) == 2:
            (_, type_), (_, default) = pair.arguments
            yield Setting(name, made.path, registration.line, type=type_, default=default)


FRAMEWORK = NamedSettings()
