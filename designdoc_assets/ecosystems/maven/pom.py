"""One pom.xml as a tree of texts, before anything in it is looked up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from designdoc_assets.ecosystems.findings import Findings

_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_STARTED = ("start-class",)
"""Properties that name a class which is started."""
_STARTING = frozenset(
    {
        *("maven-shade-plugin", "maven-assembly-plugin", "maven-jar-plugin", "spring-boot-maven-plugin"),
        *("appassembler-maven-plugin", "jib-maven-plugin", "native-maven-plugin", "launch4j-maven-plugin"),
    }
)
"""Plugins that make a program of the target's own code; others run what somebody else made, too."""
_ENCODING = re.compile(r"\A\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class PomDependency:
    """A dependency as a POM has it: the texts of its elements."""

    texts: Mapping[str, str]
    profile: str = ""
    is_managed: bool = False
    """It stands in `dependencyManagement`, which gives versions to what others declare."""


@dataclass(slots=True)
class Pom:
    """What a pom.xml says for itself."""

    path: str
    texts: Mapping[str, str] = field(default_factory=dict)
    parent: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    entries: list[PomDependency] = field(default_factory=list)
    final_name: str = ""
    """What the file is called that is built."""
    main_classes: list[tuple[str, str]] = field(default_factory=list)
    """(name, class) of what its plugins make to be started; most give it no name."""
    is_deployed: bool = True
    """Whether it is put where others can get it."""

    @property
    def group(self) -> str:
        """The group, that of the parent where it is not said."""
        return self.texts.get("groupId") or self.parent.get("groupId", "")

    @property
    def version(self) -> str:
        """The version, that of the parent where it is not said."""
        return self.texts.get("version") or self.parent.get("version", "")

    @property
    def name(self) -> str:
        """Group and artifact, as written."""
        return f"{self.group}:{self.texts.get('artifactId', '')}"


def read_pom(text: str, into: Findings) -> Pom | None:
    """Return what a pom.xml says; None where it cannot be read. A document type is refused: it can define anything."""
    if _DECLARATION.search(text):
        into.problem("declares a document type or entities; it was not read")
        return None
    try:
        root = ET.fromstring(_ENCODING.sub("", text))
    except (ET.ParseError, ValueError, RecursionError) as error:
        position = getattr(error, "position", None)
        into.problem(f"is not valid XML{f': line {position[0]}' if position else ''}; it was not read")
        return None
    if _tag(root) != "project":
        into.problem("describes no project; it was not read")
        return None
    pom = Pom(into.manifest, _texts(root, into))
    pom.parent = _texts(_child(root, "parent"), into)
    pom.properties = _texts(_child(root, "properties"), into)
    pom.entries = [*_entries(root, "", into)]
    _tell_build(pom, _child(root, "build"), into)
    for profile in _child(root, "profiles"):
        pom.entries += _entries(profile, _texts(profile, into).get("id", ""), into)
    return pom


def _tell_build(pom: Pom, build: ET.Element, into: Findings) -> None:
    """Tell what is made to be started, and that something is kept from others."""
    pom.final_name = _texts(build, into).get("finalName", "")
    started = [("", pom.properties[key]) for key in _STARTED if key in pom.properties]
    skips = pom.properties.get("maven.deploy.skip") == "true"
    for plugin in _child(build, "plugins"):
        name = _texts(plugin, into).get("artifactId", "")
        if name == "maven-deploy-plugin":
            skips = skips or _texts(_child(plugin, "configuration"), into).get("skip") == "true"
        if name in _STARTING:
            found = (_texts(element, into) for element in plugin.iter())
            started += [(texts.get("id", ""), texts["mainClass"]) for texts in found if "mainClass" in texts]
    pom.main_classes = list(dict.fromkeys(started))
    pom.is_deployed = not skips or pom.texts.get("packaging") in {"pom", "war", "ear"} or bool(started)


def _entries(element: ET.Element, profile: str, into: Findings) -> Iterator[PomDependency]:
    managed = _child(_child(element, "dependencyManagement"), "dependencies")
    for where, is_managed in ((managed, True), (_child(element, "dependencies"), False)):
        for each in where:
            if _tag(each) == "dependency":
                yield PomDependency(_texts(each, into), profile, is_managed)


def _child(element: ET.Element, tag: str) -> ET.Element:
    return next((child for child in element if _tag(child) == tag), ET.Element(tag))


def _texts(element: ET.Element, into: Findings) -> dict[str, str]:
    """Return the texts of the elements right inside of one."""
    return {_tag(each): into.text(each.text, _tag(each)) for each in element if len(each) == 0 and each.text}


def _tag(element: ET.Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
