"""child_process: programs that are started."""

from designdoc_assets.languages.programs import ProgramStarter

_CALLS = ("spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync")

FRAMEWORK = ProgramStarter(
    "child_process", {f"{module}.{name}": 0 for module in ("child_process", "node:child_process") for name in _CALLS}
)
