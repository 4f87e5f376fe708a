"""What a programming language gives: all that the other rooms know of it.

What a language does not say of itself is as for one that has nothing of the kind: no standard library, files that know
nothing of each other, names that are all public.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from designdoc_assets.languages.conventions import Conventions
from designdoc_assets.languages.declared_types import DeclaredTypes
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Framework
from designdoc_assets.languages.lexicon import Lexicon
from designdoc_assets.languages.linking import Linker, PathLinker, Surroundings
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.languages.other_forms import OtherForm
from designdoc_assets.languages.resolve import Resolve
from designdoc_assets.languages.traits import Traits
from designdoc_assets.languages.words import Words


class Language(ABC):
    """Reads the source files of one programming language. Making one is cheap: parsers load at the first `read`."""

    name: str
    """The language's name in settings and facts, in lower case."""
    suffixes: tuple[str, ...]
    """The file name endings it reads, with the dot, in lower case."""
    words: Words
    """How pages speak of things in it."""
    lexicon = Lexicon()
    """The names that it brings along."""
    conventions = Conventions()
    """How files and folders are called."""
    other_forms: tuple[OtherForm, ...] = ()
    """Forms in which it stands in files that are not read as its source."""
    traits = Traits()
    """What names tell in it."""
    ecosystem: str = ""
    """Whose manifests say what its code depends on, as in `ecosystems`; empty where these are not read."""
    configurations: tuple[str, ...] = ()
    """The names of files, as patterns, that say how its files belong together: `linker` is told their texts."""
    linked_as: str = ""
    """The name of the language with whose files its own are one program, and by whose rules and linker."""
    rules = NameRules()
    """How its code names things."""
    types = DeclaredTypes()
    """What its declared types say."""

    @property
    def frameworks(self) -> tuple[Framework, ...]:
        """Those that are recognised in its code."""
        return ()

    @property
    @abstractmethod
    def version(self) -> str:
        """Changes whenever `read` may give other facts for the same text."""

    @abstractmethod
    def read(self, text: str) -> FileFacts:
        """Return what parsing finds in a file's text; never raises, whatever the text is."""

    @abstractmethod
    def excerpt(self, text: str, of: tuple[str, int] | None) -> Excerpt:
        """Return what a writer is shown of a file, or of a class in it, without the classes nested in that.

        Where members of the class stand in several files, it is asked for what there is of the class in each.

        Args:
            text: The file's text, credentials masked.
            of: Qualified name and number of the class, as in `facts.Class`.

        Raises:
            LookupError: The text holds no such class.
        """

    def excerpt_at(self, text: str, line: int) -> Excerpt:
        """Return what a writer is shown of the function or method that a line of a file begins, as in `facts.Function`.

        Raises:
            LookupError: None begins there.
        """
        raise LookupError(f"No function is found by its line in {self.words.title}.")

    def is_face(self, path: str) -> bool:
        """Whether a file speaks for the package that it lies in: who imports the package gets what is in this file."""
        return False

    def linker(self, files: Mapping[str, FileFacts], around: Surroundings) -> Linker:
        """Return what links its files with each other.

        Args:
            files: The files of this language, by path.
            around: What else is known of the target.
        """
        return PathLinker(files, around)

    def joined(self, files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
        """Return the facts of all its files by path, those that only complete others put into these."""
        return files

    def settled(
        self,
        files: Mapping[str, FileFacts],
        resolve: Resolve,
    ) -> Mapping[str, FileFacts]:
        """Return the facts of all its files by path, with what can be told once all are known."""
        return files
