"""How files and folders of JavaScript projects are called. That a file is generated is said in it."""

from designdoc_assets.languages.conventions import Conventions
from designdoc_assets.languages.typescript.conventions import MADE_FOLDERS, TEST_FOLDERS, named

_SUFFIXES = (".js", ".jsx", ".mjs", ".cjs")

CONVENTIONS = Conventions(
    tests=named("*.test", "*.spec", "*.e2e", "*.cy", "*.stories", suffixes=_SUFFIXES),
    test_folders=TEST_FOLDERS,
    build_files=(*named("*.config", suffixes=_SUFFIXES), "Gruntfile.js", "gulpfile.js"),
    is_minified=True,
    made_folders=MADE_FOLDERS,
)
