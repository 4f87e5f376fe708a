"""clap: commands that types derive, and commands that are built by calls."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.rust.frameworks import clap_builder, clap_derive
from designdoc_assets.languages.rust.frameworks.chains import Chains
from designdoc_assets.languages.starts import Start


class Clap(Framework):
    """`#[derive(Parser)] struct Cli {..}`, `Command::new("pay").arg(Arg::new("times").long("times"))`."""

    name = "clap"
    calls = clap_builder.LISTENS
    annotations = clap_derive.ANNOTATIONS

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield commands with their subcommands."""
        built = clap_builder.Commands(Chains(code), self.name)
        yield from clap_derive.Commands(code, self.name, built).starts()
        yield from built.starts()


FRAMEWORK = Clap()
