"""Schemas of the environment: of zod, envalid and t3-env."""

from collections.abc import Iterable, Iterator

from designdoc_assets.languages.ecmascript.frameworks.literals import calls, fields, string
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.settings import Setting

_PARSING = frozenset({"parse", "safeParse", "parseAsync", "safeParseAsync"})
_ENVIRONMENTS = ("process.env", "import.meta.env")
_OPTIONAL = frozenset({"optional", "nullish", "default", "catch"})
_T3 = ("server", "client", "shared")


class EnvSchemas(Framework):
    """`z.object({ PORT: z.coerce.number().default(80) }).parse(process.env)`, `cleanEnv`, `createEnv`."""

    name = "zod, envalid, t3-env"
    calls = frozenset({"z.object", "zod.object", "cleanEnv", "createEnv"})

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables of schemas by which the environment is read."""
        for path, facts in code.files.items():
            for each in facts.registrations:
                is_given = each.argument(0) in _ENVIRONMENTS
                if each.simple_name == "object" and each.receiver in {"z", "zod"} and _is_of_environment(facts, each):
                    yield from _zod(path, each.line, each.arguments)
                elif each.simple_name == "cleanEnv" and is_given and _is_from(facts, "envalid"):
                    yield from _envalid(path, each)
                elif each.simple_name == "createEnv" and _is_from(facts, "@t3-oss/"):
                    for part in _T3:
                        yield from _zod(path, each.line, fields(each.argument(-1, part)).items())


def _is_from(facts: FileFacts, module: str) -> bool:
    return any(each.module.startswith(module) for each in facts.imports)


def _is_of_environment(facts: FileFacts, schema: Registration) -> bool:
    """Whether the environment is read by a schema: itself, or by the name that it is put into."""
    for call in facts.named_calls:
        receiver, _, verb = call.function.rpartition(".")
        is_itself = receiver == "()" and call.line == schema.line
        is_schema = is_itself or (schema.result and receiver == schema.result)
        is_environment = bool(call.arguments) and call.arguments[0][1] in _ENVIRONMENTS
        if verb in _PARSING and is_schema and is_environment:
            return True
    return False


def _zod(path: str, line: int, given: Iterable[tuple[str, str]]) -> Iterator[Setting]:
    for name, written in given:
        if name:
            told = calls(written)
            by_name = dict(told)
            default = (by_name.get("default") or [""])[0]
            about = string((by_name.get("describe") or [""])[0]) or ""
            type_ = written.partition("(")[0].removeprefix("z.").removeprefix("coerce.") if told else ""
            is_required = bool(told) and _OPTIONAL.isdisjoint(by_name)
            yield Setting(name, path, line, type=type_, default=default, about=about, is_required=is_required)


def _envalid(path: str, each: Registration) -> Iterator[Setting]:
    for name, written in each.arguments:
        told = calls(written) if name else []
        if told:
            type_, arguments = told[0]
            options = fields(arguments[0]) if arguments else {}
            default = options.get("default", "")
            about = string(options.get("desc", "")) or ""
            yield Setting(name, path, each.line, type=type_, default=default, about=about, is_required=not default)


FRAMEWORK = EnvSchemas()
