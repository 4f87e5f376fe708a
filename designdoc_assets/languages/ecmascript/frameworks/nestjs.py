"""NestJS: routes of controllers, and what their methods answer to beside."""

from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.ecmascript.frameworks.literals import address, fields, items, string
from designdoc_assets.languages.ecmascript.frameworks.objects import annotated, scope_of
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.starts import Start, StartSort

_HTTP_METHODS = {each: each.upper() for each in ("Get", "Post", "Put", "Patch", "Delete", "Head", "Options")} | {
    "All": ""
}
_OTHERS: Mapping[str, tuple[str, StartSort]] = {
    "MessagePattern": ("@nestjs/microservices", "consumer"),
    "EventPattern": ("@nestjs/microservices", "consumer"),
    "SubscribeMessage": ("@nestjs/websockets", "consumer"),
    "Cron": ("@nestjs/schedule", "schedule"),
    "Interval": ("@nestjs/schedule", "schedule"),
    "Processor": ("@nestjs/bullmq @nestjs/bull", "consumer"),
}


class NestJS(Framework):
    """`@Controller("cats")`, `@Get(":id")`; `@MessagePattern`, `@Cron`, `@Processor`."""

    name = "NestJS"
    calls = frozenset({"setGlobalPrefix", "enableVersioning"})
    annotations = frozenset({"Controller", *_HTTP_METHODS, *_OTHERS})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield routes with their whole addresses, what waits for messages, and what clocks start."""
        calls = [
            each
            for facts in code.files.values()
            if any(one.module == "@nestjs/core" for one in facts.imports)
            for each in facts.registrations
            if each.simple_name in self.calls
        ]
        prefixes = list(dict.fromkeys(_told(each) for each in calls if each.simple_name == "setGlobalPrefix"))
        # Several applications have prefixes of their own: which controller is in which is not told here.
        is_known = len(prefixes) <= 1 and None not in prefixes
        is_versioned = any(each.simple_name == "enableVersioning" for each in calls)
        for path, facts in code.files.items():
            for each in facts.registrations:
                if not each.annotates:
                    continue
                if each.simple_name in _HTTP_METHODS and is_known and _is_of(code, path, each, "@nestjs/common"):
                    for whole in _addresses(code, path, each, (prefixes or [""])[0] or "", is_versioned=is_versioned):
                        methods = (_HTTP_METHODS[each.simple_name],) if _HTTP_METHODS[each.simple_name] else ()
                        answers = annotated(code, path, each)
                        yield Start("route", whole, path, each.line, self.name, answers=answers, methods=methods)
                elif each.simple_name in _OTHERS:
                    yield from self._other(code, path, each)

    def _other(self, code: Code, path: str, each: Registration) -> Iterator[Start]:
        packages, sort = _OTHERS[each.simple_name]
        if not _is_of(code, path, each, *packages.split()):
            return
        answers = annotated(code, path, each)
        if sort == "schedule":
            given = each.argument(0) if each.simple_name == "Cron" else f"every {each.arguments[-1][1]} ms"
            name = each.annotates.rpartition(".")[2]
            yield Start(sort, name, path, each.line, self.name, answers=answers, when=string(given) or given)
            return
        given = fields(each.argument(0)).get("name") or each.argument(0)
        name = string(given) or (given if given.startswith("{") else "")
        if name:
            yield Start(sort, name, path, each.line, self.name, answers=answers)


def _is_of(code: Code, path: str, each: Registration, *packages: str) -> bool:
    return code.resolve.meaning(path, each.name, scope_of(each)) in {
        f"{package}.{each.simple_name}" for package in packages
    }


def _told(each: Registration) -> str | None:
    """Return a prefix of all addresses; None where that is computed, or some are left out."""
    return address(each.argument(0)) if not each.argument(1) else None


def _addresses(code: Code, path: str, each: Registration, prefix: str, *, is_versioned: bool) -> Iterator[str]:
    cls = each.annotates.rpartition(".")[0]
    controller = next(
        (one for one in code.files[path].registrations if one.annotates == cls and one.simple_name == "Controller"),
        None,
    )
    if controller is None or not _is_of(code, path, controller, "@nestjs/common"):
        return
    given = controller.argument(0)
    if given.startswith("{"):
        told = fields(given)
        if "host" in told or (is_versioned and "version" in told):
            return
        given = told.get("path", "")
    for outer in items(given) or ['""']:
        for inner in items(each.argument(0)) or ['""']:
            parts = [prefix, address(outer), address(inner)]
            if None not in parts:
                yield "/" + "/".join(part.strip("/") for part in parts if part and part.strip("/"))


FRAMEWORK = NestJS()
