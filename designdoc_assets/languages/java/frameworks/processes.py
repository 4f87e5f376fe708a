"""ProcessBuilder: programs that are started."""

from designdoc_assets.languages.programs import ProgramStarter

FRAMEWORK = ProgramStarter("ProcessBuilder", {"ProcessBuilder": 0, "java.lang.ProcessBuilder": 0})
