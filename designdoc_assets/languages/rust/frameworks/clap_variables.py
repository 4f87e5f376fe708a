"""Variables that options of clap are read from where nobody gives them: `#[arg(long, env = "PORT")]`."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.rust.frameworks.clap_derive import ANNOTATIONS
from designdoc_assets.languages.rust.frameworks.crates import outside
from designdoc_assets.languages.rust.frameworks.literals import cased, held, string
from designdoc_assets.languages.settings import Setting

_DERIVED = frozenset({"Parser", "Args", "Subcommand"})
_DEFAULTS = ("default_value", "default_value_t")


class ClapVariables(Framework):
    """Fields of types that derive `Parser` or `Args`."""

    name = "clap"
    annotations = ANNOTATIONS

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables; of one that is not named, the field's name in capitals."""
        for path, facts in code.files.items():
            derived = {
                each.annotates
                for each in facts.registrations
                if each.simple_name in _DERIVED and outside(code, path, each.name).startswith("clap.")
            }
            fields = {f"{cls.qualname}.{each.name}": (cls, each) for cls in facts.classes for each in cls.attributes}
            for each in facts.registrations if derived else ():
                found = fields.get(each.annotates)
                if each.simple_name not in {"arg", "clap"} or found is None or found[0].qualname not in derived:
                    continue
                cls, field = found
                told = dict(each.arguments)
                written = told.get("env", "")
                is_named_so = ("", "env") in each.arguments
                name = cased(field.name, "SCREAMING_SNAKE") if is_named_so else string(written)
                if name:
                    yield Setting(
                        name,
                        path,
                        field.line,
                        type=held(field.type or "")[0],
                        default=next((told[key] for key in _DEFAULTS if key in told), ""),
                        about=field.doc.summary if field.doc is not None else "",
                        defined=code.resolve.defined(path, cls),
                    )


FRAMEWORK = ClapVariables()
