"""Rows of spreadsheets and JSON: their columns or paths, and the value of a column in a row."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tracker.capture.charset import decode
from tracker.capture.reading import ask
from tracker.domain.limits import LARGEST_READ
from tracker.domain.pattern import Pattern
from tracker.errors import Refused

_ROWS, _CELL, _DEPTH, _PATHS = 1_000_000, 1_000_000, 40, 400
_STEP = Pattern(r"([^.\[\]]+)|\[(\d*)\]")


@dataclass(slots=True)
class Table:
    """`columns` are names of columns, or paths into objects: `a.b`, `a[0].b`, `a[].b` (each of a list). `problems` name
    rows that could not be read.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    form: str
    problems: list[str] = field(default_factory=list)

    def at(self, row: dict[str, Any], path: str) -> list[str]:
        """The texts at a path of a row, none where there is nothing."""
        found: list[Any] = [row[path]] if path in row else _follow(row, path)
        # Text after a NUL would not be searchable; a replacement character takes its place.
        return [text.replace("\0", "\ufffd") for value in found for text in _texts(value)]

    def objects(self, row: dict[str, Any], path: str) -> list[dict[str, Any]]:
        """The objects at a path of a row."""
        return _objects_at(row, path)


def _objects_at(row: dict[str, Any], path: str) -> list[dict[str, Any]]:
    return [value for value in _follow(row, path) if isinstance(value, dict)]


def read(content: bytes, name: str) -> Table:
    """A spreadsheet, JSON or JSON Lines. Raises Refused with a sentence for any other file."""
    if len(content) > LARGEST_READ:
        raise Refused(f"{name} is larger than 200 MB, the most that is imported at once.")
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content, name)
    text = decode(content)
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start in ("{", "["):
        return _json(text, name)
    return _csv(text, name)


_FORMS = {",": "CSV with commas", ";": "CSV with semicolons", "\t": "TSV", "|": "CSV with bars"}


def _csv(text: str, name: str) -> Table:
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Refused(f"{name} is empty.")
    head = text[:20_000]
    first = head.splitlines()[0]
    delimiter = max(_FORMS, key=lambda sign: (first.count(sign), sign == ","))
    csv.field_size_limit(_CELL)
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=delimiter, strict=True)
    problems: list[str] = []
    rows: list[dict[str, Any]] = []
    try:
        columns = _named(next(reader))
        for number, cells in enumerate(reader, 1):
            if number > _ROWS:
                raise Refused(f"{name} has more than {_ROWS:,} rows.")
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                problems.append(f"row {number}: {len(cells)} cells where there are {len(columns)} columns")
            # Our exports put an apostrophe before formula signs; it is not part of the text.
            plain = [cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell for cell in cells]
            rows.append(dict(zip(columns, plain, strict=False)) | {"": number})
    except csv.Error as error:
        raise Refused(
            f"{name} cannot be read as a table after row {len(rows)}: {error}. Is a quotation mark left open?"
        ) from error
    except StopIteration:
        raise Refused(f"{name} is empty.") from None
    return Table(columns, rows, _FORMS[delimiter], problems)


def _named(cells: list[str]) -> list[str]:
    """Names of columns, each once."""
    names: list[str] = []
    for at, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"column {at}"
        names.append(name if name not in names else f"{name} ({at})")
    return names


def _workbook(content: bytes, name: str) -> Table:
    answer = ask("table", "", "", stream=io.BytesIO(content))
    try:
        cells = json.loads(answer)
    except ValueError:
        raise Refused(
            f"{name} cannot be read as a workbook: damaged, locked, or too large for it. Saved as CSV it may be."
        ) from None
    if not cells:
        raise Refused(f"{name} has no rows.")
    columns = _named([str(cell) for cell in cells[0]])
    rows = [dict(zip(columns, line, strict=False)) | {"": at} for at, line in enumerate(cells[1:], 1) if any(line)]
    return Table(columns, rows, "XLSX")


def _is_object(line: str) -> bool:
    try:
        return isinstance(loaded(line), dict)
    except (ValueError, RecursionError):
        return False


def _json(text: str, name: str) -> Table:
    try:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and _is_object(lines[0].lstrip("\ufeff")):
            found: Any = [loaded(line) for line in lines]
            form = "JSON Lines"
        else:
            found, form = loaded(text), "JSON"
    except (ValueError, RecursionError) as error:
        raise Refused(f"{name} is no sound JSON: {str(error)[:120]}.") from error
    objects = _objects(found)
    if not objects:
        raise Refused(f"{name} holds no list of objects.")
    rows = [dict(entry) | {"": at} for at, entry in enumerate(objects, 1)]
    paths: dict[str, None] = {}
    for row in rows[:200]:
        for path in _paths({key: value for key, value in row.items() if key}, ""):
            paths.setdefault(path)
            if len(paths) >= _PATHS:
                break
    return Table(list(paths), rows, form)


def loaded(text: str) -> Any:
    if max(_depths(text), default=0) > _DEPTH:
        raise ValueError("it is nested too deeply")
    return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number, parse_float=_number)


def _depths(text: str) -> Iterator[int]:
    """The nesting depth of brackets outside strings."""
    depth = 0
    for sign in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text):
        depth += 1 if sign in "[{" and len(sign) == 1 else -1 if len(sign) == 1 else 0
        yield depth


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _number(word: str) -> float:
    found = float(word)
    if found in (float("inf"), float("-inf")):
        raise ValueError(f"{word} is no number")
    return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _objects(found: Any) -> list[dict[str, Any]]:
    """The first list of objects in a document, or its only object."""
    if isinstance(found, list):
        return [entry for entry in found if isinstance(entry, dict)]
    if isinstance(found, dict):
        for value in found.values():
            if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
                return value
        return [found]
    return []


def _paths(value: Any, before: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, f"{before}.{name}" if before else str(name))
    elif isinstance(value, list):
        for inner in value[:5]:
            yield from _paths(inner, f"{before}[]")
    elif before:
        yield before


def _follow(row: Any, path: str) -> list[Any]:
    found = [row]
    for name, index in _STEP.findall(path):
        ahead: list[Any] = []
        for value in found:
            if name and isinstance(value, dict) and name in value:
                ahead.append(value[name])
            elif not name and isinstance(value, list):
                ahead += value if not index else value[int(index) : int(index) + 1]
        found = ahead
    return found


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    if isinstance(value, dict):
        return [json.dumps(value, ensure_ascii=False)]
    return [str(value).strip()] if str(value).strip() else []


def first_object(value: Any) -> dict[str, Any]:
    """The object itself, the first object of a list, a text as an object's name and address; {} for anything else."""
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, dict)), {})
    return value if isinstance(value, dict) else {"url": value, "name": value} if isinstance(value, str) else {}
