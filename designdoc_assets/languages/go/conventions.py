"""How files and folders of Go projects are called. That a file is generated is said in it, not by its name."""

from designdoc_assets.languages.conventions import BY_A_TOOL, Conventions, MadeFolder

CONVENTIONS = Conventions(
    tests=("*_test.go",),
    test_names=("Test", "Benchmark", "Fuzz", "Example"),
    test_folders=("testdata",),
    beside=("_*",),  # the tool passes them over
    source_folders=(),  # packages lie anywhere, also those of tools
    # The line that `go help generate` asks for, in the comments above the package clause: licences may stand before it.
    generated_marks=r"\A(?:\s|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/)*// Code generated [^\n]* DO NOT EDIT\.\r?\n",
    generated=("*.pb.go", "*.pb.gw.go", "zz_generated.*.go"),  # protoc, its gateway, Kubernetes
    made_folders=(MadeFolder("Godeps", "vendored"), MadeFolder(".bin", BY_A_TOOL)),
)
