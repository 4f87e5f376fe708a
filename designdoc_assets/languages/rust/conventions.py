"""How files and folders of Rust projects are called."""

from designdoc_assets.languages.conventions import Conventions, MadeFolder

CONVENTIONS = Conventions(
    tests=("tests.rs", "test.rs", "*_test.rs", "*_tests.rs"),
    build_files=("build.rs",),
    made_folders=(MadeFolder("target", "built", is_certain=False, is_installed=True),),
    made_marks=("CACHEDIR.TAG",),
)
