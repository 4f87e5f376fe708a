"""pnpm-workspace.yaml: the versions that a workspace gives names."""

from designdoc_assets.ecosystems.documents import load_yaml
from designdoc_assets.ecosystems.findings import Findings


def read_catalogs(text: str, into: Findings) -> dict[str, dict[str, str]]:
    """Return the versions of packages by the catalog that they are in; the default one has no name."""
    document = load_yaml(text, into)
    named = into.table(document.get("catalogs"), "catalogs")
    found = {str(name): into.texts(versions, f"catalogs.{name}") for name, versions in named.items()}
    return found | {"": into.texts(document.get("catalog"), "catalog") | found.get("default", {})}
