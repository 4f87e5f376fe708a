"""Variables that code of NestJS asks its `ConfigService` for."""

from collections.abc import Iterable

from designdoc_assets.languages.ecmascript.frameworks.literals import string
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.settings import Setting

_ASKS = frozenset({"get", "getOrThrow"})


class NestSettings(Framework):
    """`this.configService.get("PORT", 3000)`, in files that import the service."""

    name = "NestJS"

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables, by their names in capitals."""
        for path, facts in code.files.items():
            if not any(each.module == "@nestjs/config" and each.name == "ConfigService" for each in facts.imports):
                continue
            for call in facts.named_calls:
                receiver, _, verb = call.function.rpartition(".")
                values = [value for _, value in call.arguments]
                name = string(values[0]) if values else None
                if verb in _ASKS and "config" in receiver.rpartition(".")[2].lower() and name and name.isupper():
                    default = values[1] if len(values) > 1 and not values[1].startswith("{") else ""
                    yield Setting(name, path, call.line, default=default, is_required=verb == "getOrThrow")


FRAMEWORK = NestSettings()
