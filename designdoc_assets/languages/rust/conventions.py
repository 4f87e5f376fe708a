"""How files and folders of Rust projects are called; that `target/` is built is a rule of all languages."""

from designdoc_assets.languages.conventions import Conventions

CONVENTIONS = Conventions(
    tests=("tests.rs", "*_test.rs", "*_tests.rs"),
    run_by_tools=("build.rs",),
    build_files=("build.rs",),
)
