"""Forms."""

from abc import ABCMeta, abstractmethod


class Meta(ABCMeta):
    """Registers."""


class Form(metaclass=Meta):
    """Fields with values."""

    def fill(self):
        """Fill."""
        return self


class Shape(metaclass=Meta):
    """A drawing."""

    @abstractmethod
    def draw(self):
        """Draw."""


class Sketch(metaclass=ABCMeta):
    """An idea of one."""
