"""Word, OpenDocument and Excel files."""

import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from xml.etree.ElementTree import Element

from tracker.capture.readers import Found
from tracker.capture.readers.unpacking import sound_archive


def docx(content: bytes) -> Found:
    """A Word document (ISO/IEC 29500): its headers, paragraphs and tables in their order, its footers and notes."""
    import docx as word
    from defusedxml.ElementTree import fromstring
    from docx.table import Table

    sound_archive(content)
    document = word.Document(io.BytesIO(content))
    lines: list[str] = []

    def add_text(part: Any) -> None:
        for block in part.iter_inner_content():
            if isinstance(block, Table):
                lines.extend("\t".join(cell.text for cell in row.cells) for row in block.rows)
            elif block.text or part is document:
                lines.append(block.text)

    def add_once(parts: list[Any]) -> None:
        for part in parts:
            if not part.is_linked_to_previous:
                add_text(part)

    add_once([section.header for section in document.sections])
    add_text(document)
    add_once([section.footer for section in document.sections])
    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            notes = (element for element in fromstring(part.blob) if local_name(element) in ("footnote", "endnote"))
            written = ("".join(run.text or "" for run in note.iter() if local_name(run) == "t") for note in notes)
            lines += filter(None, written)
    about = document.core_properties
    return {
        "title": about.title or "", "author": about.author or "", "language": about.language or "",
        "date": about.created.date().isoformat() if about.created else "", "date_from": "the document's creation date",
        "text": "\n".join(lines),
    }  # fmt: skip


def odt(content: bytes) -> Found:
    """An OpenDocument text (ISO/IEC 26300): its headings and paragraphs, a note after the paragraph it belongs to.

    Text deleted under change tracking is left out.
    """
    from defusedxml.ElementTree import fromstring

    archive = sound_archive(content)
    body = fromstring(archive.read("content.xml"))
    deleted = {part for element in body.iter() if local_name(element) == "tracked-changes" for part in element.iter()}
    lines = ["".join(_line(part)) for part in body.iter() if local_name(part) in ("p", "h") and part not in deleted]
    about = {}
    if "meta.xml" in archive.namelist():
        about = {local_name(part): part.text or "" for part in fromstring(archive.read("meta.xml")).iter()}
    return {
        "title": about.get("title", ""), "author": about.get("initial-creator") or about.get("creator", ""),
        "date": about.get("creation-date", "")[:10], "date_from": "the document's creation date", "text": "\n".join(lines),
        "language": about.get("language", ""),
    }  # fmt: skip


def local_name(part: Element) -> str:
    return str(part.tag).rpartition("}")[2]


def _line(part: Element) -> Iterator[str]:
    """The text of a paragraph as it is shown: blanks, tabs and line breaks are elements of their own."""
    yield part.text or ""
    for inner in part:
        match local_name(inner):
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

    sound_archive(content)
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


def table(content: bytes) -> list[list[str]]:
    """The rows of the first sheet of a workbook that has any; dates as ISO days."""
    import openpyxl

    sound_archive(content)
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
