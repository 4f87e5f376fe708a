"""Memoised evaluation of questions that depend on each other, without recursion; those of a cycle have no answer."""

from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

QuestionT = TypeVar("QuestionT", bound=Hashable)
AnswerT = TypeVar("AnswerT")


@dataclass(slots=True, eq=False)
class _Open(Generic[QuestionT, AnswerT]):
    """A question that is being answered."""

    question: QuestionT
    steps: Generator[QuestionT, AnswerT, AnswerT]
    number: int
    lowest: int
    """The number of the earliest open question that this one depends on: its own, where that is none before it."""
    is_circular: bool = False
    given: AnswerT | None = None


class Lazily(Generic[QuestionT, AnswerT]):
    """Answers questions; what answers one may `yield` another, and is sent the answer to that.

    Questions that depend on each other in a circle have no answer, whichever of them is asked first.
    """

    def __init__(self, answer: Callable[[QuestionT], Generator[QuestionT, AnswerT, AnswerT]], none: AnswerT) -> None:
        """Take what answers a question, and the answer to those that have none."""
        self._answer = answer
        self._none = none
        self._known: dict[QuestionT, AnswerT] = {}

    def ask(self, question: QuestionT) -> AnswerT:
        """Return the answer to a question."""
        if question not in self._known:
            self._find(question)
        return self._known[question]

    def _find(self, question: QuestionT) -> None:
        # Tarjan's algorithm: a circle is closed when its first question is done.
        stack = [_Open(question, self._answer(question), 0, 0)]
        numbers = {question: 0}
        waiting: list[QuestionT] = []
        while stack:
            current = stack[-1]
            try:
                wanted = current.steps.send(current.given)  # type: ignore[arg-type]  # the first is None, as it must be
            except StopIteration as done:
                stack.pop()
                answer = self._closed(current, numbers, waiting, done.value)
                if stack:
                    stack[-1].given = answer
                    stack[-1].lowest = min(stack[-1].lowest, current.lowest)
                continue
            if wanted in self._known:
                current.given = self._known[wanted]
            elif wanted in numbers:
                current.given = self._none
                current.lowest = min(current.lowest, numbers[wanted])
                current.is_circular = True
            else:
                numbers[wanted] = len(numbers)
                stack.append(_Open(wanted, self._answer(wanted), numbers[wanted], numbers[wanted]))

    def _closed(
        self,
        done: _Open[QuestionT, AnswerT],
        numbers: dict[QuestionT, int],
        waiting: list[QuestionT],
        answer: AnswerT,
    ) -> AnswerT:
        """Keep the answer to a question, if it is in no circle, and return it."""
        if done.lowest < done.number:
            waiting.append(done.question)
            return self._none
        circle = [question for question in waiting if numbers[question] > done.number]
        del waiting[len(waiting) - len(circle) :]
        self._known.update(dict.fromkeys(circle, self._none))
        self._known[done.question] = self._none if circle or done.is_circular else answer
        return self._known[done.question]
