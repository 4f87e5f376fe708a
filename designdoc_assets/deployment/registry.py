"""The forms that are read: every module of the folder `forms` that has a `FORM`."""

import importlib
import pkgutil

import designdoc_assets.deployment.forms as folder
from designdoc_assets.deployment.form import Form


def _found() -> tuple[Form, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__))
    modules = (importlib.import_module(f"{folder.__name__}.{name}") for name in names)
    forms = [module.FORM for module in modules if hasattr(module, "FORM")]
    return tuple(sorted(forms, key=lambda form: form.order))


FORMS = _found()
COMPOSE, KUBERNETES = "Compose", "Kubernetes"
"""Forms whose files complete each other: those of a folder, or all."""
