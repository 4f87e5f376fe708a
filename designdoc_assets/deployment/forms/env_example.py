"""Files of variables to copy and fill in: `.env.example` and the like; of `.env` itself, names alone."""

import posixpath
import re

from designdoc_assets.deployment.facts import Found, NamedVariable, Place
from designdoc_assets.deployment.form import File, Form
from designdoc_assets.languages.secrets import shown_example

_EXAMPLE = re.compile(
    r"(?:[\w.-]*\.)?env\.(?:[\w-]+\.)*(?:example|sample|dist|template|tmpl|default|defaults)"
    r"|(?:example|sample|template|default)\.env|\.env[-_](?:example|sample|dist|template)"
)
_OWN = ".env"
_VARIABLE = re.compile(r"(?P<out>#\s?)?(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*)")
_REMARK = re.compile(r"\s+#\s*(?P<about>.+)$")
_LONGEST = 120


class EnvExample(Form):
    """The `Form` of examples of environments."""

    name = "environment file"

    def is_named(self, path: str) -> bool:
        """Tell it by its name."""
        name = posixpath.basename(path)
        return name == _OWN or _EXAMPLE.fullmatch(name) is not None

    def read(self, file: File) -> Found:
        """Return the variables, those that are commented out included."""
        is_example = posixpath.basename(file.path) != _OWN
        found: list[NamedVariable] = []
        for lines in _blocks(file.text):
            variables = [(number, said) for number, line in lines if (said := _variable(line))]
            above = _above(lines) if len(variables) == 1 else ""
            for number, said in variables:
                value, about = _parts(said["value"])
                shown = shown_example(said["name"], value) if is_example and len(value) <= _LONGEST else ""
                place = Place(file.path, number)
                found.append(NamedVariable(place, said["name"], shown, about or above))
        return Found(variables=tuple(found))


def _blocks(text: str) -> list[list[tuple[int, str]]]:
    """Return the lines that stand together, with their numbers: comments, and what follows them."""
    found: list[list[tuple[int, str]]] = [[]]
    for number, written in enumerate(text.split("\n"), start=1):
        line = written.strip()
        is_comment = line.startswith("#") and not _variable(line)
        if not line or (is_comment and found[-1] and _variable(found[-1][-1][1])):
            found.append([])
        if line:
            found[-1].append((number, line))
    return found


def _variable(line: str) -> re.Match[str] | None:
    found = _VARIABLE.fullmatch(line)
    is_meant = found is not None and (not found["out"] or (found["name"].isupper() and " " not in found["value"]))
    return found if is_meant else None


def _above(lines: list[tuple[int, str]]) -> str:
    """Return what comments say above the one variable of a block; what a file begins with is about all of it."""
    said = [line.lstrip("#").strip() for _, line in lines if not _variable(line)]
    if lines[0][0] == 1 and "" in said:
        said = said[len(said) - said[::-1].index("") :]
    return " ".join(filter(None, said))


def _parts(written: str) -> tuple[str, str]:
    """Return a value without its quotes, and the comment behind it."""
    if written[:1] in {'"', "'"}:
        value, _, behind = written[1:].partition(written[0])
        remark = _REMARK.match(behind)
        return value, remark["about"] if remark else ""
    remark = _REMARK.search(f" {written}") if "#" in written else None
    value = written[: max(remark.start() - 1, 0)] if remark else written
    return value.strip(), remark["about"] if remark else ""


FORM = EnvExample()
