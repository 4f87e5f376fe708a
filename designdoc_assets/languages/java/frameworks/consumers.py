"""Methods that messages start: Kafka, RabbitMQ, JMS and its beans, SQS, Pulsar, reactive messaging."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import (
    Annotations,
    elements,
    member,
    text_of,
)
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.starts import Start


class _Listener(NamedTuple):
    package: str
    framework: str
    keywords: tuple[str, ...]
    """What it awaits messages from."""


_LISTENERS = {
    "KafkaListener": _Listener("org.springframework.kafka.annotation", "Kafka", ("topics", "topicPattern")),
    "RabbitListener": _Listener("org.springframework.amqp.rabbit.annotation", "RabbitMQ", ("queues",)),
    "JmsListener": _Listener("org.springframework.jms.annotation", "JMS", ("destination",)),
    "SqsListener": _Listener("io.awspring.cloud.sqs.annotation", "SQS", ("value", "queueNames")),
    "PulsarListener": _Listener("org.springframework.pulsar.annotation", "Pulsar", ("topics", "topicPattern")),
    "Incoming": _Listener("org.eclipse.microprofile.reactive.messaging", "Reactive Messaging", ("value",)),
}


_BEAN, _PROPERTY = "MessageDriven", "ActivationConfigProperty"
_DESTINATIONS = frozenset({"destinationLookup", "destination"})


class Consumers(Framework):
    """`@KafkaListener(topics = "orders")` above a method, or above a class whose methods handle what comes."""

    name = "Spring"
    annotations = frozenset({*_LISTENERS, _BEAN, _PROPERTY})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield what is awaited, a start for each topic or queue."""
        for annotation, listener in _LISTENERS.items():
            annotations = Annotations(code, {listener.package: {annotation}})
            for path, facts in code.files.items() if annotations else ():
                for cls in facts.classes:
                    owner = code.resolve.defined(path, cls)
                    listening = [(member(owner, name), each) for name, each in annotations.on_methods(cls, path)]
                    listening += [(owner, each) for each in annotations.above(path, cls.qualname)]
                    for answers, each in listening:
                        for name in _awaited(code, path, each, listener):
                            yield Start("consumer", name, path, each.line, listener.framework, answers=answers)
        yield from _beans(code)


def _beans(code: Code) -> Iterator[Start]:
    """Yield what message-driven beans await."""
    annotations = Annotations(code, dict.fromkeys(("javax.ejb", "jakarta.ejb"), frozenset({_BEAN})))
    for path, facts in code.files.items() if annotations else ():
        for cls in facts.classes:
            each = annotations.one(path, cls.qualname, _BEAN)
            name = _destination(code, path, each) if each is not None else ""
            if each is not None and name:
                owner = code.resolve.defined(path, cls)
                is_own = any(method.name == "onMessage" for method in cls.methods)
                answers = member(owner, "onMessage") if is_own else owner
                yield Start("consumer", name, path, each.line, "JMS", answers=answers)


def _destination(code: Code, path: str, bean: Registration) -> str:
    registrations = code.files[path].registrations
    place = next(at for at, each in enumerate(registrations) if each is bean)
    told = {
        text_of(code, path, each.argument(-1, "propertyName"), each.within): each.argument(-1, "propertyValue")
        for each in registrations
        if each.argument_of == place and each.simple_name == _PROPERTY
    }
    written = next((value for name, value in told.items() if name in _DESTINATIONS), bean.argument(-1, "mappedName"))
    return text_of(code, path, written, bean.within) or ""


def _awaited(code: Code, path: str, each: Registration, listener: _Listener) -> Iterator[str]:
    for keyword in listener.keywords:
        for written in elements(each.argument(0 if keyword == "value" else -1, keyword)):
            told = text_of(code, path, written, each.within)
            yield written if told is None else told


FRAMEWORK = Consumers()
