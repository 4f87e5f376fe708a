"""Dockerfiles: the stages of an image, and what its last one starts."""

import json
import posixpath
import re
from collections.abc import Iterator, Sequence

from designdoc_assets.deployment import words
from designdoc_assets.deployment.facts import EnvironmentName, Found, Image, Place, Stage
from designdoc_assets.deployment.form import File, Form

_NAMES = re.compile(
    r"(?:Dockerfile|Containerfile)(?:[.-](?!dockerignore$)[\w.-]+)?|[\w.-]+\.(?:Dockerfile|Containerfile)",
    re.IGNORECASE,
)
_HEREDOC = re.compile(r"<<-?[\"']?(\w+)[\"']?")
_VARIABLE = re.compile(r"\$\{?(\w+)(?::?[-+][^{}]*)?\}?")
_FLAG = re.compile(r"--\w[\w-]*(?:=\S+)?\s+")
_PAIR = re.compile(r"(\w+)=(?:\"([^\"]*)\"|'([^']*)'|(\S*))")
Instruction = tuple[int, str, str]
"""Its line, its name in capitals, and what stands behind."""


class Dockerfile(Form):
    """The `Form` of Dockerfiles."""

    name = "Dockerfile"
    is_told_by_name = True

    def is_named(self, path: str) -> bool:
        """Tell a Dockerfile by its name."""
        return _NAMES.fullmatch(posixpath.basename(path)) is not None

    def holds(self, text: str) -> bool:
        """Tell whether it begins an image: templates of such a name may not."""
        return re.search(r"^\s*FROM\s+\S", text, re.MULTILINE | re.IGNORECASE) is not None

    def read(self, file: File) -> Found:
        """Return the image."""
        instructions = list(_instructions(file.text))
        stages, bodies = _stages(instructions)
        return Found(images=(_image(file.path, instructions[0][0], stages, bodies),)) if stages else Found()


def _stages(instructions: Sequence[Instruction]) -> tuple[list[Stage], list[list[Instruction]]]:
    """Return the stages, and the instructions of each."""
    arguments: dict[str, str] = {}
    stages: list[Stage] = []
    bodies: list[list[Instruction]] = []
    for line, name, rest in instructions:
        if name == "FROM":
            parts = _FLAG.sub("", f"{rest} ").split()
            known = {stage.name for stage in stages}
            base = parts[0] if parts and parts[0] in known else _filled(parts[0] if parts else "", arguments)
            alias = parts[2] if len(parts) > 2 and parts[1].upper() == "AS" else ""
            stages.append(Stage(alias, words.image(base)))
            bodies.append([])
        elif stages:
            bodies[-1].append((line, name, rest))
        elif name == "ARG":
            variable, _, value = rest.partition("=")
            arguments[variable.strip()] = value.strip().strip("\"'")
    return stages, bodies


def _image(path: str, line: int, stages: Sequence[Stage], bodies: Sequence[Sequence[Instruction]]) -> Image:
    entrypoint = command = ""
    ports: dict[str, None] = {}
    environment: dict[str, bool] = {}
    for index in _chain(stages):
        for _, name, rest in bodies[index]:
            match name:
                case "ENTRYPOINT":
                    entrypoint, command = _words(rest), ""  # an entry point undoes the command that it found
                case "CMD":
                    command = _words(rest)
                case "EXPOSE":
                    ports |= dict.fromkeys(_VARIABLE.sub(r"${\1}", rest).split())
                case "ENV":
                    environment |= _set_by(rest)
                case _:
                    pass
    return Image(
        place=Place(path, line),
        stages=tuple(stages),
        entrypoint=entrypoint,
        command=command,
        ports=tuple(ports),
        environment=tuple(EnvironmentName(name, given) for name, given in environment.items()),
    )


def _chain(stages: Sequence[Stage]) -> list[int]:
    """Return the stages that the last one is made on top of, first to last."""
    by_name = {stage.name: index for index, stage in enumerate(stages) if stage.name}
    chain = [len(stages) - 1]
    while (below := by_name.get(stages[chain[-1]].base, len(stages))) < chain[-1]:
        chain.append(below)
    return chain[::-1]


def _set_by(rest: str) -> dict[str, bool]:
    pairs = _PAIR.findall(rest)
    if pairs:
        return {name: any(values) for name, *values in pairs}
    name, _, value = rest.partition(" ")
    return {name: bool(value.strip())}


def _words(rest: str) -> str:
    """Return a command, written as a list or for a shell."""
    if rest.startswith("["):
        try:
            parts = json.loads(rest)
        except (ValueError, RecursionError):
            return words.command(rest)
        if isinstance(parts, list):
            return words.command(str(part) for part in parts)
    return words.command(rest)


def _filled(base: str, arguments: dict[str, str]) -> str:
    """Return the image of a stage: of a variable in it, what it is by default."""
    return _VARIABLE.sub(lambda found: arguments.get(found[1]) or found[0], base)


def _instructions(text: str) -> Iterator[Instruction]:
    """Yield the instructions, lines that go on joined, and texts that are written out passed over."""
    lines = iter(enumerate(text.split("\n"), start=1))
    for number, first in lines:
        line = first.strip()
        if not line or line.startswith("#"):
            continue
        while line.endswith("\\"):
            following = next(lines, (0, ""))[1].strip()
            line = line[:-1].rstrip() + ("\\" if following.startswith("#") else f" {following}")
        name, _, rest = line.partition(" ")
        yield number, name.upper(), rest.strip()
        for end in _HEREDOC.findall(rest) if name.upper() in {"RUN", "COPY", "ADD"} else ():
            for _, inside in lines:
                if inside.strip() == end:
                    break


FORM = Dockerfile()
