"""A process that reads source: facts of texts, as `reading_pool` asks for them, until nobody can ask.

It imports what reading takes and nothing else. Asked and answered in pickles, each behind its length; facts in them
are `encoded` already.
"""

import gc
import pickle
import struct
import sys
import traceback
from collections.abc import Sequence
from typing import IO

from designdoc_assets.languages.registry import language
from designdoc_assets.source.encoded import encoded

LENGTH = struct.Struct("!Q")

READY = b"ready"
"""What is said first, once all is imported."""
Text = tuple[str, str]
"""The name of a language, and the text of a file in it."""
_OBJECTS = 50_000
"""Made before garbage is looked for: reading makes many objects that are needed a moment, and next to no garbage."""


class ReaderError(Exception):
    """A reader raised, which is a defect; the message is its stack."""


def serve() -> None:
    """Say that it is ready, then answer each list of texts on standard input with the facts of each."""
    gc.freeze()
    gc.set_threshold(_OBJECTS)
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing that is printed may get among the answers
    send(answers, READY)
    while (asked := receive(sys.stdin.buffer)) is not None:
        texts: Sequence[Text] = pickle.loads(asked)
        send(answers, pickle.dumps(_facts_of(texts), pickle.HIGHEST_PROTOCOL))


def _facts_of(texts: Sequence[Text]) -> list[bytes] | ReaderError:
    try:
        return [encoded(language(name).read(text)) for name, text in texts]
    except MemoryError:
        raise  # it is not the reader's: this process ends, and has its memory given back
    except Exception:  # noqa: BLE001 - raised again by who asked
        return ReaderError(traceback.format_exc())


def send(stream: IO[bytes], content: bytes) -> None:
    """Write some bytes behind their length."""
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> bytes | None:
    """Return what the other side sent next; None where it is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    content = stream.read(length)
    return content if len(content) == length else None
