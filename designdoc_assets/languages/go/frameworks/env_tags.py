"""Tags of structs that name variables of the environment: `env:"PORT" envDefault:"80"`, `envconfig:"PORT"`."""

from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.settings import Setting

TAGGED = "tag"
"""What fields with such tags are registered as."""
_NAMES = ("env", "envconfig")
_DEFAULTS = ("envDefault", "default", "env-default")
_PREFIXES = ("envPrefix", "env-prefix")
_TRUE = frozenset({"true", "1"})


class EnvTags(Framework):
    """Structs that caarlos0/env, cleanenv, kelseyhightower/envconfig and sethvargo/go-envconfig fill."""

    name = "caarlos0/env, cleanenv, envconfig"

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables that fields name, with the prefix of the field that holds their struct."""
        prefixes: dict[Defined, list[str]] = {}
        found = list(_fields(code))
        for path, _, field, tags in found:
            prefix = _prefix(tags)
            meant = code.resolve.meaning(path, (field.type or "").lstrip("*")) if prefix else None
            if isinstance(meant, Defined):
                prefixes.setdefault(meant, []).append(prefix)
        for path, cls, field, tags in found:
            name, options = _name(tags)
            owner = code.resolve.defined(path, cls)
            for prefix in prefixes.get(owner, [""]) if name else ():
                yield Setting(
                    f"{prefix}{name}",
                    path,
                    field.line,
                    type=field.type or "",
                    default=_default(tags, options),
                    about=tags.get("env-description", "") or (field.doc.summary if field.doc is not None else ""),
                    is_required="required" in options or bool(_TRUE & {tags.get("required"), tags.get("env-required")}),
                    defined=owner,
                )


def _fields(code: Code) -> Iterator[tuple[str, Class, Attribute, Mapping[str, str]]]:
    for path, facts in code.files.items():
        tagged: dict[str, Registration] = {each.annotates: each for each in facts.registrations if each.name == TAGGED}
        for cls in facts.classes if tagged else ():
            for field in cls.attributes:
                if told := tagged.get(f"{cls.qualname}.{field.name}"):
                    yield path, cls, field, dict(told.arguments)


def _name(tags: Mapping[str, str]) -> tuple[str, list[str]]:
    written = next((tags[key] for key in _NAMES if key in tags), "")
    name, *options = written.split(",")
    return ("" if name == "-" else name), [each.strip() for each in options]


def _prefix(tags: Mapping[str, str]) -> str:
    given = next((tags[key] for key in _PREFIXES if key in tags), "")
    return given or next((each[7:] for each in _name(tags)[1] if each.startswith("prefix=")), "")


def _default(tags: Mapping[str, str], options: list[str]) -> str:
    told = next((tags[key] for key in _DEFAULTS if key in tags), None)
    told = told if told is not None else next((each[8:] for each in options if each.startswith("default=")), None)
    return f'"{told}"' if told else ""


FRAMEWORK = EnvTags()
