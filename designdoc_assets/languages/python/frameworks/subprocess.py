"""subprocess, asyncio and os: programs that are started."""

from designdoc_assets.languages.programs import ProgramStarter

_RUN = ("run", "Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput")

FRAMEWORK = ProgramStarter(
    "subprocess",
    {
        **{f"subprocess.{name}": 0 for name in _RUN},
        **{f"asyncio.{name}": 0 for name in ("create_subprocess_exec", "create_subprocess_shell")},
        **{f"os.{name}": 0 for name in ("system", "popen", "execvp", "execlp", "execvpe", "execlpe")},
    },
)
