"""Problems of a package, found by reading it without unpacking it to the disk."""

import hashlib
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tracker.domain.pattern import Pattern
from tracker.errors import CaseFileError

ENTRIES, LARGEST, RATIO = 20_000, 20 * 2**30, 500  # limits: files, bytes unpacked, bytes unpacked per packed byte
_TEXT_AT_MOST = 64 * 2**20  # bytes of a list or document in a package
_LINE = Pattern(r"([0-9a-f]{64})  (\S.*)")
_SAFE = Pattern(r"(?:[A-Za-z0-9._-]+/)*[A-Za-z0-9][A-Za-z0-9._-]*")
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, ValueError, NotImplementedError, EOFError)


def verify(path: Path) -> list[str]:
    """The problems of a package, a sentence each; an empty list if there is none. Raises CaseFileError if it is not a zip."""
    with opened(path) as bag:
        return list(troubles(bag))


def opened(path: Path) -> zipfile.ZipFile:
    """A package as a zip.

    Raises: CaseFileError where it is not a zip.
    """
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise CaseFileError(f"{path.name} is not a package: it cannot be read as a zip ({error}).") from error


def troubles(bag: zipfile.ZipFile) -> Iterator[str]:
    entries = bag.infolist()
    names = [entry.filename for entry in entries]
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > ENTRIES or unpacked > LARGEST or unpacked > RATIO * max(packed, 1):
        yield "It is larger than a package may be; it was not read."
        return
    if odd := [name for name in names if not _SAFE.fullmatch(name) or ".." in name]:
        yield f"It contains a name that no package has: “{odd[0][:80]}”."
        return
    if len(set(names)) < len(names):
        yield "It contains a name twice."
        return
    if any(entry.flag_bits & 1 for entry in entries):
        yield "Part of it is encrypted."
        return
    for name in ("bagit.txt", "manifest-sha256.txt", "data/claims.json"):
        if name not in names:
            yield f"{name} is missing."
            return
    if not text_of(bag, "bagit.txt").startswith("BagIt-Version: 1."):
        yield "bagit.txt does not say that it is a bag."
    yield from _lists(bag, names)


def _lists(bag: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    """Problems of the manifests: every listed file must exist with its hash, every file of the payload must be listed."""
    for manifest, payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        if manifest not in names:
            continue
        listed: dict[str, str] = {}
        for line in text_of(bag, manifest).splitlines():
            match = _LINE.fullmatch(line)
            if match is None or match[2] in listed:
                yield f"{manifest} contains an invalid line: “{line[:80]}”."
                return
            listed[match[2]] = match[1]
        for name, sha256 in listed.items():
            if name.startswith("data/originals/") and not name.startswith(f"data/originals/{sha256}"):
                yield f"{name} does not match the hash in its name."
            if name not in names:
                yield f"{name} is listed but missing."
            elif (now := _hashed(bag, name)) != sha256:
                yield f"{name} was altered: its sha256 is {now or 'unavailable'}, {sha256} is listed."
        if payload:
            for name in names:
                if name.startswith("data/") and name not in listed:
                    yield f"{name} is in the package but not listed."


def _hashed(bag: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with bag.open(name) as stream:
            for chunk in _chunks(stream, bag.getinfo(name).file_size):
                digest.update(chunk)
    except _BROKEN:
        return ""
    return digest.hexdigest()


def _chunks(stream: IO[bytes], promised: int) -> Iterator[bytes]:
    """The unpacked bytes, never more than the stated size: the sizes in a zip may be wrong."""
    left = promised
    while chunk := stream.read(min(2**20, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise ValueError("larger than its stated size")
        yield chunk


def text_of(bag: zipfile.ZipFile, name: str) -> str:
    if bag.getinfo(name).file_size > _TEXT_AT_MOST:
        return ""
    try:
        with bag.open(name) as stream:
            return b"".join(_chunks(stream, bag.getinfo(name).file_size)).decode("utf-8", "replace")
    except _BROKEN:
        return ""
