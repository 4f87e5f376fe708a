"""What build scripts of Gradle, version catalogs and their lock files say."""

from collections.abc import Mapping

from designdoc_assets.ecosystems.ecosystem import Role
from designdoc_assets.ecosystems.facts import Declaration, Manifests
from designdoc_assets.ecosystems.maven import ECOSYSTEM as MAVEN
from designdoc_assets.ecosystems.read import read_manifests

GROOVY = """
// implementation 'not:this:1'
buildscript { dependencies { classpath "com.android.tools.build:gradle:8.1.0" } }
ext { okVersion = '4.12.0' }
ext.jsoupVersion = "1.17.1"
def slf4j = '2.0.9'
dependencies {
    implementation 'com.google.guava:guava:32.1.3-jre' /* api "nor:this:1" */
    api "com.squareup.okhttp3:okhttp:$okVersion"
    implementation("org.jsoup:jsoup:${jsoupVersion}") { exclude group: 'a.b', module: 'c' }
    compileOnly group: 'org.projectlombok', name: 'lombok', version: '1.18.30'
    testImplementation "org.slf4j:slf4j-api:${slf4j}", 'junit:junit:4.13.2'
    implementation "a.b:props:$fromProperties"
    runtimeOnly 'org.postgresql:postgresql:42.7.0@jar'
    implementation project(':core')
    implementation files('libs/x.jar')
    annotationProcessor 'org.projectlombok:lombok:1.18.30'
    implementation "u.n:known:$unknown"
    constraints { implementation 'only:constrained:1' }
}
"""
KOTLIN = """
plugins { id("io.spring.dependency-management") version "1.1.4" }
val ktor by extra("2.3.6")
dependencies {
    implementation(platform("org.junit:junit-bom:5.10.1"))
    testImplementation("org.junit.jupiter:junit-jupiter")
    implementation(kotlin("stdlib"))
    implementation(libs.commons.lang3)
    implementation(libs.bundles.json)
    implementation(libs.missing)
    implementation("io.ktor:ktor-client:$ktor")
    implementation("v.c:cat:${libs.versions.jackson.get()}")
    add("customImplementation", "c.d:e:1")
    "quoted"("f.g:h:2")
}
"""
CATALOG = """
[versions]
jackson = "2.16.0"
lang = { strictly = "[3, 4[", prefer = "3.14.0" }
[libraries]
commons-lang3 = { module = "org.apache.commons:commons-lang3", version.ref = "lang" }
jackson-databind = { group = "com.fasterxml.jackson.core", name = "jackson-databind", version.ref = "jackson" }
gson = "com.google.code.gson:gson:2.10"
[bundles]
json = ["jackson-databind", "gson"]
"""


def manifests(files: Mapping[str, str]) -> Manifests:
    return read_manifests(files, lambda path: files[path].encode(), ecosystems=[MAVEN])


def declared(read: Manifests) -> dict[str, list[Declaration]]:
    return {each.name: list(each.declarations) for each in read.dependencies}


def test_a_script_in_groovy_is_read_as_far_as_it_is_written_out() -> None:
    read = manifests({"app/build.gradle": GROOVY, "gradle.properties": "fromProperties=3\n#x=y\n"})
    found = {name: (each[0].group, each[0].specifier) for name, each in declared(read).items()}
    assert found == {
        "a.b:props": ("", "3"),
        "com.android.tools.build:gradle": ("classpath", "8.1.0"),
        "com.google.guava:guava": ("", "32.1.3-jre"),
        "com.squareup.okhttp3:okhttp": ("", "4.12.0"),
        "junit:junit": ("testImplementation", "4.13.2"),
        "org.jsoup:jsoup": ("", "1.17.1"),
        "org.postgresql:postgresql": ("runtimeOnly", "42.7.0"),
        "org.projectlombok:lombok": ("annotationProcessor", "1.18.30"),
        "org.slf4j:slf4j-api": ("testImplementation", "2.0.9"),
        "u.n:known": ("", "$unknown"),
    }
    assert read.problems == ()


def test_a_script_in_kotlin_is_read_with_its_version_catalog() -> None:
    read = manifests({"app/build.gradle.kts": KOTLIN, "gradle/libs.versions.toml": CATALOG})
    found = {name: (each[0].group, each[0].specifier) for name, each in declared(read).items()}
    assert found == {
        "c.d:e": ("customImplementation", "1"),
        "com.fasterxml.jackson.core:jackson-databind": ("", "2.16.0"),
        "com.google.code.gson:gson": ("", "2.10"),
        "f.g:h": ("quoted", "2"),
        "io.ktor:ktor-client": ("", "2.3.6"),
        "org.apache.commons:commons-lang3": ("", "[3, 4["),
        "org.jetbrains.kotlin:kotlin-stdlib": ("", "as in org.junit:junit-bom"),
        "org.junit.jupiter:junit-jupiter": ("testImplementation", "as in org.junit:junit-bom"),
        "org.junit:junit-bom": ("platform", "5.10.1"),
        "v.c:cat": ("", "2.16.0"),
    }
    assert [problem.reason for problem in read.problems] == [
        "names libs.missing, which no version catalog here has; it is left out"
    ]


def test_roles_come_from_configurations() -> None:
    read = manifests({"build.gradle": GROOVY, "b/build.gradle.kts": KOTLIN, "gradle/libs.versions.toml": CATALOG})
    roles = {each.name: MAVEN.role(each) for each in read.dependencies}
    assert roles["com.android.tools.build:gradle"] is Role.TOOL
    assert roles["org.postgresql:postgresql"] is Role.AT_RUN_TIME
    assert roles["org.junit:junit-bom"] is Role.VERSIONS
    assert roles["com.google.guava:guava"] is roles["org.projectlombok:lombok"] is None


def test_locked_versions_are_read_and_a_build_has_a_name() -> None:
    read = manifests(
        {
            "build.gradle": "dependencies { api 'a.b:c:1.+' }",
            "gradle.lockfile": "# made\na.b:c:1.7=compileClasspath,runtimeClasspath\nempty=x\n",
            "settings.gradle.kts": 'rootProject.name = "shop"\ninclude("app")\n',
        }
    )
    assert read.dependencies[0].locked == (("gradle.lockfile", "1.7"),)
    assert [(each.name, each.manifest) for each in read.distributions] == [("shop", "settings.gradle.kts")]


def test_where_there_is_a_pom_too_it_names_what_is_built() -> None:
    pom = "<project><groupId>com.shop</groupId><artifactId>shop</artifactId><version>1</version></project>"
    read = manifests({"pom.xml": pom, "settings.gradle": "rootProject.name = 'shop'"})
    assert [each.name for each in read.distributions] == ["com.shop:shop"]


def test_scripts_that_do_not_end_are_read_as_far_as_they_go() -> None:
    text = "dependencies { implementation 'a.b:c:1'\n /* never closed { implementation 'x:y:1'\n" + "{" * 50_000
    assert list(declared(manifests({"build.gradle": text, "gradle/libs.versions.toml": "["}))) == ["a.b:c"]


def test_dependencies_of_one_source_set_and_catalogs_under_other_names_are_read() -> None:
    script = """kotlin { sourceSets {
      commonMain.dependencies { implementation(libs.gson); implementation(projects.core) }
      val jvmTest by getting { dependencies { implementation(testLibs.truth) } }
    } }
    dependencies { api("v.c:cat:${testLibs.versions.truth.get()}") }"""
    settings = """dependencyResolutionManagement { versionCatalogs {
      create("testLibs") { from(files("gradle/test.versions.toml")) }
    } }"""
    read = manifests(
        {
            "app/build.gradle.kts": script,
            "settings.gradle.kts": settings,
            "gradle/libs.versions.toml": CATALOG,
            "gradle/test.versions.toml": '[versions]\ntruth = "1.4"\n[libraries]\n'
            'truth = { module = "com.google.truth:truth", version.ref = "truth" }\n',
        }
    )
    assert {name: each[0].specifier for name, each in declared(read).items()} == {
        "com.google.code.gson:gson": "2.10",
        "com.google.truth:truth": "1.4",
        "v.c:cat": "1.4",
    }
    assert read.problems == ()
