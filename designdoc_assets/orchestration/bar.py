"""Draws a run's progress on a terminal: a line with a bar, and below it the partitions in work."""

import os
from typing import IO

from rich.console import Console, ConsoleDimensions, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from designdoc_assets.making.progress import RunStatus
from designdoc_assets.orchestration.progress import counts_words, money_words, names

_LEAST_COLUMNS = 60
"""A narrower terminal has no room for a bar beside the words."""
_BAR_COLUMNS = 40


def bar(standing: RunStatus, columns: int) -> RenderableType:
    """Return the drawing of a run's status, of two lines at most."""
    count, seconds = standing.count, int(standing.seconds)
    words = [f"{count.done:,}/{count.due:,}"] if count.due else []
    words += [money_words(standing.money)] if standing.money else []
    words.append(f"{seconds // 60}:{seconds % 60:02}")
    said = "  ".join(words)
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    if columns < _LEAST_COLUMNS:
        grid.add_row(_line(f"{standing.step} {said}", columns))
    else:
        grid.add_column(no_wrap=True)
        grid.add_column(no_wrap=True)
        width = max(5, min(_BAR_COLUMNS, columns - len(standing.step) - len(said) - 3))
        drawn = ProgressBar(count.due, count.done, width=width) if count.due else ""
        grid.add_row(standing.step, drawn, said)
    rows = Table.grid()
    rows.add_row(grid)
    if standing.in_work:
        rows.add_row(_line(f"{counts_words(standing.kinds)}: {names(standing.in_work)}", columns))
    return rows


def console(stream: IO[str], size: tuple[int, int]) -> Console:
    """Return a terminal to draw on.

    Args:
        stream: The terminal.
        size: Its columns and lines, where it does not say.
    """
    return _Console(stream, size)


class _Console(Console):
    def __init__(self, stream: IO[str], size: tuple[int, int]) -> None:
        super().__init__(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False)
        self._least = size

    @property  # type: ignore[misc] # it is not set
    def size(self) -> ConsoleDimensions:
        """Columns and lines. Rich itself asks the standard streams, which Dagster has sent elsewhere."""
        try:
            columns, lines = os.get_terminal_size(self.file.fileno())
        except (OSError, ValueError):
            columns = lines = 0
        return ConsoleDimensions(columns or self._least[0], lines or self._least[1])

    def show_cursor(self, show: bool = True) -> bool:
        """Leave the cursor alone: a process that is killed could not bring it back."""
        return False


def _line(text: str, columns: int) -> Text:
    line = Text(text, no_wrap=True)
    line.truncate(columns, overflow="ellipsis")
    return line
