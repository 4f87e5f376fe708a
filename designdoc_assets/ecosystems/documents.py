"""From the bytes of a manifest to text and tables."""

import codecs
import json
import re
import tomllib
from io import StringIO
from typing import Any

from designdoc_assets.ecosystems.findings import Findings

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODING = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*(latin-?1|iso-8859-1|cp1252)\b", re.IGNORECASE)
_POSITION = re.compile(r"at (line \d+, column \d+|end of document)")


def decode(data: bytes, into: Findings) -> str | None:
    """Return the text of a manifest, or None where it is not text."""
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if encoding is None:
        coding = _CODING.match(data)
        encoding = coding[1].decode() if coding else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        into.problem("is not text in UTF-8; it was not read")
        return None
    if "\0" in text:
        into.problem("is not text: it holds zero bytes; it was not read")
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def load_toml(text: str, into: Findings) -> dict[str, Any]:
    """Return a TOML document; empty where it is not valid."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        into.problem("nests its values too deeply; it was not read")
    except ValueError as error:  # TOMLDecodeError, and what dates and numbers out of range raise
        position = _POSITION.search(str(error))
        into.problem(f"is not valid TOML{': ' + position[1] if position else ''}; it was not read")
    return {}


def load_json(text: str, into: Findings) -> dict[str, Any]:
    """Return a JSON document that is a table; empty where it is not valid."""
    try:
        return into.table(json.loads(text), "the top level")
    except RecursionError:
        into.problem("nests its values too deeply; it was not read")
    except json.JSONDecodeError as error:
        into.problem(f"is not valid JSON: line {error.lineno}, column {error.colno}; it was not read")
    except ValueError:  # a number with more digits than Python reads
        into.problem("is not valid JSON; it was not read")
    return {}


def load_yaml(text: str, into: Findings) -> dict[str, Any]:
    """Return a YAML document that is a table; empty where it is not valid."""
    from ruamel.yaml import YAML  # noqa: PLC0415 - few targets have such a file
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    try:
        document = YAML(typ="safe").load(StringIO(text))
    except RecursionError:
        into.problem("nests its values too deeply; it was not read")
    except (YAMLError, ValueError):
        into.problem("is not valid YAML; it was not read")
    else:
        return into.table(document, "the top level")
    return {}
