"""Maven Central: the artifacts of Java, as Maven and Gradle declare them."""

import posixpath
from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from designdoc_assets.ecosystems.ecosystem import Ecosystem, EcosystemWords, ImportMatch, Role
from designdoc_assets.ecosystems.facts import Dependency, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.manifest_files import ManifestFiles
from designdoc_assets.ecosystems.maven.builds import GradleBuilds
from designdoc_assets.ecosystems.maven.classes import SourceFiles
from designdoc_assets.ecosystems.maven.file_names import is_build_file, is_lock_file, is_own_build_file, is_pom
from designdoc_assets.ecosystems.maven.gradle import PLATFORM
from designdoc_assets.ecosystems.maven.known_systems import SYSTEMS
from designdoc_assets.ecosystems.maven.model import IMPORT, Model
from designdoc_assets.ecosystems.maven.packages import match_packages, names_in_code, packages_of
from designdoc_assets.ecosystems.maven.pom import read_pom
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.linking import External

_BY_THE_BUILD = ("annotationProcessor", "AnnotationProcessor", "classpath", "kapt", "ksp", "Plugin")
_AT_RUN_TIME = frozenset({"runtime", "runtimeOnly", "testRuntimeOnly", "developmentOnly"})


class Maven(Ecosystem):
    """The `Ecosystem` of Java."""

    name = "maven"
    systems = SYSTEMS
    words = EcosystemWords(
        built="artifact",
        imported="package",
        undeclared="No POM and no build script here declares an artifact that is known to hold these packages.",
    )
    named_in = frozenset(
        {".xml", ".properties", ".gradle", ".kts", ".kt", ".groovy", ".scala", ".clj", ".jsp", ".factories", ".imports"}
    )

    def is_manifest(self, path: str) -> bool:
        """Tell whether a file describes a build of the target, or is one of those that such a file refers to."""
        return is_own_build_file(path)

    def is_lock_file(self, path: str) -> bool:
        """Tell whether a path is that of a lock file."""
        return is_lock_file(path)

    def only_lists(self, path: str) -> bool:
        """Tell whether a file is of a build: to be named once more there is to be declared."""
        return is_build_file(path)

    def program_name(self, path: str, built: Distribution | None) -> str:
        """Return the name of its class."""
        return posixpath.splitext(posixpath.basename(path))[0]

    def passed_over(self, paths: Collection[str]) -> Iterable[str]:
        """Return the folders of builds that are not the target's own."""
        builds = (path for path in paths if is_build_file(path) and not is_own_build_file(path))
        return (path[: path.rfind("/") + 1] for path in builds)

    def read(self, files: ManifestFiles, script_blocks: Mapping[str, str]) -> Sequence[Findings]:
        """Read POMs together, and build scripts with what they refer to."""
        findings = {path: Findings(path) for path in sorted(filter(is_own_build_file, files.paths))}
        poms = {}
        for path, found in findings.items():
            text = files.text(found) if is_pom(path) else None
            pom = read_pom(text, found) if text is not None else None
            if pom is not None:
                poms[path] = pom
        sources = SourceFiles(files.paths)
        model = Model(poms, sources)
        for path, pom in poms.items():
            model.declare(pom, findings[path])
        GradleBuilds(files, {path: found for path, found in findings.items() if not is_pom(path)}, sources).read_all()
        return list(findings.values())

    def built(self, findings: Iterable[Findings]) -> Collection[Distribution]:
        """Return one artifact per folder: who has both a POM and scripts names it in the POM."""
        found: dict[str, Distribution] = {}
        for distribution in super().built(findings):  # in order of their paths: pom.xml, settings.gradle
            found.setdefault(posixpath.dirname(distribution.manifest), distribution)
        return list(found.values())

    def imported_name(self, entry: Import, outside: External | None) -> str:
        """Return the full name: nothing but its beginning tells which artifact it is of."""
        name = (entry.name or "").removesuffix("*").rstrip(".")
        return f"{entry.module}.{name}" if name else entry.module

    def match(self, dependencies: Iterable[Dependency], imported: Iterable[str]) -> ImportMatch:
        """Match packages by what is known of artifacts, and by their names."""
        declared = {each.name: each for each in dependencies}
        roles = {name: self.role(each) for name, each in declared.items()}
        holding = [each for name, each in declared.items() if roles[name] not in {Role.GROUP, Role.VERSIONS}]
        artifacts = {each.name: packages_of(each) for each in holding}
        imports = imported if declared else ()
        found = match_packages(artifacts, imports, brings_others=Role.GROUP in roles.values())
        by_dependency = {name: found.by_dependency.get(name, ()) for name in sorted(declared)}
        return ImportMatch(by_dependency, found.undeclared, found.unmatched)

    def role(self, dependency: Dependency) -> Role | None:
        """Return what its name and its scopes, or configurations, say that it is for."""
        groups = {declaration.group for declaration in dependency.declarations}
        artifact = dependency.name.partition(":")[2]
        if groups and (groups <= {IMPORT, PLATFORM} or artifact.endswith("-bom")):
            return Role.VERSIONS
        if "starter" in artifact.split("-"):
            return Role.GROUP
        if groups and all(group.endswith(_BY_THE_BUILD) for group in groups):
            return Role.TOOL
        return Role.AT_RUN_TIME if groups and groups <= _AT_RUN_TIME else None

    def spellings(self, dependency: Dependency) -> Iterable[str]:
        """Return the artifact, and the packages that its name tells."""
        return names_in_code(dependency)

    def dependency_modules(self, dependencies: Iterable[Dependency]) -> Container[str]:
        """Return nothing: the first names of packages are those of owners, the target's own among them."""
        return frozenset()


ECOSYSTEM = Maven()
