"""Flask's configuration: keys that code reads, and the objects that give them."""

from collections.abc import Iterable, Iterator

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import constant_string, string
from designdoc_assets.languages.python.frameworks.objects import Objects
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.settings import Setting

_PLACE = "Flask configuration"
_CURRENT = "flask.current_app"
_MAKERS = frozenset({"Flask", "Quart"})


class FlaskSettings(Framework):
    """`app.config["KEY"]`, `current_app.config.get("KEY", 5)`, `app.config.from_object(Config)`."""

    name = "Flask"
    calls = _MAKERS | {"from_object", "from_prefixed_env"}

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the keys that are read, and those that classes give."""
        objects = Objects(code, {"flask", "quart"}, _MAKERS)
        prefix = ""
        for path, facts in code.files.items():
            for each in facts.registrations:
                if not each.receiver.endswith(".config") or not _is_app(objects, path, each.receiver, each.within):
                    continue
                if each.simple_name == "from_object":
                    yield from _given_by(code, path, each.argument(0), each.within)
                elif each.simple_name == "from_prefixed_env":
                    written = each.argument(0, "prefix")
                    prefix = (constant_string(code, path, written, each.within) or "") if written else "FLASK"
        for path, facts in code.files.items():
            for call in facts.named_calls:
                table = call.function.removesuffix(".get")
                given = [value for key, value in call.arguments if not key]
                name = string(given[0]) if given else None
                if name and table.endswith(".config") and _is_app(objects, path, table, call.within):
                    default = given[1] if len(given) > 1 else ""
                    yield Setting(name, path, call.line, _PLACE, default=default)
                    if prefix:
                        yield Setting(f"{prefix}_{name}", path, call.line, default=default)


def _is_app(objects: Objects, path: str, table: str, within: str) -> bool:
    app = table.removesuffix(".config")
    meant = objects.code.resolve.meaning(path, app.partition(".")[0], within)
    return meant == _CURRENT or objects.named(path, app, within) is not None


def _given_by(code: Code, path: str, written: str, within: str) -> Iterator[Setting]:
    """Yield what a class gives, and what its bases do."""
    function = code.resolve.function_at(Defined(path, within, "function")) if within else None
    parameters = function.signature.parameters if function is not None else ()
    written = next((each.default or "" for each in parameters if each.name == written), written)
    meant = code.resolve.meaning(path, written, within) if written.replace(".", "_").isidentifier() else None
    if not isinstance(meant, Defined) or meant.kind != "class":
        return
    for owner in (meant, *code.resolve.ancestors(meant)):
        if isinstance(owner, Defined) and owner.path in code.files:
            for each in code.resolve.class_at(owner).attributes:
                if each.name.isupper() and each.scope == "class":
                    about = each.doc.summary if each.doc is not None else ""
                    yield Setting(
                        each.name, owner.path, each.line, _PLACE, default=each.value or "", about=about, defined=owner
                    )


FRAMEWORK = FlaskSettings()
