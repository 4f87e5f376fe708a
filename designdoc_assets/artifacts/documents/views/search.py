"""What was looked for and not found: a view that is left out is no claim that there is nothing."""

from designdoc_assets.artifacts.documents.views.containers import Containers
from designdoc_assets.artifacts.documents.views.context import Context
from designdoc_assets.artifacts.documents.views.delivery import Delivery
from designdoc_assets.deployment.registry import FORMS
from designdoc_assets.languages.registry import words_of


def looked_for(context: Context, containers: Containers, delivery: Delivery) -> str:
    """Return, in a sentence, what was looked for in vain; empty where every view has something to show."""
    lines = []
    if not context.systems:
        lines.append(
            "imports of known client libraries, addresses of known schemes in values, images of known systems, "
            "programs that are started by a name that is written out"
        )
    if not containers.shipped:
        lines += dict.fromkeys(words_of(name).no_programs.replace("no ", "a ") for name in containers.languages)
    forms = [form.name for form in FORMS]
    if not (containers.running or delivery.workflows or delivery.images):
        lines.append(f"files of {', '.join(forms[:-1])} and {forms[-1]}")
    return f"Looked for, and not found: {'; '.join(lines)}." if lines else ""
