"""Converts files, pasted text and pages to drafts of sources; nothing here writes to a case.

The input is untrusted. Plain text is decoded here; the text of everything else is extracted by a child process
with limits (`reading`), and the bytes are stored even if that fails.
"""

import os
import stat
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from tracker.capture.charset import decode
from tracker.capture.reading import Reading, read_bytes
from tracker.capture.sniff import HEAD, TAIL, kind_of, sniff
from tracker.domain.dates import FuzzyDate, read_date
from tracker.domain.limits import LARGEST_KEPT
from tracker.domain.source import Source
from tracker.domain.text import well_formed
from tracker.errors import CannotSave, NotFound, Refused

_LARGEST_TEXT = 30 * 2**20
_IN_MEMORY = 8 * 2**20  # bytes; a larger file is read from disk


@dataclass(frozen=True, slots=True)
class Draft:
    """A source not yet stored: its record, the original bytes (or the path of their file), their type, and their
    provenance: `origin` is a label, `headers` the response headers of a server.
    """

    source: Source
    content: bytes
    media_type: str
    origin: str
    file: Path | None = None
    url: str = ""
    final_url: str = ""
    headers: str = ""

    @property
    def size(self) -> int:
        """Bytes."""
        return self.file.stat().st_size if self.file else len(self.content)

    def open(self) -> BinaryIO:
        return self.file.open("rb") if self.file else BytesIO(self.content)


def from_text(text: str, title: str = "") -> Draft:
    """Pasted text."""
    text = _lines_fed(well_formed(text))
    return Draft(Source(title=title, text=text), text.encode(), "text/plain", "pasted text")


def from_file(path: Path) -> Draft:
    """A file as a draft.

    Raises: NotFound where there is none, Refused for what is no regular file and for one above 1 GiB, CannotSave where
    it cannot be read.
    """
    try:
        if not path.exists():
            raise NotFound(f"There is no file {path}.")
        if not path.is_file():
            raise Refused(f"{path} is not a regular file.")
        size = path.stat().st_size
        if size > LARGEST_KEPT:
            raise Refused(f"{path.name} is larger than 1 GiB, the most that one source can hold.")
        with path.open("rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise Refused(f"{path} is not a regular file.")
            if size <= _IN_MEMORY:
                return from_bytes(stream.read(), name=path.name)
            head = stream.read(HEAD)
            stream.seek(max(0, size - TAIL))
            media_type = sniff(head, stream.read(), path.name)
            stream.seek(0)
            source = _source(read_bytes(stream, media_type), media_type, path.stem)
    except OSError as error:
        raise CannotSave(f"{path.name} cannot be read: {error.strerror}.") from error
    return Draft(source, b"", media_type, path.name, file=path)


def from_bytes(content: bytes, *, name: str, url: str = "", declared: str = "") -> Draft:
    """Bytes from a file or the web; `declared` is the charset their sender named."""
    media_type = sniff(content[:HEAD], content[-TAIL:], name)
    stem = Path(name).stem or name
    if media_type.startswith("text/") and media_type != "text/html" and len(content) <= _LARGEST_TEXT:
        text = _lines_fed(decode(content, declared))
        source = Source(title="", text=text)
    else:
        source = _source(read_bytes(BytesIO(content), media_type, declared), media_type, stem)
    if url:
        source = replace(source, url=url)
    return Draft(source, content, media_type, name, url=url)


def text_in(content: BinaryIO, media_type: str) -> str:
    """The text of bytes of a type, read as that of a file is."""
    if media_type.startswith("text/") and media_type != "text/html":
        return _lines_fed(decode(content.read(_LARGEST_TEXT)))
    return read_bytes(content, media_type).text


def _lines_fed(text: str) -> str:
    """Text with all line ends as line feeds, so that offsets mean the same on every system."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _source(found: Reading, media_type: str, stem: str) -> Source:
    """The text and metadata read from bytes, as a source; with the name alone where nothing was read."""
    kind = kind_of("text/html" if media_type in ("multipart/related", *_PAGES) and found.text else media_type)
    return Source(
        title=found.title or stem, kind=kind, authors=found.author, text=found.text, publisher=found.publisher,
        language=found.language, published=guessed(found.date, found.date_from), url=found.url,
    )  # fmt: skip


_PAGES = ("application/warc", "application/warc+gzip", "application/wacz")


def guessed(words: str, where: str) -> FuzzyDate:
    """The date in the metadata of a file or page: unconfirmed until a person confirms it; its rule names where it was found."""
    date = read_date(words)
    return replace(date, rule=f"{date.rule}, unconfirmed: {where}") if date.dated and where else date
