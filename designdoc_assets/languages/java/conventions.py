"""How files and folders of Java projects are called.

No name of a file tells a test: `Test.java` is an annotation of JUnit's own API, and builds know tests by their folders.
"""

from designdoc_assets.languages.conventions import BY_A_TOOL, Conventions, MadeFolder

CONVENTIONS = Conventions(
    test_folders=(
        *("testFixtures", "integrationTest", "functionalTest", "androidTest", "javatests"),  # Gradle, Android, Bazel
        *("integration-test", "it"),  # Maven's
    ),
    source_folders=("main",),  # other sets of sources stand beside it in `src`
    # Of the annotations of this name, those of others (Lombok's) stand on what people write, too.
    generated_marks=(
        r"(?ms)^@(?:javax|jakarta)\.annotation\.(?:processing\.)?Generated\s*\("
        r"|^import (?:javax|jakarta)\.annotation\.(?:processing\.)?Generated;.*^@Generated\s*\("
    ),
    made_folders=(
        *(MadeFolder(name, BY_A_TOOL, is_installed=True) for name in (".gradle", ".mvn", ".settings")),
        MadeFolder("generated-sources", "generated", is_certain=False),
    ),
)
