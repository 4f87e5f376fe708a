"""Build scripts of Gradle, in Groovy or Kotlin. They are programs: what they write out is read, and nothing is run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from designdoc_assets.ecosystems.facts import Declaration
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.maven.names import is_name
from designdoc_assets.ecosystems.maven.version_catalog import Catalog

PLATFORM = "platform"
DEFAULT_CATALOG = "libs"
_RUNTIME = frozenset({"implementation", "api", "compile", "compileOnlyApi"})
_NO_CONFIGURATIONS = frozenset(
    {
        *("because", "capability", "exclude", "module", "modules", "prefer", "reject", "replacedBy", "require"),
        *("requireCapability", "strictly", "substitute", "url", "using", "version", "id", "println", "project"),
    }
)
_TEXT = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_STRING = re.compile(_TEXT)
_SKIPPED = re.compile(rf"{_TEXT}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_BLOCK = re.compile(r"(?<![\w.])(?:\w+\.)?(?P<name>dependencies|constraints)\s*\{")
_PART = re.compile(rf"{_TEXT}|[{{}}]")
_CALL = re.compile(
    rf"""(?<![\w."'])(?:add\(\s*(?P<added>{_TEXT})\s*,|(?P<configuration>[A-Za-z]\w*)|(?P<quoted>{_TEXT}))
    [ \t]*\(?\s*(?P<wrapped>(?:enforcedPlatform|platform|testFixtures|kotlin)\s*\(\s*)?
    (?: (?P<text>{_TEXT}(?:\s*,\s*{_TEXT})*) | (?P<alias>[A-Za-z]\w*(?:\.[A-Za-z_]\w*)+)
      | group\s*[:=]\s*(?P<group>{_TEXT})\s*,\s*name\s*[:=]\s*(?P<name>{_TEXT})
        (?:\s*,\s*version\s*[:=]\s*(?P<version>{_TEXT}|[\w.]+))? )""",
    re.VERBOSE,
)
_VARIABLE = re.compile(
    rf"""(?<![\w.])(?:ext\.|extra\[["'])?(?P<name>[A-Za-z_]\w*)(?:["']\])?\s*(?::\s*String\s*)?=\s*(?P<text>{_TEXT})"""
)
_BY_EXTRA = re.compile(rf"""(?<!\w)val\s+(?P<name>\w+)\s+by\s+extra\s*\(\s*(?P<text>{_TEXT})""")
_REFERENCE = re.compile(r"\$\{([^${}]+)\}|\$([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)")
_OF_CATALOG = re.compile(r"(?P<catalog>\w+)\.versions\.(?P<name>[\w.]+?)(?:\.get\(\))?")
_OF_VARIABLE = re.compile(
    r"""(?:(?:rootProject|project)\.)?(?:ext\.|extra\[["']|(?:findP|p)roperty\(["'])?(?P<name>\w+)(?:["'][\])])?"""
)
_CATALOGS = re.compile(
    rf"""(?:create\(\s*(?P<quoted>{_TEXT})\s*\)|(?<!\w)(?P<name>\w+))\s*\{{[^{{}}]*?from\(\s*files\(\s*(?P<file>{_TEXT})"""
)
_ROOT_NAME = re.compile(rf"rootProject\.name\s*=\s*(?P<text>{_TEXT})")
_IS_APPLICATION = re.compile(r"\bapplication\b|\borg\.springframework\.boot\b")
_IN_A_JAR = re.compile(rf"""["']Main-Class["']\s*(?::|=|,|to\b)\s*(?P<text>{_TEXT})""")
_MAIN_CLASS = re.compile(rf"""\bmainClass(?:Name)?(?:\s*=\s*|\.set\(\s*|\s+)(?P<text>{_TEXT})""")
_APPLICATION_NAME = re.compile(rf"\bapplicationName\s*=\s*(?P<text>{_TEXT})")
_SPRINGS = "io.spring.dependency-management"


@dataclass(slots=True)
class Known:
    """What a build script may refer to."""

    variables: dict[str, str] = field(default_factory=dict)
    catalogs: dict[str, Catalog] = field(default_factory=dict)
    """By the names that scripts begin with: `libs`, unless settings give others."""


def variables(text: str) -> dict[str, str]:
    """Return the texts that a script, or a gradle.properties, gives names."""
    bare = _without_comments(text)
    found = {match["name"]: match["text"][1:-1] for match in _VARIABLE.finditer(bare)}
    return found | {match["name"]: match["text"][1:-1] for match in _BY_EXTRA.finditer(bare)}


def properties(text: str) -> dict[str, str]:
    """Return what a gradle.properties gives names."""
    pairs = (line.partition("=") for line in text.split("\n") if not line.lstrip().startswith(("#", "!")))
    return {name.strip(): value.strip() for name, separator, value in pairs if separator}


def root_name(text: str) -> str:
    """Return the name of the build that a settings script describes."""
    found = _ROOT_NAME.search(_without_comments(text))
    return found["text"][1:-1] if found else ""


def application(text: str) -> tuple[str, str]:
    """Return the name that a script gives the program it builds, and the class that starts it; empty where it does not.

    Scripts give tasks that run something a class, too: it counts where an application is built, or a jar is told it.
    """
    bare = _without_comments(text)
    is_application = _IS_APPLICATION.search(bare) is not None
    started = (_MAIN_CLASS.search(bare) if is_application else None) or _IN_A_JAR.search(bare)
    own = _APPLICATION_NAME.search(bare) if is_application else None
    return own["text"][1:-1] if own else "", started["text"][1:-1] if started else ""


def catalogs(text: str) -> dict[str, str]:
    """Return the files of the version catalogs that a settings script makes, by their names."""
    found = _CATALOGS.finditer(_without_comments(text))
    return {match["name"] or match["quoted"][1:-1]: match["file"][1:-1] for match in found}


def read_script(text: str, into: Findings, known: Known) -> None:
    """Read the dependencies that a build script writes out."""
    bare = _without_comments(text)
    found: list[tuple[str, Declaration]] = []
    for block in _blocks(bare):
        for call in _CALL.finditer(block):
            configuration = call["configuration"] or (call["added"] or call["quoted"])[1:-1]
            if configuration not in _NO_CONFIGURATIONS:
                found += _declared(call, configuration, into, known)
    platforms = list(dict.fromkeys(name for name, declaration in found if declaration.group == PLATFORM))
    platforms += [_SPRINGS] if _SPRINGS in bare and not platforms else []
    elsewhere = f"as in {' or '.join(platforms)}" if platforms else ""
    for name, declaration in found:
        specifier = declaration.specifier or ("" if declaration.group == PLATFORM else elsewhere)
        into.declared.append((name, Declaration(into.manifest, declaration.group, specifier)))


def _declared(
    call: re.Match[str], configuration: str, into: Findings, known: Known
) -> Iterator[tuple[str, Declaration]]:
    wrapped = (call["wrapped"] or "").rstrip("( \t\n")
    group = "" if configuration in _RUNTIME else configuration
    group = PLATFORM if wrapped.lower().endswith("platform") else group
    if call["alias"]:
        catalog, _, accessor = call["alias"].partition(".")
        if catalog not in known.catalogs and catalog != DEFAULT_CATALOG:
            return  # a project of the build, or something that the script computes
        libraries = known.catalogs[catalog].named(accessor) if catalog in known.catalogs else []
        if not libraries and not accessor.startswith(("versions.", "plugins.")):
            into.problem(f"names {call['alias']}, which no version catalog here has; it is left out")
    elif call["text"]:
        texts = (_resolved(each[0][1:-1], known) for each in _STRING.finditer(call["text"]))
        of = "org.jetbrains.kotlin:kotlin-" if wrapped == "kotlin" else ""
        libraries = [_coordinates(of + text) for text in texts]
    else:
        name = f"{_resolved(call['group'][1:-1], known)}:{_resolved(call['name'][1:-1], known)}"
        version = call["version"] or ""
        libraries = [(name, _resolved(version[1:-1] if version[:1] in {"'", '"'} else f"${version}", known))]
        libraries = [(name, "")] if not version else libraries
    for name, version in libraries:
        if is_name(name):
            yield name, Declaration(into.manifest, group, into.text(version.rstrip("!"), "a version"))


def _coordinates(text: str) -> tuple[str, str]:
    """Return artifact and version of `group:artifact:version:classifier@type`; what is none has no valid name."""
    group, _, rest = text.partition("@")[0].partition(":")
    artifact, _, version = rest.partition(":")
    return f"{group}:{artifact}", version.partition(":")[0]


def _resolved(text: str, known: Known) -> str:
    """Return a text with its variables replaced; those that are not written out stay as they are."""

    def value(match: re.Match[str]) -> str:
        written = (match[1] or match[2]).strip()
        of_catalog, variable = _OF_CATALOG.fullmatch(written), _OF_VARIABLE.fullmatch(written)
        found = None
        if of_catalog is not None and of_catalog["catalog"] in known.catalogs:
            found = known.catalogs[of_catalog["catalog"]].version(of_catalog["name"])
        elif variable is not None:
            found = known.variables.get(variable["name"])
        return match[0] if found is None else found

    return _REFERENCE.sub(value, text)


def _without_comments(text: str) -> str:
    return _SKIPPED.sub(lambda match: " " if match[0].startswith(("//", "/*")) else match[0], text)


def _blocks(text: str) -> Iterator[str]:
    """Yield what stands in the blocks of dependencies; constraints, which ask for nothing, are left out."""
    end = 0
    for start in _BLOCK.finditer(text):
        if start["name"] != "dependencies" or start.start() < end:
            continue
        end = _end_of(text, start.end())
        inside, at = [], start.end()
        for constraints in _BLOCK.finditer(text, start.end(), end):
            if constraints["name"] == "constraints" and constraints.start() >= at:
                inside.append(text[at : constraints.start()])
                at = _end_of(text, constraints.end())
        yield "".join([*inside, text[at:end]])


def _end_of(text: str, start: int) -> int:
    depth = 1
    for part in _PART.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(part[0], 0)
        if depth == 0:
            return part.start()
    return len(text)
