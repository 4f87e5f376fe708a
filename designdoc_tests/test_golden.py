"""A kind's version is raised when its output changes, and only then: it makes all its pages stale, for every user."""

from pathlib import Path

from designdoc_tests import golden

HOW = "then write down what comes out: python -m designdoc_tests.golden"


def test_the_version_of_a_kind_goes_with_its_output(tmp_path: Path) -> None:
    before, now = golden.recorded(), golden.make(tmp_path)
    assert before.keys() == now.keys(), HOW
    for kind, made in now.items():
        is_raised = made["version"] != before[kind]["version"]
        if made["digest"] != before[kind]["digest"]:
            assert is_raised, f"{kind} comes out differently: raise its version; {HOW}"
        assert not is_raised, f"the version of {kind} is another: if its output changed, {HOW}; if not, take it back"
