"""What POMs of Maven say, and which packages artifacts hold."""

from collections.abc import Mapping

import pytest

from designdoc_assets.ecosystems.ecosystem import ImportMatch, Role
from designdoc_assets.ecosystems.facts import Declaration, Dependency, Manifests
from designdoc_assets.ecosystems.maven import ECOSYSTEM as MAVEN
from designdoc_assets.ecosystems.read import read_manifests

PARENT = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent>
    <groupId>org.springframework.boot</groupId>
    <artifactId>spring-boot-starter-parent</artifactId>
    <version>3.2.0</version>
    <relativePath/>
  </parent>
  <groupId>com.shop</groupId>
  <artifactId>shop</artifactId>
  <version>1.0</version>
  <packaging>pom</packaging>
  <properties>
    <guava.version>32.1.3-jre</guava.version>
    <java.version>17</java.version>
  </properties>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>${guava.version}</version>
      </dependency>
      <dependency>
        <groupId>junit</groupId><artifactId>junit</artifactId><version>4.13.2</version><scope>test</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
</project>
"""
CHILD = """<project>
  <parent><groupId>com.shop</groupId><artifactId>shop</artifactId><version>1.0</version></parent>
  <artifactId>shop-web</artifactId>
  <description>Sells ${project.artifactId}</description>
  <dependencies>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId></dependency>
    <dependency><groupId>junit</groupId><artifactId>junit</artifactId></dependency>
    <dependency><groupId>${project.groupId}</groupId><artifactId>shop-core</artifactId><version>${project.version}</version></dependency>
    <dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>${nowhere}</version></dependency>
    <dependency>
      <groupId>org.postgresql</groupId><artifactId>postgresql</artifactId><version>42.7.0</version>
      <scope>runtime</scope><optional>true</optional>
      <exclusions><exclusion><groupId>a</groupId><artifactId>b</artifactId></exclusion></exclusions>
    </dependency>
  </dependencies>
  <profiles><profile><id>ci</id><dependencies>
    <dependency><groupId>org.jsoup</groupId><artifactId>jsoup</artifactId><version>1.17.1</version></dependency>
  </dependencies></profile></profiles>
</project>
"""
CORE = """<project>
  <parent><groupId>com.shop</groupId><artifactId>shop</artifactId><version>1.0</version></parent>
  <artifactId>shop-core</artifactId>
</project>
"""


def manifests(files: Mapping[str, str]) -> Manifests:
    return read_manifests(files, lambda path: files[path].encode(), ecosystems=[MAVEN])


def declared(read: Manifests) -> dict[str, Declaration]:
    return {each.name: each.declarations[0] for each in read.dependencies}


def read_shop() -> Manifests:
    return manifests({"pom.xml": PARENT, "web/pom.xml": CHILD, "core/pom.xml": CORE})


def match(names: list[str], imported: list[str]) -> ImportMatch:
    return MAVEN.match([Dependency("maven", name, ()) for name in names], imported)


def test_versions_and_scopes_come_from_the_parent() -> None:
    found = declared(read_shop())
    assert found["com.google.guava:guava"] == Declaration("web/pom.xml", "", "32.1.3-jre")
    assert found["junit:junit"] == Declaration("web/pom.xml", "test", "4.13.2")
    assert found["org.postgresql:postgresql"] == Declaration("web/pom.xml", "runtime", "42.7.0", "optional")
    assert found["org.jsoup:jsoup"].marker == "profile ci"
    assert "com.shop:shop-core" not in found, "a module of the target is no dependency of it"


def test_what_a_foreign_parent_gives_a_version_says_so_and_what_is_defined_nowhere_stays_as_written() -> None:
    found = declared(read_shop())
    starter = found["org.springframework.boot:spring-boot-starter-web"]
    assert starter.specifier == "as in org.springframework.boot:spring-boot-starter-parent"
    assert found["org.slf4j:slf4j-api"].specifier == "${nowhere}"


def test_modules_say_what_they_are() -> None:
    read = read_shop()
    assert [(each.name, each.version, each.runs_on) for each in read.distributions] == [
        ("com.shop:shop-core", "1.0", "Java 17"),
        ("com.shop:shop", "1.0", "Java 17"),
        ("com.shop:shop-web", "1.0", "Java 17"),
    ]
    assert read.distributions[-1].description == "Sells shop-web"
    assert read.problems == ()


def test_a_list_of_versions_in_the_target_is_read_and_one_from_elsewhere_is_named() -> None:
    bom = """<project><groupId>com.shop</groupId><artifactId>bom</artifactId><version>1</version>
      <dependencyManagement><dependencies>
      <dependency><groupId>x</groupId><artifactId>y</artifactId><version>7</version></dependency>
      <dependency><groupId>com.shop</groupId><artifactId>bom</artifactId><version>1</version><scope>import</scope></dependency>
      </dependencies></dependencyManagement></project>"""
    user = """<project><groupId>com.shop</groupId><artifactId>user</artifactId><version>1</version>
      <dependencyManagement><dependencies>
      <dependency><groupId>com.shop</groupId><artifactId>bom</artifactId><version>1</version><type>pom</type><scope>import</scope></dependency>
      <dependency><groupId>io.netty</groupId><artifactId>netty-bom</artifactId><version>4</version><type>pom</type><scope>import</scope></dependency>
      </dependencies></dependencyManagement>
      <dependencies>
      <dependency><groupId>x</groupId><artifactId>y</artifactId></dependency>
      <dependency><groupId>io.netty</groupId><artifactId>netty-codec</artifactId></dependency>
      </dependencies></project>"""
    read = manifests({"bom/pom.xml": bom, "user/pom.xml": user})
    found = declared(read)
    assert found["x:y"].specifier == "7"
    assert found["io.netty:netty-codec"].specifier == "as in io.netty:netty-bom"
    netty = next(each for each in read.dependencies if each.name == "io.netty:netty-bom")
    assert MAVEN.role(netty) is Role.VERSIONS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<project>", "is not valid XML: line 1; it was not read"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><project/>', "declares a document type or entities; it was not read"),
        ("<html/>", "describes no project; it was not read"),
        ("<project/>", "does not say which artifact it describes"),
        (
            "<project><groupId>a</groupId><artifactId>b</artifactId><dependencies><dependency><artifactId>../x</artifactId>"
            "</dependency></dependencies></project>",
            "has no valid name of an artifact at :../x; it is left out",
        ),
    ],
)
def test_what_is_malformed_is_a_problem(text: str, reason: str) -> None:
    assert [problem.reason for problem in manifests({"pom.xml": text}).problems] == [reason]


def test_parents_and_properties_in_circles_end() -> None:
    circle = """<project><parent><groupId>g</groupId><artifactId>{}</artifactId><version>1</version></parent>
      <artifactId>{}</artifactId><properties><a>${{b}}${{b}}</a><b>${{a}}${{a}}</b></properties>
      <dependencies><dependency><groupId>x</groupId><artifactId>y</artifactId><version>${{a}}</version></dependency>
      </dependencies></project>"""
    read = manifests({"a/pom.xml": circle.format("b", "a"), "b/pom.xml": circle.format("a", "b")})
    assert list(declared(read)) == ["x:y"]


def test_builds_that_tests_run_are_passed_over() -> None:
    read = manifests({"src/test/resources/p/pom.xml": CHILD, "src/it/p/pom.xml": CHILD})
    assert read.dependencies == ()
    assert read.passed_over == (("maven", "src/it/p/"), ("maven", "src/test/resources/p/"))


@pytest.mark.parametrize(
    ("artifact", "imported"),
    [
        ("com.google.guava:guava", "com.google.common.collect.ImmutableList"),
        ("org.springframework:spring-context", "org.springframework.context.ApplicationContext"),
        ("com.fasterxml.jackson.core:jackson-databind", "com.fasterxml.jackson.databind.ObjectMapper"),
        (
            "com.fasterxml.jackson.dataformat:jackson-dataformat-yaml",
            "com.fasterxml.jackson.dataformat.yaml.YAMLFactory",
        ),
        ("ch.qos.logback:logback-classic", "ch.qos.logback.classic.Logger"),
        ("org.jooq:jooq", "org.jooq.DSLContext"),
    ],
)
def test_packages_are_of_the_artifact_whose_name_tells(artifact: str, imported: str) -> None:
    assert match([artifact, "org.other:thing"], [imported]).by_dependency[artifact] == (imported,)


def test_where_several_artifacts_of_a_group_may_hold_a_package_none_is_said_to() -> None:
    found = match(["org.x:one", "org.x:two"], ["org.x.util.A"])
    assert found.by_dependency == {"org.x:one": (), "org.x:two": ()}
    assert found.unmatched == {"org.x:one", "org.x:two"}
    assert found.undeclared == {}


def test_only_of_packages_that_are_known_it_is_said_that_nothing_declares_them() -> None:
    imported = ["com.google.common.base.Joiner", "com.acme.thing.A"]
    assert match(["org.x:one"], imported).undeclared == {"com.google.common": ("com.google.common.base.Joiner",)}
    brought = match(["org.springframework.boot:spring-boot-starter"], imported)
    assert brought.undeclared == {}, "a starter may bring it"
    assert match([], imported).undeclared == {}


def test_an_artifact_is_not_imported_only_where_no_import_is_left_that_may_be_of_it() -> None:
    assert match(["org.x:one", "junit:junit"], ["com.acme.A"]).unmatched == {"org.x:one"}
    assert match(["org.x:one"], []).unmatched == frozenset()


@pytest.mark.parametrize(
    ("version", "package"),
    [("4.0.4", "javax.servlet"), ("5.0.0", "jakarta.servlet"), ("6", "jakarta.servlet")],
)
def test_artifacts_of_jakarta_hold_packages_of_javax_up_to_a_version(version: str, package: str) -> None:
    api = Dependency("maven", "jakarta.servlet:jakarta.servlet-api", (Declaration("pom.xml", "provided", version),))
    imported = ["jakarta.servlet.Filter", "javax.servlet.Filter"]
    assert MAVEN.match([api], imported).by_dependency[api.name] == (f"{package}.Filter",)


def test_where_its_version_is_not_known_an_artifact_of_jakarta_holds_either() -> None:
    imported = ("jakarta.servlet.Filter", "javax.servlet.Filter")
    api = Dependency("maven", "jakarta.servlet:jakarta.servlet-api", (Declaration("pom.xml", "", "as in a:bom"),))
    assert MAVEN.match([api], imported).by_dependency[api.name] == imported


def test_packages_of_specifications_come_with_many_artifacts_and_are_never_said_to_be_undeclared() -> None:
    imported = ["javax.servlet.Filter", "jakarta.inject.Inject", "javax.annotation.Nonnull"]
    assert match(["org.apache.tomcat.embed:tomcat-embed-core"], imported).undeclared == {}
