"""Files named by as few folders and files as say the same: what a build takes of a target, in few words."""

from collections import Counter
from collections.abc import Collection, Iterator

from designdoc_assets.languages.folders import folders_from


def covering(chosen: Collection[str], among: Collection[str]) -> tuple[str, ...]:
    """Return folders, which end in `/`, and files: all that is chosen, and nothing else of what it was chosen among."""
    of_all, of_chosen = (Counter(folder for path in paths for folder in _around(path)) for paths in (among, chosen))
    whole = {folder for folder, count in of_chosen.items() if count == of_all[folder]}
    found = (next((each for each in reversed([*_around(path)]) if each in whole), path) for path in chosen)
    return tuple(sorted(set(found)))


def _around(path: str) -> Iterator[str]:
    return (f"{folder}/" for folder in folders_from(path.rpartition("/")[0]) if folder)
