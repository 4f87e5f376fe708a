"""Objects of frameworks: which one a name holds, and the registration that makes it."""

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from designdoc_assets.languages.ecmascript.sources import Sources
from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined, Meant

_REQUIRED = re.compile(r"""(?:require|import)\(["'](?P<module>[^"']+)["']\)(?:\.(?P<name>[\w.$]+))?""")
_PARAMETER = re.compile(r"(?:async\s*)?(?:function\b\s*\*?\s*[\w$]*\s*)?\(?\s*(?P<name>[\w$]+)\s*(?=[,):=?])(?![^=]*;)")
_CALLED = re.compile(r"(?P<name>[\w.$]+)\(.*\)")
_WRAPPED = re.compile(r"[\w.$]+\((?P<name>[\w.$]+)\)")
_ONLY_CALLS = re.compile(r"(?:async )?(?:\([^()]*\)|\w+) => (?:await )?(?P<name>[\w.$]+)\([^()]*\)")
_DEFAULTS = ("export=", "default")


@dataclass(frozen=True, slots=True)
class Object:
    """An object of a framework, by the file and the place of the registration that makes it, or by a parameter."""

    path: str
    at: int
    """The place of what makes it, or of what is given the function whose parameter it is."""
    parameter_of: str = ""
    """The function whose parameter it is."""
    factory: str = field(default="", compare=False)
    """The full name of what makes it: `express.Router`; empty of a parameter."""
    creation: Registration | None = field(default=None, compare=False)


class Objects:
    """The objects that some functions and classes of others make, in a set of files."""

    def __init__(
        self,
        code: Code,
        factories: Collection[str],
        is_chained: Callable[[Registration], bool],
        ready: Collection[str] = (),
    ) -> None:
        """Look for them.

        Args:
            code: The files.
            factories: The full names of what makes them.
            is_chained: Whether a call gives back the object that it is made on.
            ready: The full names of objects that a package has made already.
        """
        self.code = code
        self._factories = factories
        self._is_chained = is_chained
        self._ready = ready
        self._sources = Sources(code.files)
        self._functions: dict[str, Mapping[str, Function]] = {}
        self.given: dict[tuple[str, str], Object] = {}
        """Objects that functions are given as their first parameter, by file and function."""
        self._names: dict[tuple[str, str, str], Object] = {}
        """Objects by file, the function or class around their name, and the name."""
        self._given_back: dict[tuple[str, str], Object] = {}
        """Objects that functions give back, by file and function."""
        self._name_all()

    def _name_all(self) -> None:
        """Find out which names hold an object; what is made of another is known once that is."""
        count = -1
        while count != len(self._names):
            count = len(self._names)
            for path, facts in self.code.files.items():
                classes = {each.qualname for each in facts.classes}
                for at, each in enumerate(facts.registrations):
                    if not each.result or (made := self.made_in(path, at)) is None:
                        continue
                    name, scope = each.result, scope_of(each)
                    if each.result == "return":
                        self._given_back.setdefault((path, scope), made)
                        continue
                    if each.within in classes:
                        name = f"this.{each.result}"
                    if name.startswith("this."):
                        scope = _class_around(each.within, classes)
                    self._names.setdefault((path, scope, name), made)

    def of(self, path: str, at: int) -> Object | None:
        """Return the object that a registration is made on."""
        each = self.code.files[path].registrations[at]
        if each.called_on >= 0:
            return self.made_in(path, each.called_on)
        return self.named(path, receiver_of(each.name), scope_of(each), at) if "." in each.name else None

    def named(self, path: str, name: str, within: str = "", at: int = -1) -> Object | None:
        """Return the object that a name holds in the file at `path`, for the registration at a place."""
        if not name:
            return None
        if name.startswith("this."):
            classes = {each.qualname for each in self.code.files[path].classes}
            return self._names.get((path, _class_around(within, classes), name))
        around = self.code.files[path].registrations[at].callback_of if at >= 0 else -1
        while around >= 0:
            outer = self.code.files[path].registrations[around]
            # What a function that is given to it has as its parameter is no other thing of that name.
            if any(name == first_parameter(value) for _, value in outer.arguments):
                return self.given.get((path, f"@{around}"))
            around = outer.callback_of
        for scope in _around(within):
            if (found := self._names.get((path, scope, name))) is not None:
                return found
            function = self._function(path, scope or "default")
            if function is not None and any(each.name == name for each in function.signature.parameters):
                return self._parameter(path, function, name)
        return self._elsewhere(path, name, within)

    def value(self, path: str, written: str, within: str, at: int) -> Object | None:
        """Return the object that an argument is: a name, a module that is loaded, or what a function makes."""
        if (meant := self.loaded(path, written)) is not None:
            return self._object(meant)
        if found := self.named(path, written, within, at):
            return found
        called = _CALLED.fullmatch(written)
        meant = self.code.resolve.meaning(path, called["name"], within) if called else None
        return self._returned(meant) if isinstance(meant, Defined) and meant.kind == "function" else None

    def given_to(self, path: str, at: int) -> Iterator[tuple[int, Registration]]:
        """Yield the registrations that are made among the arguments of one, with the calls that they go on with."""
        for place, each in enumerate(self.code.files[path].registrations):
            if each.argument_of == at:
                yield place, each

    def loaded(self, path: str, written: str) -> Meant | None:
        """Return what a call of `require` gives."""
        found = _REQUIRED.fullmatch(written)
        if found is None:
            return None
        module = found["module"]
        if not module.startswith("."):
            return f"{module}.{found['name']}" if found["name"] else module
        file = self._sources.at(posixpath.join(posixpath.dirname(path), module))
        if file is None or found["name"]:
            return self.code.resolve.meaning(file, found["name"]) if file is not None else None
        meanings = (self.code.resolve.meaning(file, each) for each in _DEFAULTS)
        return next((each for each in meanings if each is not None), None) or self._whole(file)

    def origin(self, path: str, name: str, within: str) -> str:
        """Return the full name of something of others; empty for what is none."""
        meant = self.loaded(path, name) if name.startswith(("require(", "import(")) else None
        meant = meant or (self.code.resolve.meaning(path, name, within) if name else None)
        return meant.removeprefix("node:") if isinstance(meant, str) else ""

    def _whole(self, file: str) -> Meant | None:
        """Return what a module gives as a whole under a name of its own."""
        for each in self.code.files[file].imports:
            if not each.module and each.alias in _DEFAULTS and each.name:
                return self.code.resolve.meaning(file, each.name)
        return None

    def made_in(self, path: str, at: int) -> Object | None:
        """Return the object that a call makes, or gives back."""
        each = self.code.files[path].registrations[at]
        if each.annotates:
            return None
        if (factory := self.origin(path, each.name, scope_of(each))) in self._factories:
            return Object(path, at, factory=factory, creation=each)
        return self.of(path, at) if self._is_chained(each) else None

    def _parameter(self, path: str, function: Function, name: str) -> Object | None:
        if function.signature.parameters[0].name == name and (given := self.given.get((path, function.qualname))):
            return given
        said = function.doc.parameters if function.doc is not None else ()
        types = [each.type for each in function.signature.parameters if each.name == name]
        types += [each.type for each in said if each.name == name]
        factories = [factory for each in types if each and (factory := self.origin(path, each, "")) in self._factories]
        return Object(path, -1, f"{function.qualname} {name}", factories[0]) if factories else None

    def _elsewhere(self, path: str, name: str, within: str) -> Object | None:
        if name.startswith("require("):
            origin = self.origin(path, name, within)
            return Object(path, -1, factory=origin) if origin in self._ready else None
        owner, _, member = name.rpartition(".")
        if owner and (cls := self._class_of(path, owner, within)) is not None:
            return self._names.get((cls.path, cls.qualname, f"this.{member}"))
        meant = self.code.resolve.meaning(path, name, within)
        if isinstance(meant, str):
            return Object(path, -1, factory=meant) if meant in self._ready else None
        if isinstance(meant, Defined) and meant.path == path:
            held = [each for each in self._held(meant) if "." in each and not each.endswith(")")]
            return self._elsewhere(path, held[0], "") if len(held) == 1 and meant.qualname == name else None
        return self._object(meant)

    def _class_of(self, path: str, name: str, within: str) -> Defined | None:
        """Return the class of what a name holds, as far as code says so."""
        meant = self.code.resolve.meaning(path, name, within)
        if not isinstance(meant, Defined) or meant.kind != "constant" or meant.path not in self.code.files:
            return None
        for each in self._held(meant):
            made = self.code.resolve.meaning(meant.path, each.removesuffix("()"))
            if isinstance(made, Defined) and made.kind in {"function", "method"}:
                function = self._function(made.path, made.qualname)
                doc = function.doc if function is not None else None
                written = (function.signature.returns if function is not None else "") or (doc and doc.returns_type)
                made = self.code.resolve.meaning(made.path, written) if written else None
            if isinstance(made, Defined) and made.kind == "class":
                return made
        return None

    def _held(self, constant: Defined) -> Sequence[str]:
        facts = self.code.files[constant.path]
        known = next((each for each in facts.constants if each.name == constant.qualname), None)
        if known is None or known.is_set_again:
            return ()
        return [each for each in (known.type, known.made_by, *known.holds) if each]

    def _object(self, meant: Meant | None) -> Object | None:
        if not isinstance(meant, Defined):
            return None
        if meant.kind == "module":
            meant = self._whole(meant.path)
        if not isinstance(meant, Defined) or meant.kind == "function":
            return None
        names = (meant.qualname, f"exports.{meant.qualname}", f"module.exports.{meant.qualname}", "module.exports")
        found = (self._names.get((meant.path, "", name)) for name in names)
        return next((each for each in found if each is not None), None)

    def _returned(self, function: Defined) -> Object | None:
        """Return the object that a function makes and gives back, where it makes one alone."""
        if (given := self._given_back.get((function.path, function.qualname))) is not None:
            return given
        own = [
            made
            for (path, scope, _), made in self._names.items()
            if (path, scope) == (function.path, function.qualname)
        ]
        return own[0] if len(own) == 1 else None

    def _function(self, path: str, qualname: str) -> Function | None:
        if path not in self._functions:
            facts = self.code.files[path]
            methods = {each.qualname: each for cls in facts.classes for each in cls.methods}
            self._functions[path] = methods | {each.qualname: each for each in facts.functions}
        return self._functions[path].get(qualname)


def scope_of(each: Registration) -> str:
    """Return the function or class in which a registration stands, the name that it is put into left out."""
    names = each.within.split(".")
    return ".".join(names[:-1]) if each.result and names[-1] == each.result else each.within


def receiver_of(name: str) -> str:
    """Return what a call is made on, as written."""
    return name.rpartition(".")[0] if not name.endswith(")") else ""


def first_parameter(written: str) -> str:
    """Return the name of the first parameter of a function that is written out; empty for what is none."""
    head = written.partition("{")[0]
    if "=>" not in written and "function" not in head:
        return ""
    found = _PARAMETER.match(written)
    return found["name"] if found else ""


def answering(code: Code, path: str, written: str, each: Registration) -> Defined | None:
    """Return the function or method that an argument is, as far as it is a name, or one that is given to a function."""
    name = written.removesuffix(".bind(this)")
    if (wrapped := _WRAPPED.fullmatch(name) or _ONLY_CALLS.fullmatch(name)) is not None:
        name = wrapped["name"]
    if not re.fullmatch(r"[A-Za-z_$][\w.$]*", name):
        return None
    if name.startswith("this."):
        classes = {cls.qualname for cls in code.files[path].classes}
        name = f"{_class_around(each.within, classes)}.{name.removeprefix('this.')}"
    meant = code.resolve.meaning(path, name, each.within)
    return meant if isinstance(meant, Defined) and meant.kind != "module" else None


def annotated(code: Code, path: str, each: Registration) -> Defined | None:
    """Return what a decorator stands above."""
    return code.definition(path, each.annotates)


def _class_around(within: str, classes: set[str]) -> str:
    return next((scope for scope in _around(within) if scope in classes), "")


def _around(within: str) -> Iterator[str]:
    """Yield a qualified name, those around it, and the module's, which is empty."""
    while within:
        yield within
        within = within.rpartition(".")[0]
    yield ""
