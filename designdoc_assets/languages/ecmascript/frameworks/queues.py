"""What works on queues, in packages that are used alike: BullMQ, Bull, Bee-Queue."""

from collections.abc import Iterable

from designdoc_assets.languages.ecmascript.frameworks.literals import string
from designdoc_assets.languages.ecmascript.frameworks.objects import Objects, answering, scope_of
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.starts import Start

_WORKER = "bullmq.Worker"
_QUEUES = {"bull": "Bull", "bee-queue": "Bee-Queue"}


class Queues(Framework):
    """`new Worker("mails", send)`, `queue.process(send)`."""

    name = "BullMQ"
    calls = frozenset({"Worker", "Queue", "Bull", "BeeQueue", "process"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the queues that something works on."""
        packages = {"bullmq", *_QUEUES}
        if not any(each.module in packages for facts in code.files.values() for each in facts.imports):
            return
        objects = Objects(code, _QUEUES, lambda _: False)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                values = [value for key, value in each.arguments if not key]
                if each.annotates or not values:
                    continue
                awaited, framework = None, self.name
                if len(values) > 1 and objects.origin(path, each.name, scope_of(each)) == _WORKER:
                    awaited = string(values[0])
                    values = values[:2]
                elif (
                    each.simple_name == "process"
                    and (queue := objects.of(path, at)) is not None
                    and queue.creation is not None
                ):
                    awaited, framework = string(queue.creation.argument(0)), _QUEUES[queue.factory]
                if awaited:
                    answers = answering(code, path, values[-1], each)
                    yield Start("consumer", awaited, path, each.line, framework, answers=answers)


FRAMEWORK = Queues()
