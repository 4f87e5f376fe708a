"""Settings from all their sources: who wins, what the target may not decide, and what does not fit together."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from designdoc_assets.settings.addresses import Url
from designdoc_assets.settings.file import read_file
from designdoc_assets.settings.layers import Given, Layer, from_environment, from_file, from_run, in_run
from designdoc_assets.settings.model import DEFAULT, Settings
from designdoc_assets.settings.problems import InvalidValueError, SettingsError, named, not_a_setting, shown
from designdoc_assets.settings.table import SECTIONS, SETTINGS

TargetFile = Callable[[Path | Url, str | None], Mapping[str, object]]
"""Returns what a target's settings file says, at a ref or in its folder."""

_BUDGET, _WINDOW, _PARALLELISM = "pipeline.max_budget_usd", "pipeline.budget_window", "pipeline.parallelism"
_PRICES = "models.prices"
_STRICTER_WINDOWS = {"run": {"total"}, "day": {"month", "total"}, "month": {"total"}, "total": set[str]()}
"""Windows in which the same cap surely allows no more. A run may outlast a day, and a day may hold many runs."""


def _in_folder(repo: Path | Url, _ref: str | None) -> Mapping[str, object]:
    assert isinstance(repo, Path)
    return read_file(repo)


def load_settings(  # noqa: PLR0913 - all that has a say
    *,
    run: Mapping[str, object],
    environ: Mapping[str, str],
    stages: Collection[str],
    languages: Collection[str],
    target_file: TargetFile = _in_folder,
    places: Mapping[str, str] = MappingProxyType({}),
) -> Settings:
    """Return the settings of a run: its configuration, then the environment, then the target's file, then defaults.

    Args:
        run: Run configuration: the sections and keys of the file, and `repo`, `ref` and `journal_url` beside the
            sections: `{"repo": "~/pay", "pipeline": {"max_budget_usd": 2}}`. None is unset.
        environ: The environment. An empty variable is unset.
        stages: All kinds of artifacts, which `[stages]` may name.
        languages: All supported languages, which `[languages] include` may name.
        target_file: Reads the target's file. That of a target that is fetched from a URL decides no limit, model,
            price, server or path.
        places: Where in the run configuration people find a setting that stands elsewhere than its name tells.

    Raises:
        SettingsError: Settings are unknown or wrong; the error names them all.
    """
    problems: list[str] = []
    warnings: list[str] = []
    vocabulary = {"stages.skip": stages, "stages.only": stages, "languages.include": languages}
    asked = from_environment(environ, problems) | from_run(run, problems, places)
    operator = checked(asked, vocabulary, problems)
    by_file: Layer = {}
    repo = None if "repo" in asked.keys() - operator.keys() else _repo_of(operator, problems)
    ref = operator["ref"].value if "ref" in operator else None
    if repo and not (problems and (ref or isinstance(repo, Url))):  # what is wrong already needs no fetching
        try:
            given = from_file(target_file(repo, ref), problems)
        except SettingsError as error:
            problems.extend(error.problems)
        else:
            permitted = _permitted(given, places, warnings) if isinstance(repo, Url) else given
            by_file = checked(permitted, vocabulary, problems)
            if isinstance(repo, Path):
                _keep_inside(by_file, repo, problems)

    chosen = _merge(by_file, operator, warnings)
    _refuse_overlap(chosen, problems)
    _refuse_outside_branch(chosen, problems)
    if repo is None or problems:
        raise SettingsError(problems)
    if "pipeline.resume" in chosen and not chosen["pipeline.resume"].value:
        warnings.append(f"{chosen['pipeline.resume'].place} changes nothing: finished work is kept; `force` redoes it.")
    set_in = {name: given.place for name, given in chosen.items()}
    for layer in (by_file, operator):
        if prices := layer.get(_PRICES):
            set_in |= {f"{_PRICES}.{model}": prices.place for model in prices.value}
    values = {name: given.value for name, given in chosen.items()} | {"repo": repo}
    if not values.get("languages.include"):
        values["languages.include"] = tuple(languages)
    sections = {name: of(**_part(name, values)) for name, of in SECTIONS.items()}
    return Settings(**_part("", values), **sections, warnings=tuple(warnings), set_in=set_in)


def _part(section: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        setting.key: values[setting.name]
        for setting in SETTINGS
        if setting.section == section and setting.name in values
    }


def checked(layer: Layer, vocabulary: Mapping[str, Collection[str]], problems: list[str]) -> Layer:
    """Return the layer with typed values, without those that are wrong."""
    checked: Layer = {}
    for setting in SETTINGS:
        if not (given := layer.get(setting.name)):
            continue
        try:
            value = setting.rule.check(given.value)
        except InvalidValueError as error:
            problems.append(f"{given.place}{error}")
            continue
        allowed = vocabulary.get(setting.name)
        unknown = [] if allowed is None else [name for name in value if name not in allowed]
        if unknown:
            noun = setting.section.removesuffix("s")
            place = f'{given.place} names "{named(unknown[0])}", which'
            problems.append(not_a_setting(place, unknown[0], allowed or (), noun))
        else:
            checked[setting.name] = Given(value, given.place)
    return checked


def _repo_of(operator: Layer, problems: list[str]) -> Path | Url | None:
    """Return the target's path without links, which is also what money is counted by; a URL as it is."""
    given = operator.get("repo", Given(Path(), "the current directory"))
    if isinstance(given.value, Url):
        return given.value
    try:
        return Path(given.value).resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        problems.append(f"{given.place} cannot be followed to a folder ({named(str(error))}); name another one.")
        return None


def _permitted(given: Layer, places: Mapping[str, str], warnings: list[str]) -> Layer:
    """Return the settings that the file of a fetched target may set; of each that only the operator may, warn."""
    permitted = dict(given)
    for setting in SETTINGS:
        if setting.rule.operators and (refused := permitted.pop(setting.name, None)):
            place = places.get(setting.name)
            other = setting.rule.variable or (in_run(place) if place else None)
            instead = f"; use {other} instead" if other else ""
            warnings.append(f"{refused.place} is not taken, as the target was fetched from a URL{instead}.")
    return permitted


def _keep_inside(by_file: Layer, repo: Path, problems: list[str]) -> None:
    """Refuse an output folder that the target chose anywhere but below its own root, or in git's own folder."""
    if not (given := by_file.get("output.dir")):
        return
    written = given.value
    if isinstance(written, Url):
        problems.append(f"{given.place} is a URL; where docs go beside the target is the operator's to say.")
        return
    try:
        parts = (repo / written).resolve().relative_to(repo).parts
    except (OSError, RuntimeError, ValueError):
        parts = ()
    outside = written.anchor or ".." in written.parts or not parts
    if outside or ".git" in (part.lower() for part in parts):
        wrong = InvalidValueError(written, "a folder below the target's root, relative to it, and not git's own")
        problems.append(f"{given.place}{wrong}")


def _merge(by_file: Layer, operator: Layer, warnings: list[str]) -> Layer:
    """Return the values that hold. A limit that the operator set can be tightened by the file, and no more."""
    chosen = by_file | operator
    for name in (_BUDGET, _PARALLELISM):
        if name in by_file and name in operator:
            file, limit = by_file[name], operator[name]
            chosen[name] = _stricter(file, limit, file.value < limit.value, warnings)

    capped = _BUDGET in operator or _WINDOW in operator
    if capped and (window := by_file.get(_WINDOW)):
        in_force = operator.get(_WINDOW, Given(Settings().pipeline.budget_window, DEFAULT))
        chosen[_WINDOW] = _stricter(window, in_force, window.value in _STRICTER_WINDOWS[in_force.value], warnings)
        if chosen[_WINDOW].value != window.value:
            warnings.append(
                f"{window.place} is not taken: it could allow more than the operator's cap by {in_force.value}."
            )

    if _PRICES in by_file:
        prices = {model: replace(price, raise_only=capped) for model, price in by_file[_PRICES].value.items()}
        own = operator.get(_PRICES, Given({}, by_file[_PRICES].place))
        chosen[_PRICES] = Given(prices | own.value, own.place)
    return chosen


def _stricter(file: Given, limit: Given, tightens: bool, warnings: list[str]) -> Given:
    if tightens:
        warnings.append(f"{file.place} is {shown(file.value)}, stricter than {limit.place}, and holds.")
    return file if tightens else limit


def _refuse_overlap(chosen: Layer, problems: list[str]) -> None:
    skip, only = chosen.get("stages.skip"), chosen.get("stages.only")
    both = sorted(set(skip.value) & set(only.value)) if skip and only else []
    if skip and only and both:
        problems.append(f"{skip.place} and {only.place} both name {', '.join(both)}; a kind can be in one of them.")


def _refuse_outside_branch(chosen: Layer, problems: list[str]) -> None:
    """Refuse to commit docs to a branch and to put them somewhere else as well."""
    branch, place = chosen.get("output.branch"), chosen.get("output.dir")
    if branch and place:
        folder = place.value
        inside = isinstance(folder, Path) and not folder.anchor and ".." not in folder.parts and folder.parts
        if not inside:
            wrong = InvalidValueError(folder, f"a folder of the repository, relative to it, as {branch.place} is set")
            problems.append(f"{place.place}{wrong}")
