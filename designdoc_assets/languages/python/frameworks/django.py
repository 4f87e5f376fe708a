"""Django: URLs with all that they are included below, and commands of `manage.py`."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.argparse import option_of
from designdoc_assets.languages.python.frameworks.handlers import handler
from designdoc_assets.languages.python.frameworks.literals import address, string
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

_PATHS = frozenset({"path", "re_path", "url"})
_URLS = "urlpatterns"
_DEEPEST = 8
_MOST_TIMES = 8
"""That one list is followed: lists may include each other, or one from many places."""
_List = tuple[str, str]
"""A list of URLs: the file, and the name."""
_COMMANDS = "management/commands"
_INCLUDED = ("include(", "urls.include(")
_INCLUDE = re.compile(r"""(?:\w+\.)?include\(\s*(?:\(\s*)?(?:["'](?P<module>[\w.]+)["']|(?P<name>[\w.]+))""")


class Django(Framework):
    """`urlpatterns`, `include`, routers of the REST framework; commands of `manage.py`."""

    name = "Django"
    calls = _PATHS | {"include", "register", "add_argument"}

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes and commands."""
        lists = _lists(code)
        included = {
            inner
            for name in lists
            for each in lists[name]
            if (inner := _included(code, name[0], each, lists)) and inner != name
        }
        for name in lists:
            if name not in included and name[1] == _URLS:
                yield from self._routes(code, lists, "/", (name,), Counter())
        for path in code.files:
            if posixpath.dirname(path).endswith(_COMMANDS):
                yield from self._commands(code, path)

    def _routes(
        self,
        code: Code,
        lists: Mapping[_List, list[Registration]],
        before: str,
        around: tuple[_List, ...],
        times: Counter[_List],
    ) -> Iterator[Start]:
        """Yield what the last list of `around` serves; the others are those that it is included by."""
        name = around[-1]
        path = name[0]
        for prefix, each in _put_below(code, name, lists, before):
            own = _own(code, path, each)
            if own is None:
                continue
            whole = _joined(prefix, own)
            view = each.argument(1, "view")
            if inner := _included(code, path, each, lists):
                if inner not in around and len(around) <= _DEEPEST and times[inner] < _MOST_TIMES:
                    times[inner] += 1
                    yield from self._routes(code, lists, whole, (*around, inner), times)
            elif router := _INCLUDE.match(view):
                if (router["name"] or "").endswith(".urls"):
                    yield from self._registered(code, path, router["name"].removesuffix(".urls"), whole)
            elif view.startswith(_INCLUDED):
                if len(around) <= _DEEPEST:
                    inline = {name: _written_in(code, path, each)}
                    yield from self._routes(code, inline, whole, (*around, name), times)
            elif (answers := handler(code, path, view)) or not view.endswith(".urls"):
                # The site of the administration, `admin.site.urls`, brings its own.
                yield Start("route", whole, path, each.line, self.name, answers=answers)

    def _registered(self, code: Code, path: str, router: str, before: str) -> Iterator[Start]:
        """Yield what a router of the REST framework serves, a line for each set of views."""
        meant = code.resolve.meaning(path, router)
        where = meant.path if isinstance(meant, Defined) else path
        name = meant.qualname if isinstance(meant, Defined) else router
        for each in code.files[where].registrations if where in code.files else ():
            prefix = string(each.argument(0, "prefix"))
            if each.simple_name == "register" and each.receiver == name and prefix is not None:
                answers = handler(code, where, each.argument(1, "viewset"))
                served = f"{_joined(before, prefix)}/" if prefix else before
                yield Start("route", served, where, each.line, self.name, answers=answers)

    def _commands(self, code: Code, path: str) -> Iterator[Start]:
        facts = code.files[path]
        command = next((cls for cls in facts.classes if cls.name == "Command"), None)
        if command is None:
            return
        ancestors = code.resolve.ancestors(code.resolve.defined(path, command))
        if "django" not in map(package_of, ancestors):
            return
        has_handle = any(method.name == "handle" for method in command.methods)
        added = (
            option_of(each)
            for each in facts.registrations
            if each.simple_name == "add_argument" and each.within.startswith("Command.")
        )
        texts = {each.name: string(each.value or "") for each in command.attributes}
        owner = Defined(path, "Command", "class")
        yield Start(
            "command",
            f"manage.py {posixpath.basename(path).removesuffix('.py')}",
            path,
            command.line,
            self.name,
            answers=Defined(path, "Command.handle", "method") if has_handle else owner,
            about=texts.get("help") or "",
            options=tuple(option for option in added if option is not None),
        )


def _lists(code: Code) -> dict[_List, list[Registration]]:
    """Return the lists of URLs."""
    found: dict[_List, list[Registration]] = {}
    for path, facts in code.files.items():
        for each in facts.registrations:
            is_of_list = bool(each.result) and not each.within and not each.annotates
            meant = code.resolve.meaning(path, each.name) if is_of_list and each.simple_name in _PATHS else None
            if package_of(meant) == "django":
                found.setdefault((path, each.result), []).append(each)
    return found


def _included(code: Code, path: str, each: Registration, lists: Mapping[_List, list[Registration]]) -> _List | None:
    """Return the list that an entry includes; None where it includes none, or none that is known."""
    found = _INCLUDE.match(each.argument(1, "view"))
    if found is None:
        return None
    if found["name"]:
        meant = code.resolve.meaning(path, found["name"])
        if not isinstance(meant, Defined):
            return None
        name = (meant.path, _URLS if meant.kind == "module" else meant.qualname)
        return name if name in lists else None
    file = f"{found['module'].replace('.', '/')}.py"
    fitting = [name for name in lists if name[1] == _URLS and (name[0] == file or name[0].endswith(f"/{file}"))]
    return fitting[0] if len(fitting) == 1 else None


def _put_below(
    code: Code, name: _List, lists: Mapping[_List, list[Registration]], before: str
) -> Sequence[tuple[str, Registration]]:
    """Return the entries of a list, each with what it stands below.

    `urlpatterns = [path("app/", include(urlpatterns))]` puts all that were in it before below `app/`.
    """
    found = []
    for each in reversed(lists[name]):
        if _included(code, name[0], each, lists) == name:
            before = _joined(before, _own(code, name[0], each) or "")
        else:
            found.append((before, each))
    return found[::-1]


def _own(code: Code, path: str, each: Registration) -> str | None:
    """Return the address of an entry by itself; None where it is not known."""
    return address(code, path, each.argument(0, "route") or each.argument(-1, "regex"), each.within)


def _written_in(code: Code, path: str, each: Registration) -> list[Registration]:
    """Return the entries of a list that is written out in the `include` of an entry."""
    registrations = code.files[path].registrations
    at = registrations.index(each)
    includes = {
        place for place, one in enumerate(registrations) if one.simple_name == "include" and one.argument_of == at
    }
    return [one for one in registrations if one.simple_name in _PATHS and one.argument_of in includes]


def _joined(before: str, own: str) -> str:
    return before + own.removeprefix("^").removesuffix("$").removeprefix("/" if before.endswith("/") else "")


FRAMEWORK = Django()
