"""The files of a target that declare tables: which they are, and their text."""

import hashlib

from designdoc_assets.languages.secrets import masked
from designdoc_assets.languages.sql_facts import SqlText
from designdoc_assets.schemas.files import MOST_BYTES, PRISMA, SchemaFiles, may_declare, sql_of
from designdoc_assets.source.selection import Selection
from designdoc_assets.source.text import NotText, decode


def read_schema_files(target: Selection) -> tuple[SchemaFiles, dict[str, str]]:
    """Return what they say, and the sha256 of each, or why it cannot be read."""
    sql: dict[str, tuple[SqlText, ...]] = {}
    prisma: dict[str, str] = {}
    hashes: dict[str, str] = {}
    unread: dict[str, str] = {}
    for path in target.paths:
        if not may_declare(path) or target.rules.left_out_folder(path) or target.rules.is_test(path):
            continue
        try:
            raw = target.tree.read(path, MOST_BYTES)
            hashes[path] = hashlib.sha256(raw).hexdigest()
            text = decode(raw)
        except OSError as error:
            hashes[path] = unread[path] = str(error.strerror)
        except NotText as error:
            unread[path] = str(error)
        else:
            if path.lower().endswith(PRISMA):
                prisma[path] = masked(text)
            elif said := sql_of(text):
                sql[path] = said
    return SchemaFiles(sql, prisma, tuple(sorted(unread.items()))), hashes
