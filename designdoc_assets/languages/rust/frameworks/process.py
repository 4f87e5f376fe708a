"""std::process: programs that are started."""

from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.programs import ProgramStarter
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Meant

_WHOLE = ("std.process.", "tokio.process.")


class _Processes(ProgramStarter):
    def meant(self, code: Code, path: str, call: Registration) -> Meant | None:
        """Return what the name of a call means: a whole path, which needs no import, is what it says."""
        if call.name.startswith(_WHOLE):
            return call.name.replace(".", "::")
        return super().meant(code, path, call)


FRAMEWORK = _Processes("std::process", {"std::process::Command::new": 0, "tokio::process::Command::new": 0})
