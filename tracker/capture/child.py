"""The child process that reads strangers' files: bytes on standard input, an answer on standard output.

`read TYPE CHARSET` answers JSON, `page N WIDTH` a picture of a PDF's page. It limits its own memory and time, so that
a hostile file ends only itself. Nothing in a file is run and nothing it names is loaded.
"""

import email
import email.policy
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime, time
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

from tracker.capture.drafts import decode
from tracker.domain.dates import find_dates

_MEMORY = 3 * 2**29  # bytes
_SECONDS = 30
_LARGEST = 200 * 2**20  # bytes read
_LONGEST = 10_000_000  # characters of text
_UNPACKED, _RATIO, _ENTRIES = 300 * 2**20, 300, 20_000  # of an archive
_PIXELS = 24_000_000
_ROWS = 200_000  # of a sheet
Found = dict[str, str]


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's timeout holds there
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def html(content: bytes, declared: str) -> Found:
    """A web page: the article's text and what the page says of itself (Open Graph, JSON-LD of schema.org)."""
    import trafilatura

    page = decode(content, declared)
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    kept: dict[str, Any] = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = str(kept.get("text") or "")
    date, where = _published(page, text, str(kept.get("date") or ""))
    return {
        "title": str(kept.get("title") or ""), "author": str(kept.get("author") or ""),
        "publisher": str(kept.get("sitename") or ""), "language": _language(page) or str(kept.get("language") or ""),
        "date": date, "date_from": where, "text": text,
    }  # fmt: skip


_JSON_LD = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_META = re.compile(r"<meta\b[^>]{0,400}>", re.IGNORECASE)
_DATED = re.compile(
    r"""(?:property|name|itemprop)\s*=\s*["']?(article:published_time|datePublished|pubdate|publish-?date|date|dc\.date(?:\.issued)?)["'\s>]""",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"""content\s*=\s*["']([^"']{8,40})["']""", re.IGNORECASE)


def _published(page: str, text: str, guess: str) -> tuple[str, str]:
    """(date, where it was found): JSON-LD, a meta tag, the head of the text, last a guess that the page bears out."""
    if found := _JSON_LD.search(page):
        return _day(found[1]), "the page's JSON-LD"
    for tag in _META.findall(page[:400_000]):
        if _DATED.search(tag) and (value := _CONTENT.search(tag)):
            return _day(value[1]), "a meta tag of the page"
    near = find_dates(text[:400], None)
    day = next(
        (item.date for item in near if item.date.earliest is not None and item.date.earliest == item.date.latest), None
    )
    if day is not None:
        return day.words, "the text"
    return (guess, "the page") if guess and guess in page else ("", "")


def _day(stamp: str) -> str:
    found = re.match(r"\d{4}-\d\d-\d\d", stamp)
    return found[0] if found else stamp


def _language(page: str) -> str:
    found = re.search(r"""<html\b[^>]{0,300}?\blang\s*=\s*["']?([A-Za-z-]{2,12})""", page[:20_000], re.IGNORECASE)
    return found[1] if found else ""


class _Words(HTMLParser):
    """The words of HTML that is no article, such as a letter's; nothing in it is followed."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style", "head")
        if tag in ("p", "br", "div", "li", "tr", "h1", "h2", "h3"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style", "head") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _letter(message: EmailMessage) -> str:
    body = message.get_body(("plain", "html"))
    if body is None:
        return ""
    text = decode(_payload(body), body.get_content_charset() or "")
    if body.get_content_type() == "text/html":
        parser = _Words()
        parser.feed(text)
        text = re.sub(r"\n\s*\n+", "\n\n", "".join(parser.words)).strip()
    return text


def _payload(part: Any) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def eml(content: bytes) -> Found:
    """A letter (RFC 5322): who wrote to whom, when, and the text; attachments are named, not opened."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    heads = {name: " ".join(str(message[name] or "").split()) for name in ("From", "To", "Cc", "Date", "Subject")}
    lines = [f"{name}: {value}" for name, value in heads.items() if value]
    named = [f"{part.get_filename() or 'unnamed'} ({part.get_content_type()})" for part in message.iter_attachments()]
    lines += [f"Attachments: {', '.join(named)}"] if named else []
    stamp = message["Date"]
    day = stamp.datetime.date().isoformat() if stamp is not None and getattr(stamp, "datetime", None) else ""
    return {
        "title": heads["Subject"], "author": heads["From"], "date": day, "date_from": "the letter's Date header",
        "text": "\n".join(lines) + "\n\n" + _letter(message),
    }  # fmt: skip


def mhtml(content: bytes) -> Found:
    """A saved page (RFC 2557): its first part of HTML."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            found = html(_payload(part), part.get_content_charset() or "")
            place = str(message.get("Snapshot-Content-Location") or part.get("Content-Location") or "")
            return found | {"url": place if place.startswith(("http://", "https://")) else ""}
    return {}


def pdf(content: bytes) -> Found:
    """The text of a PDF, its pages parted by form feeds."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    told = document.get_metadata_dict()
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", told.get("CreationDate", ""))
    return {
        "title": told.get("Title", ""), "author": told.get("Author", ""),
        "date": "-".join(made.groups()) if made else "", "date_from": "the PDF's creation date",
        "text": "\f".join(page.replace("\r\n", "\n").replace("\r", "\n").strip("\n") for page in pages),
    }  # fmt: skip


def docx(content: bytes) -> Found:
    """A Word document (ISO/IEC 29500): paragraphs and tables in their order."""
    import docx as word
    from docx.table import Table

    _sound_archive(content)
    document = word.Document(io.BytesIO(content))
    lines = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines += ["\t".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    about = document.core_properties
    return {
        "title": about.title or "", "author": about.author or "", "language": about.language or "",
        "date": about.created.date().isoformat() if about.created else "", "date_from": "the document's creation date",
        "text": "\n".join(lines),
    }  # fmt: skip


def odt(content: bytes) -> Found:
    """An OpenDocument text (ISO/IEC 26300): its headings and paragraphs, a note after the paragraph it belongs to.

    What change tracking keeps as deleted is no part of the text.
    """
    from defusedxml.ElementTree import fromstring

    archive = _sound_archive(content)
    body = fromstring(archive.read("content.xml"))
    deleted = {part for kept in body.iter() if _called(kept) == "tracked-changes" for part in kept.iter()}
    lines = ["".join(_line(part)) for part in body.iter() if _called(part) in ("p", "h") and part not in deleted]
    about = {}
    if "meta.xml" in archive.namelist():
        about = {_called(part): part.text or "" for part in fromstring(archive.read("meta.xml")).iter()}
    return {
        "title": about.get("title", ""), "author": about.get("initial-creator") or about.get("creator", ""),
        "date": about.get("creation-date", "")[:10], "date_from": "the document's creation date", "text": "\n".join(lines),
        "language": about.get("language", ""),
    }  # fmt: skip


def _called(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


def _line(part: Element) -> Iterator[str]:
    """The text of a paragraph as it is shown: blanks, tabs and line breaks are elements of their own."""
    yield part.text or ""
    for inner in part:
        match _called(inner):
            case "s":
                count = next((value for name, value in inner.attrib.items() if name.endswith("}c")), "1")
                yield " " * min(int(count), 1000)
            case "tab":
                yield "\t"
            case "line-break":
                yield "\n"
            case "note" | "p" | "h":
                pass
            case _:
                yield from _line(inner)
        yield inner.tail or ""


def xlsx(content: bytes) -> Found:
    """A workbook: each sheet's name, then its rows with tabs between the cells."""
    import openpyxl

    _sound_archive(content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    lines = []
    for sheet in book.worksheets:
        lines.append(f"# {sheet.title}")
        lines += [
            "\t".join("" if cell is None else str(cell) for cell in row) for row in sheet.iter_rows(values_only=True)
        ]
    about = book.properties
    return {"title": about.title or "", "author": about.creator or "", "text": "\n".join(lines)}


def table(content: bytes) -> list[list[str]]:
    """The rows of the first sheet of a workbook that has any; dates as ISO days."""
    import openpyxl

    _sound_archive(content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        if any(any(row) for row in rows):
            return rows[:_ROWS]
    return []


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def warc(content: bytes) -> Found:
    """A web archive (ISO 28500): the first page in it that was answered with success."""
    from warcio.archiveiterator import ArchiveIterator

    for record in ArchiveIterator(io.BytesIO(content)):
        told = record.http_headers
        if record.rec_type != "response" or told is None or told.get_statuscode() != "200":
            continue
        kind = told.get_header("Content-Type") or ""
        if "html" in kind:
            charset = re.search(r"charset=([\w-]+)", kind)
            page = html(record.content_stream().read(_LARGEST), charset[1] if charset else "")
            return page | {"url": record.rec_headers.get_header("WARC-Target-URI") or ""}
    return {}


def wacz(content: bytes) -> Found:
    """A packed web archive (WACZ 1.1): its first WARC."""
    archive = _sound_archive(content)
    names = [name for name in archive.namelist() if name.startswith("archive/") and ".warc" in name]
    return warc(archive.read(min(names))) if names else {}


def _sound_archive(content: bytes) -> zipfile.ZipFile:
    """A zip whose contents are few and small enough to be unpacked; raises ValueError for any other."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES or unpacked > _UNPACKED or unpacked > _RATIO * max(len(content), 1):
        raise ValueError("an archive that unpacks to too much")
    return archive


_READERS: dict[str, Callable[[bytes], Found]] = {
    "multipart/related": mhtml, "message/rfc822": eml, "application/pdf": pdf,
    "application/warc": warc, "application/warc+gzip": warc, "application/wacz": wacz,
    "application/vnd.oasis.opendocument.text": odt,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
}  # fmt: skip


def draw(content: bytes, page: int, width: int) -> bytes:
    """How many pages, the size in pixels, then the pixels (BGRX) of a page of a PDF or of a picture."""
    if not content.startswith(b"%PDF-"):
        return _picture(content, width)
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    sheet = document[max(0, min(page, len(document) - 1))]
    wide, high = sheet.get_size()
    scale = min(width / max(wide, 1), (_PIXELS / max(wide * high, 1)) ** 0.5)
    bitmap = sheet.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
    rows = bytes(bitmap.buffer)
    step, line = bitmap.stride, bitmap.width * 4
    pixels = rows if step == line else b"".join(rows[at : at + line] for at in range(0, step * bitmap.height, step))
    return f"{len(document)} {bitmap.width} {bitmap.height}\n".encode() + pixels


def _picture(content: bytes, width: int) -> bytes:
    """The first frame of a picture, turned as its camera was held, at most so many pixels wide."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = 4 * _PIXELS
    opened = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"))
    if opened.width * opened.height > 4 * _PIXELS:
        raise ValueError("a picture of too many pixels")
    opened.draft("RGB", (width, width))
    picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail((width, 4 * width))
    sheet = Image.new("RGBA", picture.size, "white")
    sheet.alpha_composite(picture)
    return f"1 {sheet.width} {sheet.height}\n".encode() + sheet.tobytes("raw", "BGRA")


def main() -> None:
    """Answer one request."""
    _limit()
    what, first, second = sys.argv[1:4]
    content = sys.stdin.buffer.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError("larger than what is read for text")
    if what == "page":
        sys.stdout.buffer.write(draw(content, int(first), int(second)))
        return
    if what == "table":
        sys.stdout.write(json.dumps(table(content)))
        return
    found = html(content, second) if first == "text/html" else _READERS[first](content)
    found["text"] = found.get("text", "")[:_LONGEST].replace("\0", "")
    sys.stdout.write(json.dumps({key: value for key, value in found.items() if isinstance(value, str)}))


if __name__ == "__main__":
    main()
