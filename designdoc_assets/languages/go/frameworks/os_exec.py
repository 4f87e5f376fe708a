"""os/exec: programs that are started."""

from designdoc_assets.languages.programs import ProgramStarter

FRAMEWORK = ProgramStarter("os/exec", {"os/exec.Command": 0, "os/exec.CommandContext": 1})
