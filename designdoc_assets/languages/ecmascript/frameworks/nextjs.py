"""Next.js: routes that files answer by where they lie."""

import re
from collections.abc import Iterable, Iterator

from designdoc_assets.languages.facts import Attribute, Function
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_SUFFIX = r"\.(?:ts|tsx|js|jsx|mjs)"
_HANDLER = re.compile(rf"(?P<root>.*?)(?P<src>src/)?app/(?P<way>.*/)?route{_SUFFIX}")
_PAGE = re.compile(rf"(?P<root>.*?)(?P<src>src/)?pages/(?P<way>api(?:/.*)?){_SUFFIX}")
_NOT_IN_ADDRESS = re.compile(r"\((?!\.).*\)|@.*")


class NextJS(Framework):
    """`app/users/[id]/route.ts` exports `GET`; `pages/api/users.ts` exports a function by default."""

    name = "Next.js"

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the addresses that files answer, in folders in which Next.js is used."""
        users = sorted(
            path
            for path, facts in code.files.items()
            if any(each.module == "next" or each.module.startswith("next/") for each in facts.imports)
        )
        for path in code.files if users else ():
            for pattern, told in ((_HANDLER, self._handlers), (_PAGE, self._page)):
                found = pattern.fullmatch(path)
                if found and (not found["root"] or found["root"].endswith("/")) and _is_used(found["root"], users):
                    address = _address((found["way"] or "").strip("/"))
                    if address is not None:
                        yield from told(code, path, address)

    def _handlers(self, code: Code, path: str, address: str) -> Iterator[Start]:
        for method in _METHODS:
            meant = code.resolve.meaning(path, method)
            if isinstance(meant, Defined) and (line := _line(code, meant)):
                yield Start("route", address, path, line, self.name, answers=meant, methods=(method,))

    def _page(self, code: Code, path: str, address: str) -> Iterator[Start]:
        meant = code.resolve.meaning(path, "default")
        if isinstance(meant, Defined) and (line := _line(code, meant)):
            yield Start("route", address.removesuffix("/index"), path, line, self.name, answers=meant)


def _is_used(root: str, users: list[str]) -> bool:
    return any(path.startswith(root) for path in users)


def _address(way: str) -> str | None:
    """Return the address of a folder; None of one that is not served."""
    folders = [each for each in way.split("/") if each and not _NOT_IN_ADDRESS.fullmatch(each)]
    is_served = not any(each.startswith(("_", "(.")) for each in folders)
    return "/" + "/".join(folders) if is_served else None


def _line(code: Code, meant: Defined) -> int:
    """Return where an exported function or constant stands; 0 for what is none."""
    facts = code.files.get(meant.path)
    if facts is None:
        return 0
    functions = [each.line for each in facts.functions if _is_exported(each, meant)]
    constants = [each.line for each in facts.constants if _is_exported(each, meant)]
    return next(iter(functions + constants), 0)


def _is_exported(each: Function | Attribute, meant: Defined) -> bool:
    return each.name == meant.qualname and each.visibility == "public"


FRAMEWORK = NextJS()
