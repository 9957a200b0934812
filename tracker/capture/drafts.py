"""Files, pasted text and pages become drafts of sources; nothing here writes to a case.

What comes in is a stranger's. Text is decoded, HTML is read by a child process with limits, everything else is kept
as bytes without being looked into.
"""

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import charset_normalizer

from tracker.domain.dates import read_date
from tracker.domain.source import Source
from tracker.domain.text import well_formed
from tracker.errors import CannotSave, NotFound, Refused

LARGEST = 2**30  # bytes, as captures hold
_LARGEST_TEXT = 30 * 2**20
_CHILD_SECONDS = 30
_TYPES = {
    b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif",
    b"PK\x03\x04": "application/zip", b"RIFF": "audio/x-riff", b"\x00\x00\x00": "video/mp4", b"ID3": "audio/mpeg",
}  # fmt: skip
_KINDS = {"image": "image", "video": "video", "audio": "interview", "application": "document"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A source not yet kept: its record, the original bytes and what they are."""

    source: Source
    content: bytes
    media_type: str
    origin: str


def from_text(text: str, title: str = "") -> Draft:
    """Pasted text. Every line ends in a line feed, so that offsets mean the same on every system."""
    text = well_formed(text).replace("\r\n", "\n").replace("\r", "\n")
    return Draft(Source(title=title, text=text), text.encode(), "text/plain", "pasted text")


def from_file(path: Path) -> Draft:
    """A file as a draft; raises NotFound or Refused in words. Only regular files up to 1 GiB are taken."""
    try:
        if not path.exists():
            raise NotFound(f"There is no file {path}.")
        if not path.is_file():
            raise Refused(f"{path} is not an ordinary file.")
        if path.stat().st_size > LARGEST:
            raise Refused(f"{path.name} is larger than 1 GiB, the most that one source can hold.")
        content = path.read_bytes()
    except OSError as error:
        raise CannotSave(f"{path.name} cannot be read: {error.strerror}.") from error
    return from_bytes(content, name=path.name)


def from_bytes(content: bytes, *, name: str, url: str = "", declared: str = "") -> Draft:
    """Bytes from a file or the web; `declared` is the charset their sender named."""
    media_type = sniff(content, name)
    stem = Path(name).stem or name
    if media_type == "text/html" and len(content) <= _LARGEST_TEXT:
        source = _page(content, stem, declared)
    elif media_type.startswith("text/") and len(content) <= _LARGEST_TEXT:
        text = decode(content, declared).replace("\r\n", "\n").replace("\r", "\n")
        source = Source(title="", text=text)
    else:
        source = Source(title=stem, kind=_KINDS.get(media_type.split("/")[0], "document"))
    if url:
        source = replace(source, url=url)
    return Draft(source, content, media_type, name)


def sniff(content: bytes, name: str = "") -> str:
    """The media type by the first bytes, then by whether it reads as text or HTML."""
    for magic, media_type in _TYPES.items():
        if content.startswith(magic):
            return media_type
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")) or (b"<html" in head and b"<head" in head):
        return "text/html"
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    return "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"


def decode(content: bytes, declared: str = "") -> str:
    """Text from bytes: byte order mark, UTF-8, the declared charset, then the likeliest one."""
    for charset in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "", declared):
        try:
            if charset:
                return content.decode(charset).replace("\0", "")
        except (ValueError, LookupError):  # not of this charset, or there is none of that name
            continue
    best = charset_normalizer.from_bytes(content[: 2**20]).best()
    return content.decode(best.encoding if best else "utf-8", "replace").replace("\0", "")


def _page(content: bytes, name: str, declared: str) -> Source:
    found = _in_child(content, declared)
    published = read_date(found.get("date") or "")
    return Source(
        title=found.get("title") or name, authors=found.get("author") or "", text=found.get("text") or "",
        publisher=found.get("sitename") or "", language=found.get("language") or "", published=published,
    )  # fmt: skip


def _in_child(content: bytes, declared: str) -> dict[str, str]:
    """Text and metadata of a page, read in a process of its own; {} when that fails or takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "tracker.capture.page", declared],  # -P: nothing is imported from the folder
            input=content, capture_output=True, timeout=_CHILD_SECONDS, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout[: _LARGEST_TEXT * 4])
    except (subprocess.SubprocessError, ValueError, OSError):
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)}
