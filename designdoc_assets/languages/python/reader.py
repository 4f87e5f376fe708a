"""From the text of a Python file to its facts."""

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.named_calls import named_calls
from designdoc_assets.languages.python import (
    assignment_visits,
    definition_visits,
    expression_visits,
    normalise,
    statement_visits,
)
from designdoc_assets.languages.python.commentary import commentary_of, span_of
from designdoc_assets.languages.python.definitions import folded
from designdoc_assets.languages.python.docs.docstrings import parse as parse_docstring
from designdoc_assets.languages.python.frameworks import FRAMEWORKS
from designdoc_assets.languages.python.inline_metadata import script_metadata
from designdoc_assets.languages.python.registrations import PythonListener, within
from designdoc_assets.languages.python.remarks import remarks_of
from designdoc_assets.languages.python.syntax import docstring_of, first_problem, parse
from designdoc_assets.languages.python.walk import Walk
from designdoc_assets.languages.sql_texts import sql_texts

VISITS = {
    **expression_visits.VISITS,
    **statement_visits.VISITS,
    **assignment_visits.VISITS,
    **definition_visits.VISITS,
}
_LISTENER = PythonListener(
    [name for framework in FRAMEWORKS for name in framework.calls],
    [name for framework in FRAMEWORKS for name in framework.annotations],
)


def read(text: str) -> FileFacts:
    """Return what parsing finds in a Python file's text; never raises, whatever the text is."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source = text.encode("utf-8", "replace")
    root = parse(source).root_node
    digests = normalise.digests(root, source)
    walk = Walk(source, digests.classes, VISITS)
    walk.run(root)
    docstring = docstring_of(root)
    functions = folded(walk.functions)
    problem = first_problem(root) if root.has_error else None
    commentary = commentary_of(root, source, digests.comments)
    of_classes = commentary.digests((*span_of(entry.node, commentary), entry) for entry in walk.classes)
    return FileFacts(
        language="python",
        lines=text.count("\n") + (not text.endswith("\n") and text != ""),
        digest=digests.file,
        commentary=commentary.digest,
        doc=parse_docstring(docstring) if docstring and not docstring.isspace() else None,
        imports=tuple(walk.imports),
        exports=walk.exports.names(),
        classes=tuple(entry.facts(of_classes.get(entry, "")) for entry in walk.classes),
        functions=functions,
        constants=walk.constants_in_the_end(),
        uses=walk.mentions.uses(),
        programs=tuple(walk.programs),
        serves_names=any(function.name == "__getattr__" for function in functions),
        variables=tuple(sorted(walk.variables, key=lambda variable: variable.line)),
        named_calls=named_calls(root, source, walk.variables, within),
        remarks=remarks_of(root, source, digests.comments),
        registrations=_LISTENER.registrations(root, source),
        sql=sql_texts(root, source),
        script_metadata=script_metadata(text),
        problem=f"line {problem.start_point[0] + 1}: not understood" if problem else None,
    )
