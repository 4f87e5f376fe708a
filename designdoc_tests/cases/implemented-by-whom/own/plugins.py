"""What is asked for."""

from abc import ABC, abstractmethod


class Exporter(ABC):
    """Exports."""

    @abstractmethod
    def export(self):
        """Export."""

    def name(self):
        """Return its name."""
        return "x"


class Html(Exporter):
    """Exports as HTML."""

    def export(self):
        """Export."""


class Titled(Html):
    """Only has another name; its base exports."""

    def name(self):
        """Return its name."""
        return "titled"


class Named(Exporter):
    """Asks for no less."""

    def name(self):
        """Return its name."""
        return "named"


class Mixin:
    """Exports."""

    def export(self):
        """Export."""


class Mixed(Mixin, Exporter):
    """Exports by the mixin."""


class Task:
    """Is to be done."""

    def execute(self):
        """Do it."""
        raise NotImplementedError

    def cancel(self):
        """Do it not."""

    def again(self):
        """Do it again."""

    def later(self):
        """Do it later."""


class Periodic(Task):
    """Is to be done often."""

    def validate(self):
        """Tell when."""


class Marked(ABC):
    """Has no demands."""

    def mark(self):
        """Mark it."""


class Marking(Marked):
    """Marks."""
