"""The child process that reads strangers' files: bytes on standard input, an answer on standard output.

`read TYPE CHARSET` answers JSON, `page N WIDTH` a picture of a PDF's page (the words to mark on it stand in a line of JSON
before the bytes, where nobody who lists this machine's processes reads them). It limits its own memory and time, so that
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
from contextlib import suppress
from datetime import datetime, time
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element

from tracker.capture.charset import decode
from tracker.domain.dates import find_dates
from tracker.domain.limits import LARGEST_READ
from tracker.domain.pattern import Pattern
from tracker.domain.text import without_radicals

_MEMORY = 3 * 2**29  # bytes
_SECONDS = 30
_LONGEST = 10_000_000  # characters of text
_UNPACKED, _RATIO, _ENTRIES = 300 * 2**20, 300, 20_000  # of an archive
_PIXELS = 24_000_000
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


_JSON_LD = Pattern(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_META = Pattern(r"<meta\b[^>]{0,400}>", re.IGNORECASE)
_DATED = Pattern(
    r"""(?:property|name|itemprop)\s*=\s*["']?(article:published_time|datePublished|pubdate|publish-?date|date|dc\.date(?:\.issued)?)["'\s>]""",
    re.IGNORECASE,
)
_CONTENT = Pattern(r"""content\s*=\s*["']([^"']{8,40})["']""", re.IGNORECASE)


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


class _Shown(HTMLParser):
    """The addresses of the pictures and styles that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "img" and told.get("src"):
            self.addresses.append(told["src"])
        elif tag == "link" and "stylesheet" in told.get("rel", "").lower() and told.get("href"):
            self.addresses.append(told["href"])


def shown(content: bytes) -> list[str]:
    """The addresses of the pictures and styles of a page, as they stand in it."""
    parser = _Shown()
    with suppress(AssertionError):  # the parser's own, at declarations that are none; what came before it is kept
        parser.feed(content.decode("latin-1"))
    return parser.addresses


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
        "text": "\f".join(without_radicals(page).replace("\r\n", "\n").replace("\r", "\n").strip("\n") for page in pages),
    }  # fmt: skip


def docx(content: bytes) -> Found:
    """A Word document (ISO/IEC 29500): its headers, paragraphs and tables in their order, its footers and notes."""
    import docx as word
    from defusedxml.ElementTree import fromstring
    from docx.table import Table

    _sound_archive(content)
    document = word.Document(io.BytesIO(content))
    lines: list[str] = []

    def told(part: Any) -> None:
        for block in part.iter_inner_content():
            if isinstance(block, Table):
                lines.extend("\t".join(cell.text for cell in row.cells) for row in block.rows)
            elif block.text or part is document:
                lines.append(block.text)

    def once(parts: list[Any]) -> None:
        for part in parts:
            if not part.is_linked_to_previous:
                told(part)

    once([section.header for section in document.sections])
    told(document)
    once([section.footer for section in document.sections])
    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            notes = (kept for kept in fromstring(part.blob) if _called(kept) in ("footnote", "endnote"))
            written = ("".join(run.text or "" for run in note.iter() if _called(run) == "t") for note in notes)
            lines += filter(None, written)
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
            "\t".join("" if cell is None else " ".join(str(cell).split()) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        ]
    about = book.properties
    return {"title": about.title or "", "author": about.creator or "", "text": "\n".join(lines)}


def timeline(content: bytes) -> list[dict[str, str]]:
    """The events of a file of The Timeline Project (its XML, versions 1 and 2): each element's children by name."""
    from defusedxml.ElementTree import fromstring

    events = (part for part in fromstring(content).iter() if _called(part) == "event")
    return [{_called(part): (part.text or "").strip() for part in event} for event in events]


def table(content: bytes) -> list[list[str]]:
    """The rows of the first sheet of a workbook that has any; dates as ISO days."""
    import openpyxl

    _sound_archive(content)
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        if any(any(row) for row in rows):
            return rows
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
            page = html(record.content_stream().read(LARGEST_READ), charset[1] if charset else "")
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


def draw(content: bytes, page: int, width: int, marks: list[tuple[str, int]]) -> tuple[dict[str, Any], bytes]:
    """How a page of a PDF or a picture looks: how many pages, its size and where the marks stand in pixels, and its pixels
    (BGRX). A mark is words of the page and how many characters that are no blanks stand before them.
    """
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
    told = {"pages": len(document), "width": bitmap.width, "height": bitmap.height}
    return told | {"places": _places(sheet, marks, bitmap.width, bitmap.height) if marks else []}, pixels


def _places(sheet: Any, marks: list[tuple[str, int]], width: int, height: int) -> list[list[tuple[int, int, int, int]]]:
    """For each mark the boxes (x, y, width, height in pixels) of its words, a line each; none where they do not stand on
    the page, so that no other words are shown for them. Of several places the one nearest to where they should be.
    """
    from ctypes import byref, c_int

    from pypdfium2 import raw

    text = sheet.get_textpage()
    count = text.count_chars()
    characters = [(without_radicals(chr(raw.FPDFText_GetUnicode(text.raw, at) or 32)), at) for at in range(count)]
    characters = [(character, at) for character, at in characters if not _blank(character)]
    page = "".join(character for character, _ in characters)

    def corner(x: float, y: float) -> tuple[int, int]:
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(sheet.raw, 0, 0, width, height, 0, x, y, byref(across), byref(down))
        return across.value, down.value

    found = []
    for words, before in marks:
        wanted = "".join(character for character in words if not _blank(character))
        starts = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", page)] if wanted else []
        lines: list[tuple[int, int, int, int]] = []
        if starts:
            start = min(starts, key=lambda at: abs(at - before))
            for _, at in characters[start : start + len(wanted)]:
                left, bottom, right, top = text.get_charbox(at, loose=True)
                (x, y), (x2, y2) = corner(left, top), corner(right, bottom)
                box = (min(x, x2), min(y, y2), abs(x2 - x), abs(y2 - y))
                if lines and _same_line(lines[-1], box):
                    box = _around(lines.pop(), box)
                lines.append(box)
        found.append(lines)
    return found


def _blank(character: str) -> bool:
    """Whether a character of a page has no picture: a blank, or what a PDF puts at a broken line."""
    return character.isspace() or not character.isprintable() or character in "\ufffe\uffff"


def _same_line(line: tuple[int, int, int, int], box: tuple[int, int, int, int]) -> bool:
    middle = box[1] + box[3] / 2
    return line[1] <= middle <= line[1] + line[3] and -box[3] <= box[0] - (line[0] + line[2]) <= 2 * box[3]


def _around(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x, y = min(one[0], other[0]), min(one[1], other[1])
    right, bottom = max(one[0] + one[2], other[0] + other[2]), max(one[1] + one[3], other[1] + other[3])
    return x, y, right - x, bottom - y


def _picture(content: bytes, width: int) -> tuple[dict[str, Any], bytes]:
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
    return {"pages": 1, "width": sheet.width, "height": sheet.height, "places": []}, sheet.tobytes("raw", "BGRA")


def main() -> None:
    """Answer one request."""
    _limit()
    what, first, second = sys.argv[1:4]
    content = sys.stdin.buffer.read(LARGEST_READ + 1)
    if len(content) > LARGEST_READ:
        raise ValueError("larger than what is read for text")
    if what == "page":
        marks, _, content = content.partition(b"\n")
        told, pixels = draw(content, int(first), int(second), json.loads(marks))
        sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + pixels)
        return
    if what == "shown":
        sys.stdout.write(json.dumps(shown(content)))
        return
    if what == "timeline":
        sys.stdout.write(json.dumps(timeline(content)))
        return
    if what == "table":
        sys.stdout.write(json.dumps(table(content)))
        return
    found = html(content, second) if first == "text/html" else _READERS[first](content)
    found["text"] = found.get("text", "")[:_LONGEST].replace("\0", "")
    sys.stdout.write(json.dumps({key: value for key, value in found.items() if isinstance(value, str)}))


if __name__ == "__main__":
    main()
