"""Where settings come from, who wins, what is refused and how that is told."""

import json
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from designdoc_assets.settings.checks import Price
from designdoc_assets.settings.file import read_file
from designdoc_assets.settings.load import load_settings
from designdoc_assets.settings.model import Settings
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.settings.table import SETTINGS

STAGES = (
    "file_summary",
    "class_doc",
    "class_diagram",
    "package_readme",
    "package_diagram",
    "dependency_report",
    "document",
)
LANGUAGES = ("python", "go")


def load(
    repo: Path,
    file: str | bytes | None = None,
    *,
    run: Mapping[str, object] | None = None,
    environ: Mapping[str, str] | None = None,
    fetched: bool = False,
) -> Settings:
    if file is not None:
        (repo / ".designdoc.toml").write_bytes(file.encode() if isinstance(file, str) else file)
    environ = {"DESIGNDOC_REPO": "https://example.org/pay.git" if fetched else str(repo)} | dict(environ or {})
    return load_settings(
        run=run or {},
        environ=environ,
        stages=STAGES,
        languages=LANGUAGES,
        target_file=lambda *_: read_file(repo),
    )


def error_of(repo: Path, file: str | bytes | None = None, **sources: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        load(repo, file, **sources)
    return str(caught.value)


def value_of(settings: Settings, name: str) -> Any:
    value: Any = settings
    for part in name.split("."):
        value = getattr(value, part)
    return value


def price(rate: int) -> dict[str, int]:
    return {"input": rate, "output": rate}


# Each setting: what it is when given in the run configuration, the environment and the file, and by default. Limits
# ascend, so that a file that may only tighten them does not show here.
PRECEDENCE: dict[str, tuple[object, str | None, object, object]] = {
    "pipeline.max_budget_usd": (1.25, "2.5", 3, Decimal("5.00")),
    "pipeline.budget_window": ("total", "month", "day", "month"),
    "pipeline.parallelism": (1, "2", 3, 8),
    "pipeline.call_timeout_s": (10, "20", 30, 300),
    "pipeline.resume": (False, None, "no", True),
    "stages.skip": (["class_doc"], None, ["document"], ()),
    "stages.only": (["class_doc"], None, ["document"], ()),
    "stages.diagrams": ("model", None, "model", "static"),
    "languages.include": (["go"], "python", ["go", "python"], LANGUAGES),
    "languages.exclude_paths": (["a/"], "b/, *.c", ["d"], ()),
    "languages.include_tests": (True, None, "yes", False),
    "output.dir": ("a", "/b", "c/d", Path("docs/design")),
    "output.branch": ("docs", "ci/docs", "pages/docs", None),
    "models.doer": ("a", "b", "c", "claude-sonnet-5-5"),
    "models.checker": ("a", "b", "c", "claude-haiku-5-5"),
    "models.prices": ({"m": price(1)}, None, {"m": price(3)}, {}),
    "writer.kind": ("static", "claude", "static", "auto"),
    "writer.context_tokens": (100, "200", 300, 12_000),
}
TYPED: Mapping[str, Callable[[Any], object]] = {
    "pipeline.max_budget_usd": lambda value: Decimal(str(value)),
    "pipeline.parallelism": int,
    "writer.context_tokens": int,
    "pipeline.call_timeout_s": int,
    "output.dir": Path,
    "models.prices": lambda value: {
        name: Price(Decimal(p["input"]), Decimal(p["output"])) for name, p in value.items()
    },
}


def typed(name: str, value: Any) -> object:
    if name in ("pipeline.resume", "languages.include_tests"):
        return value not in ("no", False)
    if isinstance(value, str) and name.startswith("languages."):
        value = value.replace(" ", "").split(",")
    value = tuple(value) if isinstance(value, list) else value
    return TYPED[name](value) if name in TYPED else value


def nested(name: str, value: object) -> dict[str, dict[str, object]]:
    section, key = name.split(".")
    return {section: {key: value}}


def as_toml(name: str, value: object) -> str:
    section, key = name.split(".")
    if isinstance(value, dict):
        lines = [
            f'"{model}" = {{input = {rates["input"]}, output = {rates["output"]}}}' for model, rates in value.items()
        ]
        return f"[{name}]\n" + "\n".join(lines)
    return f"[{section}]\n{key} = {json.dumps(value)}\n"


def test_every_setting_of_the_file_has_a_row_in_the_precedence_table() -> None:
    assert {setting.name for setting in SETTINGS if setting.section} == set(PRECEDENCE)


@pytest.mark.parametrize("name", PRECEDENCE)
def test_run_configuration_beats_environment_beats_file_beats_default(tmp_path: Path, name: str) -> None:
    by_run, by_environment, by_file, default = PRECEDENCE[name]
    variable = next(setting.rule.variable for setting in SETTINGS if setting.name == name)
    assert (variable is None) == (by_environment is None)

    settings = load(tmp_path)
    assert value_of(settings, name) == default
    assert settings.place_of(name) == "the default"

    settings = load(tmp_path, as_toml(name, by_file))
    assert value_of(settings, name) == typed(name, by_file)
    section, key = name.split(".")
    assert settings.place_of(name) == f"[{section}] {key} in .designdoc.toml"

    environ = {variable: by_environment} if variable and by_environment else {}
    if variable:
        settings = load(tmp_path, environ=environ)
        assert value_of(settings, name) == typed(name, by_environment)
        assert settings.place_of(name) == variable

    settings = load(tmp_path, environ=environ, run=nested(name, by_run))
    assert value_of(settings, name) == typed(name, by_run)
    assert settings.place_of(name) == f"run configuration `{name}`"


@pytest.mark.parametrize(
    ("key", "variable", "value", "other"),
    [
        ("ref", "DESIGNDOC_REF", "main", "v1.0"),
        ("journal_url", "DESIGNDOC_JOURNAL_URL", "sqlite:////tmp/a.db", "postgresql://db/journal"),
    ],
)
def test_what_the_file_does_not_hold_comes_from_run_configuration_or_environment(
    tmp_path: Path, key: str, variable: str, value: str, other: str
) -> None:
    assert value_of(load(tmp_path), key) is None
    assert value_of(load(tmp_path, environ={variable: value}), key) == value
    assert value_of(load(tmp_path, environ={variable: value}, run={key: other}), key) == other
    assert "it is the operator's to set" in error_of(tmp_path, f'{key} = "{value}"')


def test_every_setting_has_a_description_of_one_line() -> None:
    for setting in SETTINGS:
        assert setting.rule.description.endswith(".")
        assert "\n" not in setting.rule.description


class TestTheTarget:
    def test_is_the_current_directory_unless_something_names_another(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        here, there = tmp_path / "here", tmp_path / "there"
        here.mkdir()
        there.mkdir()
        (here / ".designdoc.toml").write_text("[pipeline]\nparallelism = 2\n")
        (there / ".designdoc.toml").write_text("[pipeline]\nparallelism = 3\n")
        monkeypatch.chdir(here)
        by_default = load_settings(run={}, environ={"DESIGNDOC_REPO": ""}, stages=STAGES, languages=LANGUAGES)
        by_run = load_settings(
            run={"repo": "../there"}, environ={"DESIGNDOC_REPO": "/nowhere"}, stages=STAGES, languages=LANGUAGES
        )
        assert (by_default.repo, by_default.pipeline.parallelism) == (here, 2)
        assert (by_run.repo, by_run.pipeline.parallelism) == (there, 3)

    def test_may_be_written_with_a_tilde(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HOME", str(tmp_path))
        assert load(Path("~/pay")).repo == tmp_path / "pay"
        assert "DESIGNDOC_REPO" in error_of(Path("~nobody-of-that-name/pay"))

    def test_need_not_exist_nor_be_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        assert load(tmp_path / "missing").repo == tmp_path / "missing"
        assert load(tmp_path / "file").repo == tmp_path / "file"

    def test_is_named_without_links_so_that_one_target_has_one_budget(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to(tmp_path)
        assert load(tmp_path / "link").repo == tmp_path

    def test_in_a_circle_of_links_is_an_error(self, tmp_path: Path) -> None:
        (tmp_path / "a").symlink_to("b")
        (tmp_path / "b").symlink_to("a")
        assert "DESIGNDOC_REPO" in error_of(tmp_path / "a")

    def test_as_a_url_does_not_show_its_password(self, tmp_path: Path) -> None:
        settings = load(tmp_path, run={"repo": "https://me:hunter2@example.org/pay.git"})
        assert str(settings.repo) == "https://example.org/pay.git"
        assert "hunter2" not in f"{settings!r} {settings.public()}"
        error = error_of(tmp_path, run={"repo": "ftp://me:hunter2@example.org/pay.git"})
        assert error.startswith("run configuration `repo` is")
        assert "a folder on this machine, or a URL that git fetches from" in error
        assert "hunter2" not in error

    def test_that_is_wrong_does_not_bring_up_the_file_of_another_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / ".designdoc.toml").write_text("[nonsense]")
        monkeypatch.chdir(tmp_path)
        assert "nonsense" not in error_of(tmp_path, run={"repo": 7})


class TestValues:
    def test_an_empty_variable_counts_as_unset(self, tmp_path: Path) -> None:
        names = [setting.rule.variable for setting in SETTINGS if setting.rule.variable]
        environ = {name: " " for name in names if name != "DESIGNDOC_REPO"} | {"DESIGNDOC_FORMER": ""}
        assert load(tmp_path, environ=environ) == load(tmp_path)

    def test_none_in_run_configuration_counts_as_unset(self, tmp_path: Path) -> None:
        run = {"repo": None, "pipeline": {"parallelism": None}, "models": None}
        assert load(tmp_path, run=run) == load(tmp_path)

    def test_other_variables_are_nobodys_business(self, tmp_path: Path) -> None:
        environ = {"PATH": "/bin", "ANTHROPIC_API_KEY": "sk-ant-1234567890", "DESIGNDOCS": "1"}
        assert load(tmp_path, environ=environ) == load(tmp_path)

    def test_money_is_exact(self, tmp_path: Path) -> None:
        assert load(tmp_path, "[pipeline]\nmax_budget_usd = 0.1").pipeline.max_budget_usd == Decimal("0.1")
        assert load(tmp_path, environ={"DESIGNDOC_BUDGET_USD": "0.1"}).pipeline.max_budget_usd == Decimal("0.1")
        assert load(tmp_path, "[pipeline]\nmax_budget_usd = 0").pipeline.max_budget_usd == 0

    @pytest.mark.parametrize("value", ["-1", "nan", "inf", "-inf", "true", '"5"', "1e300", "[5]", "0x" + "f" * 9000])
    def test_a_budget_is_a_number_of_dollars_that_is_not_negative(self, tmp_path: Path, value: str) -> None:
        error = error_of(tmp_path, f"[pipeline]\nmax_budget_usd = {value}")
        assert error.startswith("[pipeline] max_budget_usd in .designdoc.toml is ")
        assert error.endswith("it must be a number from 0 to 1000000 (US dollars).")

    @pytest.mark.parametrize("value", ["nan", "inf", "five", "-1", "1_0", "$5", "1" * 5000])
    def test_the_variable_of_the_budget_takes_the_same(self, tmp_path: Path, value: str) -> None:
        error = error_of(tmp_path, environ={"DESIGNDOC_BUDGET_USD": value})
        assert error.startswith("DESIGNDOC_BUDGET_USD is ")
        assert len(error) < 250

    @pytest.mark.parametrize(
        "value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), float("nan"), True, [], {}]
    )
    def test_run_configuration_takes_the_same(self, tmp_path: Path, value: object) -> None:
        assert "`pipeline.max_budget_usd` is" in error_of(tmp_path, run={"pipeline": {"max_budget_usd": value}})

    @pytest.mark.parametrize("value", ["0", "129", "8.0", "true", '"8"', "1979-05-27"])
    def test_parallelism_is_a_whole_number_of_calls(self, tmp_path: Path, value: str) -> None:
        assert "it must be a whole number from 1 to 128" in error_of(tmp_path, f"[pipeline]\nparallelism = {value}")

    @pytest.mark.parametrize("value", ["2", "-1", "1.0", '"on"', '""', "[]", "0x" + "f" * 9000])
    def test_yes_and_no_are_strict(self, tmp_path: Path, value: str) -> None:
        assert "it must be true, false, 1, 0, yes or no" in error_of(tmp_path, f"[languages]\ninclude_tests = {value}")

    def test_resume_is_accepted_and_says_that_it_changes_nothing(self, tmp_path: Path) -> None:
        assert load(tmp_path, "[pipeline]\nresume = true").warnings == ()
        (warning,) = load(tmp_path, "[pipeline]\nresume = false").warnings
        assert "[pipeline] resume in .designdoc.toml changes nothing" in warning

    def test_a_language_that_is_not_supported_is_an_error_that_names_those_that_are(self, tmp_path: Path) -> None:
        error = error_of(tmp_path, '[languages]\ninclude = ["python", "cobol"]')
        assert '[languages] include in .designdoc.toml names "cobol"' in error
        assert "allowed are go, python." in error

    def test_a_stage_is_named_by_its_kind(self, tmp_path: Path) -> None:
        error = error_of(tmp_path, '[stages]\nskip = ["class_docs"]')
        assert "did you mean class_doc?" in error
        assert all(stage in error for stage in STAGES)

    def test_a_stage_both_skipped_and_run_alone_is_an_error_wherever_they_are_given(self, tmp_path: Path) -> None:
        error = error_of(tmp_path, '[stages]\nskip = ["document"]', run={"stages": {"only": ["class_doc", "document"]}})
        assert error == (
            "[stages] skip in .designdoc.toml and run configuration `stages.only` both name document; "
            "a kind can be in one of them."
        )
        assert load(tmp_path, '[stages]\nskip = ["document"]\nonly = ["class_doc"]').stages.only == ("class_doc",)

    @pytest.mark.parametrize("pattern", ["!", "\\\\", "", "[z-a]", "a\\nb", "x" * 501, "*a*a*a*b", "**/" * 4 + "a"])
    def test_what_gitignore_does_not_take_is_no_pattern(self, tmp_path: Path, pattern: str) -> None:
        assert "a gitignore pattern" in error_of(tmp_path, f'[languages]\nexclude_paths = ["ok", "{pattern}"]')

    @pytest.mark.parametrize(
        "branch", ["-f", "a..b", "a b", "a/", "a.lock", "/a", "a@{1}", "a~1", ".a", "a\\u0000", ""]
    )
    def test_a_branch_that_git_refuses_is_refused(self, tmp_path: Path, branch: str) -> None:
        assert "a branch name" in error_of(tmp_path, f'[output]\nbranch = "{branch}"')

    def test_a_ref_cannot_be_an_option_of_git(self, tmp_path: Path) -> None:
        assert "DESIGNDOC_REF is" in error_of(tmp_path, environ={"DESIGNDOC_REF": "--upload-pack=x"})
        assert load(tmp_path, environ={"DESIGNDOC_REF": "HEAD~1"}).ref == "HEAD~1"

    def test_a_relative_output_folder_is_relative_to_the_target(self, tmp_path: Path) -> None:
        assert load(tmp_path).output.dir == Path("docs/design")
        assert load(tmp_path, environ={"DESIGNDOC_OUTPUT": "../out"}).output.dir == Path("../out")
        assert load(tmp_path, environ={"DESIGNDOC_OUTPUT": "/out"}).output.dir == Path("/out")

    def test_an_output_in_object_storage_shows_no_password(self, tmp_path: Path) -> None:
        settings = load(tmp_path, environ={"DESIGNDOC_OUTPUT": "s3://me:hunter2@bucket/docs?token=hunter2"})
        assert str(settings.output.dir) == "s3://bucket/docs"
        assert "hunter2" not in f"{settings!r} {settings.public()}"
        assert "object storage" in error_of(tmp_path, environ={"DESIGNDOC_OUTPUT": "https://example.org/docs"})

    @pytest.mark.parametrize("folder", ["/out", "../out", "s3://bucket/docs"])
    def test_docs_go_to_a_branch_or_to_another_place_but_not_to_both(self, tmp_path: Path, folder: str) -> None:
        environ = {"DESIGNDOC_OUTPUT_BRANCH": "docs", "DESIGNDOC_OUTPUT": folder}
        assert "as DESIGNDOC_OUTPUT_BRANCH is set" in error_of(tmp_path, environ=environ)
        assert load(tmp_path, environ=environ | {"DESIGNDOC_OUTPUT": "book"}).output.dir == Path("book")


class TestPrices:
    def test_are_dollars_per_million_tokens_by_model(self, tmp_path: Path) -> None:
        file = '[models.prices]\n"x-1.5" = {input = 2.0, output = 10.0, cache_read = 0.2}\ny = {input = 0, output = 0}'
        assert load(tmp_path, file).models.prices == {
            "x-1.5": Price(Decimal("2.0"), Decimal("10.0"), cache_read=Decimal("0.2")),
            "y": Price(Decimal(0), Decimal(0)),
        }

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("x = 5", '"x" is not usable'),
            ("x = {input = 1}", "input and output are needed"),
            ("x = {input = 1, output = -1}", 'output of "x" is -1'),
            ("x = {input = nan, output = 1}", 'input of "x" is nan'),
            ("x = {input = 1, output = 1, cached = 1}", 'a key of "x" is "cached"'),
            ("x.5 = {input = 1, output = 1}", "a model's name with a dot in it needs quotes"),
            ('"" = {input = 1, output = 1}', "a model's name"),
        ],
    )
    def test_that_are_wrong_say_where(self, tmp_path: Path, text: str, part: str) -> None:
        error = error_of(tmp_path, f"[models.prices]\n{text}")
        assert error.startswith("[models] prices in .designdoc.toml")
        assert part in error

    def test_of_run_configuration_and_file_are_joined_by_model(self, tmp_path: Path) -> None:
        run = {"models": {"prices": {"a": price(1)}}}
        settings = load(tmp_path, as_toml("models.prices", {"a": price(9), "b": price(9)}), run=run)
        assert {name: p.input for name, p in settings.models.prices.items()} == {"a": 1, "b": 9}
        assert settings.place_of("models.prices.a") == "run configuration `models.prices`"
        assert settings.place_of("models.prices.b") == "[models] prices in .designdoc.toml"

    @pytest.mark.parametrize("variable", ["DESIGNDOC_BUDGET_USD=5", "DESIGNDOC_BUDGET_WINDOW=day", ""])
    def test_of_the_file_cannot_lift_a_cap_of_the_operator(self, tmp_path: Path, variable: str) -> None:
        environ = dict([variable.split("=")]) if variable else {}
        run = {"models": {"prices": {"a": price(0)}}}
        settings = load(tmp_path, as_toml("models.prices", {"b": price(0)}), environ=environ, run=run)
        assert not settings.models.prices["a"].raise_only
        assert settings.models.prices["b"].raise_only == bool(variable)


class TestTheFileOfTheTarget:
    @pytest.mark.parametrize(("by_file", "holds"), [("50", 5), ("2", 2), ("5", 5)])
    def test_can_only_tighten_the_budget_of_the_operator(self, tmp_path: Path, by_file: str, holds: int) -> None:
        file = f"[pipeline]\nmax_budget_usd = {by_file}"
        by_environment = load(tmp_path, file, environ={"DESIGNDOC_BUDGET_USD": "5"})
        by_run = load(tmp_path, file, run={"pipeline": {"max_budget_usd": 5}}, environ={"DESIGNDOC_BUDGET_USD": "1"})
        assert by_environment.pipeline.max_budget_usd == by_run.pipeline.max_budget_usd == holds
        tightened = holds == 2
        assert bool(by_environment.warnings) == tightened
        expected = "[pipeline] max_budget_usd in .designdoc.toml" if tightened else "DESIGNDOC_BUDGET_USD"
        assert by_environment.place_of("pipeline.max_budget_usd") == expected

    def test_sets_the_budget_where_the_operator_did_not(self, tmp_path: Path) -> None:
        assert load(tmp_path, "[pipeline]\nmax_budget_usd = 50").pipeline.max_budget_usd == 50

    @pytest.mark.parametrize(("by_file", "holds"), [(50, 4), (2, 2)])
    def test_can_only_tighten_the_parallelism_of_the_operator(self, tmp_path: Path, by_file: int, holds: int) -> None:
        settings = load(tmp_path, f"[pipeline]\nparallelism = {by_file}", environ={"DESIGNDOC_PARALLELISM": "4"})
        assert settings.pipeline.parallelism == holds

    @pytest.mark.parametrize(
        ("environ", "by_file", "holds"),
        [
            ({"DESIGNDOC_BUDGET_USD": "5"}, "run", "month"),
            ({"DESIGNDOC_BUDGET_USD": "5"}, "day", "month"),
            ({"DESIGNDOC_BUDGET_USD": "5"}, "total", "total"),
            ({"DESIGNDOC_BUDGET_WINDOW": "total"}, "month", "total"),
            ({"DESIGNDOC_BUDGET_WINDOW": "day"}, "month", "month"),
            ({"DESIGNDOC_BUDGET_WINDOW": "run"}, "day", "run"),
            ({}, "run", "run"),
        ],
    )
    def test_cannot_renew_the_budget_of_the_operator_more_often(
        self, tmp_path: Path, environ: dict[str, str], by_file: str, holds: str
    ) -> None:
        settings = load(tmp_path, f'[pipeline]\nbudget_window = "{by_file}"', environ=environ)
        assert settings.pipeline.budget_window == holds
        assert bool(settings.warnings) == bool(environ)

    @pytest.mark.parametrize(
        "folder", ["/etc", "..", "a/../../b", "a/../b", ".", "", "~/x", ".git", ".GIT/hooks", "out", "git/x", "s3://b"]
    )
    def test_cannot_send_the_docs_out_of_the_target(self, tmp_path: Path, folder: str) -> None:
        repo = tmp_path / "repo"
        (repo / ".git").mkdir(parents=True)
        (repo / "out").symlink_to(tmp_path)
        (repo / "git").symlink_to(".git")
        error = error_of(repo, f'[output]\ndir = "{folder}"')
        assert "[output] dir in .designdoc.toml is" in error

    def test_may_choose_a_folder_in_the_target(self, tmp_path: Path) -> None:
        (tmp_path / "real").mkdir()
        (tmp_path / "link").symlink_to("real")
        assert load(tmp_path, '[output]\ndir = "link/docs"').output.dir == Path("link/docs")

    def test_of_a_fetched_target_decides_no_limit_model_price_server_or_path(self, tmp_path: Path) -> None:
        file = """
            [pipeline]
            max_budget_usd = "not even looked at"
            budget_window = "run"
            parallelism = 100
            [models]
            doer = "dear"
            checker = "dear"
            [models.prices]
            dear = {input = 0, output = 0}
            [output]
            dir = "/etc"
            branch = "main"
            [languages]
            exclude_paths = ["gen/"]
            """
        settings = load(tmp_path, file, fetched=True)
        plain = load(tmp_path, "", fetched=True)
        assert (settings.pipeline, settings.models) == (plain.pipeline, plain.models)
        assert settings.output == plain.output
        assert settings.languages.exclude_paths == ("gen/",)
        assert len(settings.warnings) == 8
        assert (
            "[pipeline] max_budget_usd in .designdoc.toml is not taken, as the target was fetched from a URL; "
            "use DESIGNDOC_BUDGET_USD instead." in settings.warnings
        )
        prices = next(warning for warning in settings.warnings if "prices" in warning)
        assert prices.endswith("as the target was fetched from a URL."), "there is no other place for them"

    @pytest.mark.parametrize("setting", ["[mcp]\nperplexity = true", '[output]\ndiagram_format = "mermaid"'])
    def test_is_told_which_of_its_settings_would_change_nothing(self, tmp_path: Path, setting: str) -> None:
        assert "has no effect: " in error_of(tmp_path, setting)
        assert "Remove it." in error_of(tmp_path, setting)

    def test_does_not_bind_the_operator_of_a_fetched_target(self, tmp_path: Path) -> None:
        environ = {"DESIGNDOC_BUDGET_USD": "50", "DESIGNDOC_OUTPUT": "/srv/docs"}
        settings = load(tmp_path, "[pipeline]\nmax_budget_usd = 2", environ=environ, fetched=True)
        assert settings.pipeline.max_budget_usd == 50
        assert settings.output.dir == Path("/srv/docs")


class TestAFileThatCannotBeUsed:
    def test_says_in_which_line_its_syntax_is_wrong(self, tmp_path: Path) -> None:
        error = error_of(tmp_path, "[pipeline]\n\nparallelism = = 3\n")
        assert error.startswith(".designdoc.toml in the target is not valid TOML")
        assert "line 3" in error

    def test_says_that_it_is_not_utf8(self, tmp_path: Path) -> None:
        assert "is not UTF-8 (line 2)" in error_of(tmp_path, b"# ok\n# caf\xe9\n")
        assert "is not UTF-8" in error_of(tmp_path, "[pipeline]".encode("utf-16"))

    def test_may_start_with_a_byte_order_mark(self, tmp_path: Path) -> None:
        assert load(tmp_path, b"\xef\xbb\xbf[pipeline]\r\nparallelism = 2\r\n").pipeline.parallelism == 2

    def test_is_not_read_beyond_a_mebibyte(self, tmp_path: Path) -> None:
        largest = b"#" * 2**20
        assert load(tmp_path, largest).warnings == ()
        assert "is larger than 1024 KiB" in error_of(tmp_path, largest + b"#")

    @pytest.mark.parametrize(
        "text", ["a = " + "[" * 100_000, "a = " + "{b=" * 9_000, "a = " + "9" * 5_000, "a" + ".a" * 500_000 + " = 1"]
    )
    def test_cannot_wear_the_parser_out(self, tmp_path: Path, text: str) -> None:
        assert error_of(tmp_path, text).startswith(".designdoc.toml in the target ")

    def test_with_thousands_of_wrong_keys_gets_a_short_error(self, tmp_path: Path) -> None:
        error = error_of(tmp_path, "".join(f"wrong{i} = 1\n" for i in range(20_000)))
        assert error.startswith("20000 settings are wrong:\n- wrong0 in .designdoc.toml is not a section")
        assert error.endswith("- and 19980 more.")

    def test_is_refused_as_a_folder_a_pipe_and_a_link_to_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / ".designdoc.toml"
        path.mkdir()
        assert "is not a regular file" in error_of(tmp_path)
        path.rmdir()
        os.mkfifo(path)
        assert "is not a regular file" in error_of(tmp_path)
        path.unlink()
        path.symlink_to("missing")
        assert "is a link to nothing" in error_of(tmp_path)
        path.unlink()
        path.symlink_to(".designdoc.toml")
        assert "links in a circle" in error_of(tmp_path)

    def test_is_not_followed_out_of_the_target(self, tmp_path: Path) -> None:
        repo = tmp_path / "repo"
        repo.mkdir()
        (tmp_path / "other.toml").write_text('[models]\ndoer = "secret"')
        (repo / ".designdoc.toml").symlink_to(tmp_path / "other.toml")
        error = error_of(repo)
        assert "is a link out of the target" in error
        assert "secret" not in error

    def test_may_be_a_link_inside_the_target(self, tmp_path: Path) -> None:
        (tmp_path / "conf.toml").write_text("[pipeline]\nparallelism = 2")
        (tmp_path / ".designdoc.toml").symlink_to("conf.toml")
        assert load(tmp_path).pipeline.parallelism == 2

    @pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
    def test_says_that_it_may_not_be_read(self, tmp_path: Path) -> None:
        (tmp_path / ".designdoc.toml").touch(mode=0)
        assert "cannot be read (Permission denied)" in error_of(tmp_path)


class TestErrors:
    def test_name_the_closest_section_key_and_variable(self, tmp_path: Path) -> None:
        file = "[pipelin]\n[pipeline]\nmax_budget = 3\n"
        error = error_of(tmp_path, file, environ={"DESIGNDOC_BUDGET": "3"}, run={"model": {}, "output": {"dri": "x"}})
        for sentence in (
            "DESIGNDOC_BUDGET is not a setting (did you mean DESIGNDOC_BUDGET_USD?);",
            "run configuration `model` is not a section (did you mean models?);",
            "run configuration `output.dri` is not a setting (did you mean dir?);",
            "pipelin in .designdoc.toml is not a section (did you mean pipeline?);",
            "[pipeline] max_budget in .designdoc.toml is not a setting (did you mean max_budget_usd?);",
        ):
            assert sentence in error

    def test_list_every_wrong_setting_of_every_source(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError) as caught:
            load(
                tmp_path,
                '[pipeline]\nparallelism = 0\nbudget_window = "year"',
                environ={"DESIGNDOC_WRITER": "gpt", "DESIGNDOC_PARALLELISM": "many"},
                run={"stages": {"diagrams": "none"}},
            )
        assert caught.value.problems == (
            'DESIGNDOC_PARALLELISM is "many"; it must be a whole number from 1 to 128.',
            'run configuration `stages.diagrams` is "none"; it must be "static" or "model".',
            'DESIGNDOC_WRITER is "gpt"; it must be "auto" or "static" or "claude".',
            '[pipeline] budget_window in .designdoc.toml is "year"; it must be "month" or "day" or "run" or "total".',
            "[pipeline] parallelism in .designdoc.toml is 0; it must be a whole number from 1 to 128.",
        )
        assert str(caught.value).startswith("5 settings are wrong:\n- ")

    def test_say_to_which_section_a_stray_key_belongs(self, tmp_path: Path) -> None:
        assert "it belongs to pipeline" in error_of(tmp_path, "max_budget_usd = 3")
        assert "it belongs to pipeline" in error_of(tmp_path, run={"max_budget_usd": 3})

    def test_say_that_a_section_is_no_value(self, tmp_path: Path) -> None:
        assert "pipeline in .designdoc.toml is 3; it must be a section" in error_of(tmp_path, "pipeline = 3")

    @pytest.mark.parametrize(
        "file",
        [
            'api_key = "hunter2"',
            '[models]\napi_key = "hunter2"',
            '[writer]\nANTHROPIC_API_KEY = "hunter2"',
            '[anthropic]\nmodel = "hunter2"\napi_key = "hunter2"',
        ],
    )
    def test_send_secrets_to_the_environment_without_showing_them(self, tmp_path: Path, file: str) -> None:
        error = error_of(tmp_path, file)
        assert "secrets are never settings; remove it and set ANTHROPIC_API_KEY" in error
        assert "hunter2" not in error

    def test_show_no_secret_that_strayed_into_a_setting(self, tmp_path: Path) -> None:
        error = error_of(
            tmp_path,
            '[models.prices]\napi_key = "hunter2"',
            environ={
                "DESIGNDOC_MODEL": "sk-ant-hunter2-hunter2",
                "DESIGNDOC_JOURNAL_URL": "mysql://me:hunter2@db/x",
                "DESIGNDOC_API_KEY": "hunter2",
            },
        )
        assert error.startswith("4 settings are wrong")
        assert "hunter2" not in error

    def test_are_safe_to_print(self, tmp_path: Path) -> None:
        error = error_of(tmp_path, '"\\u001b[2J\\nok" = 1\n[writer]\nkind = "\\u202e\\u0007' + "x" * 500 + '"')
        assert "\x1b" not in error
        assert "\u202e" not in error
        assert all(len(line) < 300 for line in error.splitlines())


class TestWhatMayBeShown:
    def test_is_plain_data_without_the_path_of_the_target(self, tmp_path: Path) -> None:
        environ = {"DESIGNDOC_OUTPUT": str(tmp_path / "out"), "DESIGNDOC_JOURNAL_URL": f"sqlite:///{tmp_path}/j.db"}
        settings = load(tmp_path, as_toml("models.prices", {"m": price(1)}), environ=environ)
        public = settings.public()
        assert str(tmp_path) not in json.dumps(public)
        assert public["output"]["dir"] == "out"
        assert public["journal_url"] == "sqlite://j.db"
        assert public["pipeline"]["max_budget_usd"] == 5.0
        assert public["models"]["prices"]["m"]["input"] == 1.0

    def test_names_the_server_of_the_journal(self, tmp_path: Path) -> None:
        environ = {"DESIGNDOC_JOURNAL_URL": "postgresql+psycopg://me:hunter2@db.local:5432/journal?sslmode=require"}
        assert load(tmp_path, environ=environ).public()["journal_url"] == "postgresql+psycopg://db.local:5432/journal"

    @given(
        noise=st.text("abc:/?@#&=%.", max_size=6),
        form=st.sampled_from(
            [
                "postgresql://me:{}@db/x",
                "postgresql://db/x?password={}",
                "sqlite:///x?key={}",
                "postgresql://:{}@/x?a=b",
            ]
        ),
    )
    def test_is_never_a_password(self, noise: str, form: str) -> None:
        url = form.format(f"hunter2{noise}hunter3")
        settings = load(Path("/nowhere"), environ={"DESIGNDOC_JOURNAL_URL": url})
        for shown in (json.dumps(settings.public()), repr(settings)):
            assert "hunter" not in shown


SCALARS = (
    st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(codec="utf-8"), max_size=20)
    | st.sampled_from(["static", "month", "total", "../x", "/x", "docs", "class_doc", "python", "!", "[z-a]", "s3://"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["input", "output", "cache_read", "m"]) | st.text("ab.", max_size=3), inner)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from([setting.key for setting in SETTINGS]) | st.text(st.characters(codec="utf-8"), max_size=8)
SECTION_NAMES = st.sampled_from(sorted({setting.section for setting in SETTINGS if setting.section})) | KEYS
WRONG = st.dictionaries(SECTION_NAMES, st.dictionaries(KEYS, VALUES, max_size=5) | VALUES, max_size=5)


USABLE = {setting.name: list(PRECEDENCE[setting.name][::2]) for setting in SETTINGS if setting.section}
USABLE["pipeline.max_budget_usd"] += [0, 4.99, 5, 5.01, 1_000_000]
USABLE["pipeline.parallelism"] += [4, 5, 128]
USABLE["pipeline.budget_window"] += ["month", "run"]
USABLE["output.dir"] += ["..", "../x", "/", "a/..", "./a", "a//b", "a\\..\\..\\b", "…"]
RIGHT = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in USABLE.items()}).map(
    lambda chosen: {
        section: {name.split(".")[1]: value for name, value in chosen.items() if name.startswith(section + ".")}
        for section in {name.split(".")[0] for name in chosen}
    }
)


def inline_toml(value: object) -> str:
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(inline_toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{inline_toml(key)} = {inline_toml(item)}' for key, item in value.items())}}}"
        case _:
            return repr(value)


class TestWhateverStandsInTheFile:
    @hypothesis_settings(max_examples=300, deadline=None)
    @given(WRONG | RIGHT)
    def test_it_is_taken_or_refused_and_never_loosens_a_limit_or_leaves_the_target(
        self, tables: dict[str, Any]
    ) -> None:
        text = "".join(f"{inline_toml(name)} = {inline_toml(table)}\n" for name, table in tables.items())
        assert tomllib.loads(text).keys() == tables.keys()
        environ = {"DESIGNDOC_BUDGET_USD": "5", "DESIGNDOC_PARALLELISM": "4"}
        with tempfile.TemporaryDirectory() as folder:
            repo = Path(folder).resolve()
            try:
                settings = load(repo, text, environ=environ)
            except SettingsError as error:
                assert error.problems
                return
            assert 0 <= settings.pipeline.max_budget_usd <= 5
            assert 1 <= settings.pipeline.parallelism <= 4
            assert settings.pipeline.budget_window in ("month", "total")
            written = settings.output.dir
            assert isinstance(written, Path)
            assert (repo / written).resolve().is_relative_to(repo)
            assert all(price.raise_only for price in settings.models.prices.values())
            json.dumps(settings.public(), allow_nan=False)

    @hypothesis_settings(max_examples=200, deadline=None)
    @given(st.binary(max_size=60) | st.text("[]{}=.\"'#\n\\ab1", max_size=60).map(str.encode))
    def test_bytes_that_are_no_settings_are_refused_with_a_sentence(self, content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            try:
                assert load(Path(folder), content).warnings == ()
            except SettingsError as error:
                assert str(error).endswith(".")
