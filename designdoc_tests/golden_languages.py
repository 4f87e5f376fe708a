"""What each kind makes of the small targets of languages, as digests: run as a program, it writes down what comes out.

python -m designdoc_tests.golden_languages
"""

import importlib
import json
import tempfile
from pathlib import Path

from designdoc_tests.golden import Golden, of_kinds
from designdoc_tests.support import document, make_repo

FOLDER = Path(__file__).parent / "golden_languages_digests"
LANGUAGES = ("ecmascript", "go", "java", "rust")
"""Those of which a module `test_<name>` has a target: its `FILES`."""


def recorded(language: str) -> dict[str, Golden]:
    """Return what came out for a language when it was last written down."""
    found: dict[str, Golden] = json.loads((FOLDER / f"{language}.json").read_text())
    return found


def main() -> None:
    """Document each target, and write its digests down."""
    FOLDER.mkdir(exist_ok=True)
    for language in LANGUAGES:
        files = importlib.import_module(f"designdoc_tests.test_{language}").FILES
        with tempfile.TemporaryDirectory() as folder:
            repo = make_repo(Path(folder) / "repo", files)
            document(repo)
            (FOLDER / f"{language}.json").write_text(json.dumps(of_kinds(repo), indent=2) + "\n")


if __name__ == "__main__":
    main()
