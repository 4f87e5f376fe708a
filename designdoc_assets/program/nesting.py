"""The classes of one file that stand inside of others, or of functions, and where their bare names mean them."""

from collections.abc import Mapping

from designdoc_assets.languages.facts import Class, FileFacts


class Nesting:
    """The nested and local classes of one file."""

    def __init__(self, facts: FileFacts) -> None:
        self._by_name: dict[str, list[Class]] = {}
        self._by_place: dict[str, list[Class]] = {}
        self._classes = facts.classes
        self._class_names = frozenset(cls.qualname for cls in facts.classes)
        for cls in facts.classes:
            place, _, name = cls.qualname.rpartition(".")
            if place:
                self._by_name.setdefault(name, []).append(cls)
                self._by_place.setdefault(place, []).append(cls)

    def __contains__(self, name: str) -> bool:
        """Return whether there is a nested or local class of that name."""
        return name in self._by_name

    def right_inside(self, cls: Class) -> Mapping[str, Class]:
        """Return the classes right inside of a class, by name."""
        inside = self._by_place.get(cls.qualname, ())
        # The classes inside of an earlier class of the same name have the same qualified names.
        return {nested.name: nested for nested in reversed(inside) if nested.line >= cls.line}

    def around(self, cls: Class) -> Class | None:
        """Return the class that another stands right inside of, or in a method of it."""
        place = cls.qualname.rpartition(".")[0]
        while place and place not in self._class_names:
            place = place.rpartition(".")[0]
        outer = (each for each in self._classes if each.qualname == place and each.line <= cls.line)
        return max(outer, key=lambda each: each.line, default=None) if place else None

    def visible(self, name: str, place: str, *, after: int = 0, before: int | None = None) -> Class | None:
        """Return the class that a bare name means in the body of the class or function at `place`.

        Names in the body of a class are visible right there, and not in what is nested in it.

        Args:
            name: The bare name.
            place: The qualified name of the class or function.
            after: Of several classes, the first below this line is meant.
            before: Only classes above this line count.
        """
        candidates = [cls for cls in self._by_name.get(name, ()) if before is None or cls.line < before]
        innermost = place
        while candidates and place:
            is_class = place in self._class_names
            seen = [cls for cls in candidates if cls.qualname == f"{place}.{name}"]
            if place == innermost and not is_class:
                # What functions mention that are nested in a function is kept as mentioned by the outer one.
                seen += [cls for cls in candidates if cls.in_function and cls.qualname.startswith(f"{place}.")]
            if seen and (place == innermost or not is_class):
                return next((cls for cls in seen if cls.line > after), seen[0])
            place = place.rpartition(".")[0]
        return None
