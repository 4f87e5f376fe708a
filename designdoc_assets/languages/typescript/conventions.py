"""How files and folders of TypeScript projects are called. That a file is generated is said in it."""

from designdoc_assets.languages.conventions import BY_A_TOOL, Conventions, MadeFolder

MADE_FOLDERS = (
    *(MadeFolder(name, BY_A_TOOL, is_installed=True) for name in (".next", ".nuxt", ".svelte-kit", ".turbo", ".yarn")),
    *(MadeFolder(name, "vendored") for name in ("bower_components", "jspm_packages")),
    MadeFolder("coverage", "generated", is_certain=False),
)
TEST_FOLDERS = ("test", "__tests__", "__mocks__", "__fixtures__", "spec", "specs", "e2e", "cypress")


def named(*patterns: str, suffixes: tuple[str, ...]) -> tuple[str, ...]:
    """Return patterns for names, each with every suffix."""
    return tuple(f"{pattern}{suffix}" for pattern in patterns for suffix in suffixes)


_SUFFIXES = (".ts", ".tsx", ".mts", ".cts")

CONVENTIONS = Conventions(
    tests=named("*.test", "*.spec", "*.e2e", "*.cy", "*.test-d", "*.stories", suffixes=_SUFFIXES),
    test_folders=TEST_FOLDERS,
    build_files=named("*.config", suffixes=_SUFFIXES),
    declarations=(".d.ts", ".d.mts", ".d.cts"),
    is_minified=True,
    made_folders=MADE_FOLDERS,
)
