"""What POMs mean together: parents, properties, and the versions that `dependencyManagement` gives."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from designdoc_assets.ecosystems.facts import Contents, Declaration, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.maven.classes import SourceFiles
from designdoc_assets.ecosystems.maven.names import is_name
from designdoc_assets.ecosystems.maven.pom import Pom, PomDependency

_REFERENCE = re.compile(r"\$\{([^${}]+)\}")
_CLASS = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_MAX_DEPTH = 20
"""Parents above parents, and properties inside of properties: nobody writes that many."""
_MAX_CHARACTERS = 1000
IMPORT = "import"
"""The scope of an artifact that lists versions: a bill of materials."""
_COMPILE = "compile"
_RELEASES = ("maven.compiler.release", "java.version", "maven.compiler.target")
"""Properties that say for which Java code is compiled."""


class Model:
    """The POMs of a target.

    Args:
        poms: They, by path.
        sources: The files of the target that hold classes.
    """

    def __init__(self, poms: Mapping[str, Pom], sources: SourceFiles) -> None:
        self._poms = poms
        self._sources = sources
        self._by_name: dict[str, Pom] = {}
        for pom in poms.values():
            self._by_name.setdefault(pom.name, pom)

    def declare(self, pom: Pom, into: Findings) -> None:
        """Declare what a POM depends on, and record what it builds."""
        chain = self._chain(pom)
        properties = self._properties(chain)
        managed, elsewhere = self._managed(chain)
        for entry in pom.entries:
            texts = {key: _resolved(text, properties) for key, text in entry.texts.items()}
            name = f"{texts.get('groupId', '')}:{texts.get('artifactId', '')}"
            if not is_name(name):
                into.problem(f"has no valid name of an artifact at {name}; it is left out")
                continue
            if entry.is_managed and texts.get("scope") != IMPORT:
                continue  # it says which version, if anything asks for it
            given = managed.get(name, {})
            scope = texts.get("scope") or given.get("scope") or _COMPILE
            conditions = [f"profile {entry.profile}" if entry.profile else "", _optional(texts)]
            into.declared.append(
                (
                    name,
                    Declaration(
                        manifest=pom.path,
                        group="" if scope == _COMPILE else scope,
                        specifier=texts.get("version") or given.get("version") or elsewhere,
                        marker=", ".join(filter(None, conditions)),
                    ),
                )
            )
        self._describe(pom, properties, into)

    def _chain(self, pom: Pom) -> list[Pom]:
        """Return a POM and those above it that the target has, the nearest first."""
        chain = [pom]
        while chain[-1].parent and len(chain) < _MAX_DEPTH:
            name = self._parent_name(chain[-1])
            relative = chain[-1].parent.get("relativePath", "../pom.xml")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(chain[-1].path), relative))
            near = self._poms.get(path) or self._poms.get(posixpath.join(path, "pom.xml"))
            found = near if near is not None and near.name == name else self._by_name.get(name)
            if found is None or found in chain:
                break
            chain.append(found)
        return chain

    def _properties(self, chain: Sequence[Pom]) -> dict[str, str]:
        own = chain[0]
        found: dict[str, str] = {}
        for pom in reversed(chain):
            found.update(pom.properties)
        for prefix in ("project.", "pom.", ""):
            found |= {f"{prefix}groupId": own.group, f"{prefix}version": own.version}
            found |= {f"{prefix}artifactId": own.texts.get("artifactId", "")}
            found |= {f"{prefix}parent.{key}": text for key, text in own.parent.items()}
        return {key: text for key, text in found.items() if text}

    def _managed(self, chain: Sequence[Pom]) -> tuple[dict[str, dict[str, str]], str]:
        """Return what is managed, by artifact; and who else may give versions, that is not of the target."""
        managed: dict[str, dict[str, str]] = {}
        outside: list[str] = []
        for entry, properties in self._managing(chain, set()):
            texts = {key: _resolved(text, properties) for key, text in entry.texts.items()}
            name = f"{texts.get('groupId', '')}:{texts.get('artifactId', '')}"
            if texts.get("scope") == IMPORT:
                outside += [name] if name not in self._by_name else []
            else:
                managed.setdefault(name, texts)
        if chain[-1].parent and self._parent_name(chain[-1]) not in self._by_name:
            outside.append(self._parent_name(chain[-1]))
        names = list(dict.fromkeys(outside))
        return managed, f"as in {' or '.join(names)}" if names else ""

    def _managing(self, chain: Sequence[Pom], seen: set[str]) -> Iterator[tuple[PomDependency, Mapping[str, str]]]:
        """Yield what is managed, the nearest first, with the properties to read it by; lists of the target included."""
        seen.add(chain[0].path)
        properties = self._properties(chain)
        for pom in chain:
            for entry in pom.entries:
                if not entry.is_managed:
                    continue
                yield entry, properties
                texts = {key: _resolved(text, properties) for key, text in entry.texts.items()}
                inside = self._by_name.get(f"{texts.get('groupId', '')}:{texts.get('artifactId', '')}")
                if texts.get("scope") == IMPORT and inside is not None and inside.path not in seen:
                    yield from self._managing(self._chain(inside), seen)

    @staticmethod
    def _parent_name(pom: Pom) -> str:
        return f"{pom.parent.get('groupId', '')}:{pom.parent.get('artifactId', '')}"

    def _describe(self, pom: Pom, properties: Mapping[str, str], into: Findings) -> None:
        name = _resolved(pom.name, properties)
        if not is_name(name):
            into.problem("does not say which artifact it describes")
            return
        release = next((properties[key] for key in _RELEASES if key in properties), "")
        runs_on = _resolved(release, properties)
        into.distributions.append(
            Distribution(
                ecosystem="maven",
                manifest=pom.path,
                name=name,
                version=_resolved(pom.version, properties),
                description=_resolved(pom.texts.get("description", ""), properties),
                runs_on=f"Java {runs_on}" if runs_on and "$" not in runs_on else "",
                scripts=tuple(
                    (command, self._sources.of(started, posixpath.dirname(pom.path)))
                    for command, started in _programs(pom, properties)
                ),
                contents=self._contents(pom),
            )
        )

    def _contents(self, pom: Pom) -> Contents:
        """Return that it holds nothing where others are deployed, and it is not."""
        folder = posixpath.dirname(pom.path)
        is_beside = folder and not pom.is_deployed and any(other.is_deployed for other in self._poms.values())
        return Contents(excluded=(f"{folder}/",)) if is_beside else Contents()


def _programs(pom: Pom, properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what is made to be started: under its own name, or that of the file that holds it, and its class."""
    classes = {_resolved(written, properties): _resolved(name, properties) for name, written in pom.main_classes}
    known = {name: own for name, own in classes.items() if _CLASS.fullmatch(name)}
    built = _resolved(pom.final_name, properties) or pom.texts.get("artifactId", "")
    built = built.removesuffix(f"-{_resolved(pom.version, properties)}")
    for name, own in sorted(known.items()):
        alone = built if len(known) == 1 and "$" not in built else name.rpartition(".")[2]
        yield own or alone, name


def _optional(texts: Mapping[str, str]) -> str:
    return "optional" if texts.get("optional") == "true" else ""


def _resolved(text: str, properties: Mapping[str, str]) -> str:
    """Return a text with its references replaced; those that nothing here defines stay as written."""
    for _ in range(_MAX_DEPTH):
        found = _REFERENCE.sub(lambda match: properties.get(match[1], match[0]), text)
        if found == text or len(found) > _MAX_CHARACTERS:
            return text
        text = found
    return text
