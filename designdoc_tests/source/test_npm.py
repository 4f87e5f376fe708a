"""What manifests and lock files of npm, Yarn and pnpm say."""

import json
from collections.abc import Mapping

from designdoc_assets.ecosystems.ecosystem import Role
from designdoc_assets.ecosystems.facts import Declaration, Dependency, Manifests
from designdoc_assets.ecosystems.npm import ECOSYSTEM as NPM
from designdoc_assets.ecosystems.read import read_manifests
from designdoc_assets.languages.facts import Import
from designdoc_assets.languages.linking import External

PACKAGE = {
    "name": "@shop/web",
    "version": "2.0.0",
    "description": "Sells",
    "bin": {"shop": "./dist/cli.js"},
    "engines": {"node": ">=18"},
    "workspaces": ["packages/*"],
    "dependencies": {
        "react": "^18.2.0",
        "any": "*",
        "@shop/core": "workspace:*",
        "old-lodash": "npm:lodash@^3.0.0",
        "forked": "git+https://user:hunter2@h.example/forked.git#v1.2",
        "local": "file:../local",
        "short": "some/repo",
    },
    "devDependencies": {"@types/react": "^18", "eslint": "^8", "odd-thing": "1"},
    "peerDependencies": {"react-dom": ">=17", "maybe": "1"},
    "peerDependenciesMeta": {"maybe": {"optional": True}},
    "optionalDependencies": {"fsevents": "2"},
}


def manifests(files: Mapping[str, object]) -> Manifests:
    texts = {path: text if isinstance(text, str) else json.dumps(text) for path, text in files.items()}
    return read_manifests(texts, lambda path: texts[path].encode(), ecosystems=[NPM])


def found(read: Manifests, name: str) -> Dependency:
    return next(each for each in read.dependencies if each.name == name)


def test_dependencies_are_read_by_group_and_place() -> None:
    read = manifests({"package.json": PACKAGE, "packages/core/package.json": {"name": "@shop/core"}})
    declared = {each.name: each.declarations[0] for each in read.dependencies}
    assert declared["react"] == Declaration("package.json", "", "^18.2.0")
    assert declared["any"].specifier == ""
    assert declared["forked"].direct == "git+https://h.example/forked.git#v1.2"
    assert declared["local"].direct == "file:../local"
    assert declared["short"].direct == "some/repo"
    assert declared["eslint"].group == "devDependencies"
    assert declared["maybe"] == Declaration("package.json", "peerDependencies", "1", "optional")
    assert declared["fsevents"].group == "optionalDependencies"
    assert "@shop/core" not in declared, "a package of the workspace is no dependency of it"
    assert found(read, "lodash").imported_as == ("old-lodash",)
    assert "hunter2" not in repr(read)
    assert read.problems == ()


def test_a_package_says_what_it_is_and_which_commands_it_has() -> None:
    web = manifests({"web/package.json": PACKAGE}).distributions[0]
    assert (web.name, web.version, web.description, web.runs_on) == ("@shop/web", "2.0.0", "Sells", "Node.js >=18")
    assert web.scripts == (("shop", "web/dist/cli.js"),)


def test_npm_locks_what_the_target_itself_asks_for() -> None:
    lock = {
        "packages": {
            "": {"name": "@shop/web"},
            "node_modules/react": {"version": "18.2.0"},
            "node_modules/x/node_modules/react": {"version": "16.0.0"},
            "packages/core/node_modules/react": {"version": "17.0.2"},
        }
    }
    read = manifests({"package.json": PACKAGE, "package-lock.json": lock})
    assert found(read, "react").locked == (("package-lock.json", "17.0.2"), ("package-lock.json", "18.2.0"))
    old = manifests({"package.json": PACKAGE, "package-lock.json": {"dependencies": {"react": {"version": "18.1.0"}}}})
    assert found(old, "react").locked == (("package-lock.json", "18.1.0"),)


def test_yarn_locks_by_the_range_that_is_asked_for() -> None:
    one = '# lockfile v1\n\nreact@^16.0.0:\n  version "16.14.0"\n\n'
    one += '"react@^18.0.0", react@^18.2.0:\n  version "18.2.0"\n'
    read = manifests({"package.json": PACKAGE, "yarn.lock": one})
    assert found(read, "react").locked == (("yarn.lock", "18.2.0"),)
    berry = "__metadata:\n  version: 6\n\n"
    berry += '"@types/react@npm:^18, @types/react@npm:^17":\n  version: 18.2.1\n  resolution: "x"\n'
    assert found(manifests({"package.json": PACKAGE, "yarn.lock": berry}), "@types/react").locked == (
        ("yarn.lock", "18.2.1"),
    )


def test_pnpm_locks_by_importer_and_has_catalogs() -> None:
    lock = (
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      react:\n        specifier: 'catalog:'\n"
        "        version: 18.3.1(x@1.0.0)\npackages:\n  react@16.0.0: {}\n"
    )
    files = {
        "package.json": {"name": "a", "dependencies": {"react": "catalog:", "vue": "catalog:old", "gone": "catalog:"}},
        "pnpm-workspace.yaml": "packages: ['*']\ncatalog:\n  react: ^18.3.0\ncatalogs:\n  old:\n    vue: ^2\n",
        "pnpm-lock.yaml": lock,
    }
    read = manifests(files)
    assert found(read, "react").declarations[0].specifier == "^18.3.0"
    assert found(read, "vue").declarations[0].specifier == "^2"
    assert found(read, "gone").declarations[0].specifier == "catalog:"
    assert found(read, "react").locked == (("pnpm-lock.yaml", "18.3.1"),)


def test_imports_are_of_packages_also_where_types_alone_are_declared() -> None:
    read = manifests({"package.json": PACKAGE})
    modules = ["react/jsx-runtime", "@scope/a/b", "old-lodash", "estree"]
    names = [NPM.imported_name(Import(module, None, None, 1), None) for module in modules]
    assert names == ["react", "@scope/a", "old-lodash", "estree"]
    declared = [*read.dependencies, Dependency("npm", "@types/estree", ())]
    match = NPM.match(declared, names)
    assert match.by_dependency["react"] == match.by_dependency["@types/react"] == ("react",)
    assert match.by_dependency["lodash"] == ("old-lodash",)
    assert match.by_dependency["@types/estree"] == ("estree",)
    assert list(match.undeclared) == ["@scope/a"]
    assert not any(map(NPM.is_claim, ["@/store", "~/x", "#internal", "virtual:pages", ""]))
    outside = External("react.useState", "third party", "react")
    assert NPM.imported_name(Import("react", "useState", None, 1), outside) == "react"


def test_where_nothing_is_declared_nothing_is_said_of_imports() -> None:
    assert NPM.match([], ["react"]).undeclared == {}


def test_roles_are_told() -> None:
    read = manifests({"package.json": PACKAGE})
    roles = {each.name: NPM.role(each) for each in read.dependencies}
    assert roles["@types/react"] is Role.STUBS
    assert roles["eslint"] is Role.TOOL
    assert roles["react-dom"] is Role.OF_THE_USER
    assert roles["react"] is roles["odd-thing"] is None


def test_what_is_malformed_is_a_problem_and_the_rest_is_read() -> None:
    read = manifests(
        {
            "package.json": {"name": "../../etc", "dependencies": {"../x": "1", "ok": "1", "odd": 3}, "bin": [1]},
            "a/package.json": "{",
            "b/package.json": "[]",
            "yarn.lock": "\x01 nothing",
            "pnpm-lock.yaml": "a: [",
            "package-lock.json": {"packages": {"node_modules/ok": 1}},
        }
    )
    assert {"ok", "odd"} == {each.name for each in read.dependencies}
    assert {problem.path for problem in read.problems} == {
        *("package.json", "a/package.json", "b/package.json", "pnpm-lock.yaml", "package-lock.json"),
    }
    assert read.distributions == ()


def test_packages_of_fixtures_and_installed_ones_are_passed_over() -> None:
    read = manifests({"fixtures/a/package.json": PACKAGE, "node_modules/b/package.json": PACKAGE})
    assert read.dependencies == ()
    assert read.passed_over == (("npm", "fixtures/a/"), ("npm", "node_modules/b/"))
