"""Preserved bytes: capturing them again, checking and exporting them, with a record of each. The bytes never change."""

import difflib
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from tracker.commands.saving import atomic_file
from tracker.commands.sources import Original, put_capture
from tracker.domain.ids import typed_id
from tracker.domain.pattern import Pattern
from tracker.domain.sentences import sentences
from tracker.domain.source import Capture, Custody, Source
from tracker.errors import NotFound, Refused
from tracker.store import Store, captures

_NAME = 120  # bytes
_ODD = Pattern(r'[\x00-\x1f\x7f<>:"/\\|?*^\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_DEVICE = Pattern(r"con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$", re.IGNORECASE)
_ENDINGS = {
    "text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "text/csv": ".csv", "application/pdf": ".pdf",
    "application/warc": ".warc", "application/warc+gzip": ".warc.gz", "application/wacz": ".wacz",
    "message/rfc822": ".eml", "multipart/related": ".mhtml", "image/png": ".png", "image/jpeg": ".jpg",
    "image/gif": ".gif", "image/webp": ".webp", "image/tiff": ".tif", "image/bmp": ".bmp", "image/heic": ".heic",
    "audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/ogg": ".ogg", "audio/flac": ".flac", "audio/mp4": ".m4a",
    "video/mp4": ".mp4", "video/webm": ".webm", "video/x-msvideo": ".avi",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Altered:
    """A capture with altered bytes: the hash or the size differs from what was captured."""

    capture: Capture
    title: str
    sha256: str
    size: int

    def words(self) -> str:
        return (
            f"“{self.title}”: captured {self.capture.size:,} bytes with sha256 {self.capture.sha256}, "
            f"now {self.size:,} bytes with {self.sha256}."
        )


def capture_again(store: Store, source_id: int, original: Original, *, text: str | None = None) -> Capture:
    """Store another version of a source's bytes beside the earlier ones; `text` replaces the text that is read.

    Quotes are found again in a new text by their words and context, or shown as lost.

    Raises: NotFound when the source is gone.
    """
    source = store.get(Source, source_id)
    with store.step("Capture again"):
        if text is not None and text != source.text:
            source = store.put(replace(source, text=text))
        return put_capture(store, source, original)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The differences between two texts, sentence by sentence: ("-", removed), ("+", added) or ("", the same)."""
    old, new = ([text[a:b] for a, b in sentences(text)] for text in (before, after))
    lines: list[tuple[str, str]] = []
    # The default ignores frequent lines; without that, pages of the same repeated line take minutes.
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            lines += [("", line) for line in old[a:b]]
        else:
            lines += [("-", line) for line in old[a:b]] + [("+", line) for line in new[c:d]]
    return lines


def verify(store: Store, on_progress: Callable[[int, int], None] | None = None) -> list[Altered]:
    """Hash every original again; returns those that differ. The result is recorded unless the case is open read-only.

    `on_progress` is called with (captures done, captures in all).
    """
    originals = captures.all_captures(store.db)
    hashes = captures.rehash_all(
        store.db, None if on_progress is None else lambda done: on_progress(done, len(originals))
    )
    altered = []
    for capture_id, sha256, size in originals:
        now = hashes.get(sha256, (hashlib.sha256().hexdigest(), 0))
        if now != (sha256, size):
            capture = store.get(Capture, capture_id)
            altered.append(Altered(capture, store.get(Source, capture.source_id).title, *now))
    if originals and not store.read_only:
        result = "sound" if not altered else f"{len(altered)} altered"
        with store.step(f"Verify {len(originals)} {'capture' if len(originals) == 1 else 'captures'}"):
            store.put(_record(store, None, "checked", result))
            for item in altered:
                store.put(_record(store, item.capture.id, "checked", "altered", item.words()))
    return altered


def extract(store: Store, capture: Capture, target: Path) -> None:
    """Write the bytes of a capture to a file, hashed on the way: the file gets its name only if the hash is right.

    Raises: Refused when the bytes are not those that were captured, and for the name of a case; CannotSave where
    nothing can be written.
    """
    _write(store, capture, target)
    if not store.read_only:
        with store.step("Take out a capture"):
            store.put(_record(store, capture.id, "exported", "sound", target.name))


def _write(store: Store, capture: Capture, target: Path) -> None:
    digest = hashlib.sha256()
    with atomic_file(target) as file:
        for chunk in captures.chunks(store.db, capture.sha256):
            digest.update(chunk)
            file.write(chunk)
        if digest.hexdigest() != capture.sha256:
            raise Refused("The preserved bytes are not those that were captured; they were not written out.")


def open_outside(store: Store, capture: Capture, target: Path) -> Path:
    """Copy a capture for another program and record it in the custody; returns the path of the copy.

    Raises: Refused when the bytes are not those that were captured, CannotSave where the copy cannot be written.
    """
    _write(store, capture, target)
    if not store.read_only:
        with store.step("Open a capture outside"):
            store.put(_record(store, capture.id, "opened outside", "sound"))
    return target


def suggested_name(capture: Capture) -> str:
    """A name for a copy of a capture that is valid on every system: its original name with invalid characters as _, no device
    name of Windows, at most 120 bytes.
    """
    name = _ODD.sub("_", capture.origin).strip(" .") or "original"
    if _DEVICE.fullmatch(name.partition(".")[0].strip()):
        name = f"_{name}"
    stem, dot, last = name.rpartition(".")
    stem, last = (stem, f".{last[:20]}") if dot and stem else (name, "")
    room = _NAME - len(last.encode())
    return stem.encode()[:room].decode("utf-8", "ignore") + last


def ending(capture: Capture) -> str:
    """The file ending for bytes of this type; the original name of the file is not trusted for it."""
    return _ENDINGS.get(capture.media_type, ".bin")


def chain(store: Store, capture: Capture) -> Iterator[str]:
    """The custody records of a capture in words, a line each, oldest first."""
    tool = f" with {capture.tool}" if capture.tool else ""
    came = capture.final_url or capture.url or capture.origin
    yield f"{_when(capture.captured)} captured by {capture.captured_by or 'unnamed'}{tool}" + (
        f" from {came}" if came else ""
    )
    records = [
        record
        for record in store.all(Custody)
        if record.capture_id == capture.id or (record.capture_id is None and record.at >= capture.captured)
    ]
    for record in records:
        rest = ", ".join(part for part in (record.result, record.note) if part)
        yield f"{_when(record.at)} {record.what} by {record.by or 'unnamed'}" + (f": {rest}" if rest else "")


def capture_named(store: Store, name: str) -> Capture:
    """A capture by its id, the beginning of its SHA-256, or the title of its source (the newest); raises NotFound."""
    if by_id := store.find(Capture, typed_id(name)):
        return by_id
    typed = name.strip().lower()
    every = store.all(Capture)
    fitting = [capture for capture in every if len(typed) >= 6 and capture.sha256.startswith(typed)]
    if not fitting:
        sources = {source.id for source in store.all(Source) if typed and typed in source.title.lower()}
        fitting = [capture for capture in every if capture.source_id in sources] if len(sources) == 1 else []
    if not fitting:
        raise NotFound(f"No capture of this case fits “{name}”: give its id, its hash or the title of its source.")
    return fitting[-1]


def _record(store: Store, capture_id: int | None, what: str, result: str, note: str = "") -> Custody:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Custody(capture_id=capture_id, what=what, at=now, by=store.author, result=result, note=note)


def _when(stamp: str) -> str:
    return f"{stamp[:19].replace('T', ' ')} UTC"
