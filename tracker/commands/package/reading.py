"""An untrusted package, checked completely and read: its list, its originals, and their texts."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from tracker.commands.package.listing import FORMAT
from tracker.commands.package.verifying import opened, text_of, troubles
from tracker.errors import CaseFileError, Refused

_READ_AT_MOST = 200 * 2**20  # bytes of an original that is read for text


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """A package that was read and verified: its list, its originals by their hash, and their texts; valid as long as the
    file does not change.
    """

    path: Path
    stamp: tuple[int, int]
    listing: dict[str, Any]
    originals: dict[str, str]
    texts: dict[str, str]


def verify_and_read(path: Path, read: Callable[[BinaryIO, str], str]) -> VerifiedPackage:
    """Check a package and read the texts of its originals, each from its own bytes, since the package's list is not
    trusted. `read` is called with (bytes, media type). Raises Refused for a package with any problem.
    """
    stamp = stamp_of(path)
    with opened(path) as bag:
        listing, originals = _verified(bag, path)
        texts = {}
        for entry in listing["sources"]:
            name = originals.get(sha256 := str(entry.get("sha256", "")))
            if name is not None and bag.getinfo(name).file_size <= _READ_AT_MOST:
                texts[sha256] = read(BytesIO(bag.read(name)), str(entry.get("media_type", "")))
    return VerifiedPackage(path, stamp, listing, originals, texts)


def stamp_of(path: Path) -> tuple[int, int]:
    """Size in bytes and time of change of a file, to detect that it changed.

    Raises: CaseFileError where it cannot be read.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise CaseFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    return status.st_size, status.st_mtime_ns


def _verified(bag: zipfile.ZipFile, path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """(list, originals by hash) of a verified package. Raises Refused for one with a problem."""
    if problems := list(troubles(bag)):
        raise Refused(f"{path.name} was not imported: {problems[0]}")
    names = [name for name in bag.namelist() if name.startswith("data/originals/")]
    return _listing(bag, path), {Path(name).name.split(".")[0]: name for name in names}


def _listing(bag: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    """The list of the package; raises Refused for a list of another format."""
    try:
        content = json.loads(text_of(bag, "data/claims.json"))
        if content["format"] != FORMAT:
            raise ValueError("of another format")
        return {
            "case": str(content.get("case", "")),
            "sources": [_plain(entry) for entry in content["sources"]],
            "claims": [_plain(entry, kinds=str, tags=str, said_by=dict, evidence=dict) for entry in content["claims"]],
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(f"{path.name} was not imported: its list of claims cannot be read.") from error


def _plain(entry: dict[str, Any], **lists: type) -> dict[str, Any]:
    """An entry of the list without null values; raises ValueError where a value has the wrong type."""
    plain: dict[str, Any] = {name: [] for name in lists}
    for name, value in entry.items():
        if value is None:
            continue
        kind = lists.get(name)
        if kind is None and not isinstance(value, str | int):
            raise ValueError(f"{name} is no text")
        if kind is not None and not (isinstance(value, list) and all(isinstance(item, kind) for item in value)):
            raise ValueError(f"{name} is no list")
        plain[name] = [_plain(item) for item in value] if kind is dict else value
    if not str(plain.get("url", "")).lower().startswith(("http://", "https://")):
        plain.pop("url", None)
    return plain
