"""viper: keys of configuration, their defaults, and the variables that are bound to them."""

import re
from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.literals import strings, told
from designdoc_assets.languages.go.frameworks.origins import Origins
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.settings import Setting

_PACKAGE = "github.com/spf13/viper"
_PLACE = "Configuration, by viper"
_TYPES = {
    **{"GetString": "string", "GetBool": "bool", "GetInt": "int", "GetDuration": "time.Duration"},
    **{"GetStringSlice": "[]string", "GetFloat64": "float64", "GetInt64": "int64", "GetUint": "uint"},
    **{"GetStringMapString": "map[string]string", "GetInt32": "int32", "GetTime": "time.Time"},
}
_PREFIX = "SetEnvPrefix"
_ALL_KEYS = frozenset({_PREFIX, "AutomaticEnv", "SetEnvKeyReplacer"})
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")
_REPLACER = re.compile(r'strings\.NewReplacer\((?P<pairs>"[^"]*"(?:,\s*"[^"]*")*),?\)')


class Viper(Framework):
    """`viper.SetDefault("port", 80)`, `viper.GetInt("port")`, `viper.BindEnv("port", "PORT")`, `viper.AutomaticEnv`."""

    name = "viper"
    calls = frozenset({"SetDefault", "BindEnv", *_ALL_KEYS, *_TYPES})

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the keys, and the variables that are named for them."""
        origins = Origins(code)
        told_of = [
            (path, each, len(origin.steps) == 1)
            for path, facts in code.files.items()
            for each in facts.registrations
            if each.simple_name in self.calls
            and (origin := origins.of(path, each)) is not None
            and origin.package == _PACKAGE
        ]
        variables = _Variables(code, [(path, each) for path, each, is_shared in told_of if is_shared])
        for path, each, is_shared in told_of:
            key = told(code, path, each.argument(0))
            if key is None or each.simple_name in _ALL_KEYS:
                continue
            default = each.argument(1) if each.simple_name == "SetDefault" else ""
            type_ = _TYPES.get(each.simple_name, "")
            yield Setting(key, path, each.line, _PLACE, type=type_, default=default)
            is_bound = each.simple_name == "BindEnv"
            by_key = variables.are_automatic or (is_bound and len(each.arguments) == 1)
            if is_shared and by_key and (name := variables.named(key)):
                yield Setting(name, path, each.line, type=type_, default=default)
            for _, written in each.arguments[1:] if is_bound else ():
                if bound := told(code, path, written):
                    yield Setting(bound, path, each.line)


class _Variables:
    """The variables that set keys by their own names, `SHOP_PORT`; of viper's one shared instance alone."""

    def __init__(self, code: Code, told_of: Iterable[tuple[str, Registration]]) -> None:
        found: dict[str, set[str | None]] = {name: set() for name in _ALL_KEYS}
        for path, each in told_of:
            if each.simple_name in _ALL_KEYS:
                written = each.argument(0)
                found[each.simple_name].add(told(code, path, written) if each.simple_name == _PREFIX else written)
        self.are_automatic = bool(found["AutomaticEnv"])
        """Whether all keys have one, or only those that are bound."""
        prefixes, replacers = found[_PREFIX] or {""}, found["SetEnvKeyReplacer"]
        replacer = _REPLACER.fullmatch(next(iter(replacers)) or "") if len(replacers) == 1 else None
        self._is_known = len(prefixes) == 1 and None not in prefixes and (replacer is not None or not replacers)
        self._prefix = next(iter(prefixes)) or ""
        texts = strings(replacer["pairs"]) if replacer is not None else ()
        self._replaced = tuple(zip(texts[::2], texts[1::2], strict=False))

    def named(self, key: str) -> str:
        """Return the variable of a key; empty where that is not known, or no shell could set it."""
        name = (f"{self._prefix}_{key}" if self._prefix else key).upper()
        for old, new in self._replaced:
            name = name.replace(old, new)
        return name if self._is_known and _VARIABLE.fullmatch(name) else ""


FRAMEWORK = Viper()
