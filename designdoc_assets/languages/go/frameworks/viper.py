"""viper: keys of configuration, their defaults, and the variables that are bound to them."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.literals import told
from designdoc_assets.languages.go.frameworks.origins import Origins
from designdoc_assets.languages.settings import Setting

_PACKAGE = "github.com/spf13/viper"
_PLACE = "Configuration, by viper"
_TYPES = {
    **{"GetString": "string", "GetBool": "bool", "GetInt": "int", "GetDuration": "time.Duration"},
    **{"GetStringSlice": "[]string", "GetFloat64": "float64", "GetInt64": "int64", "GetUint": "uint"},
    **{"GetStringMapString": "map[string]string", "GetInt32": "int32", "GetTime": "time.Time"},
}


class Viper(Framework):
    """`viper.SetDefault("port", 80)`, `viper.GetInt("port")`, `viper.BindEnv("port", "PORT")`."""

    name = "viper"
    calls = frozenset({"SetDefault", "BindEnv", *_TYPES})

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the keys, and the variables that are named for them."""
        origins = Origins(code)
        for path, facts in code.files.items():
            for each in facts.registrations:
                if each.simple_name not in self.calls or (key := told(code, path, each.argument(0))) is None:
                    continue
                origin = origins.of(path, each)
                if origin is None or origin.package != _PACKAGE:
                    continue
                default = each.argument(1) if each.simple_name == "SetDefault" else ""
                yield Setting(key, path, each.line, _PLACE, type=_TYPES.get(each.simple_name, ""), default=default)
                for _, written in each.arguments[1:] if each.simple_name == "BindEnv" else ():
                    if name := told(code, path, written):
                        yield Setting(name, path, each.line)


FRAMEWORK = Viper()
