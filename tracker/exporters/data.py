"""Claims and sources for spreadsheets and other programs; what may go out is decided before it gets here."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class When:
    """A date: its words, EDTF, and the first and last day (ISO 8601, "" where it is open)."""

    words: str = ""
    edtf: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class SourceRow:
    key: str
    title: str
    kind: str
    authors: str
    publisher: str
    url: str
    language: str
    published: When
    accessed: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim; `rating` is ClaimReview's, 1 to 5, 0 for none; `sources` are keys of `SourceRow`s, `related` pairs of relation and number."""

    number: str
    statement: str
    kinds: tuple[str, ...]
    verdict: str
    verdict_label: str
    rating: int
    review: str
    changed: bool
    claimants: tuple[str, ...]
    said: When
    about: When
    due: When
    quote: str
    sources: tuple[str, ...]
    tags: tuple[str, ...]
    supports: int
    refutes: int
    origins: int
    note: str
    related: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        """How far its review is; what was edited since it was signed off says so."""
        return f"{self.review}, changed since" if self.changed else self.review

    @property
    def judged(self) -> str:
        """The verdict with the state of a review that has not ended in a sign-off that still holds."""
        return self.verdict_label if self.state == "signed off" else f"{self.verdict_label} ({self.state})"


@dataclass(frozen=True, slots=True)
class Export:
    case: str
    as_of: str
    head: str
    claims: tuple[ClaimRow, ...]
    sources: tuple[SourceRow, ...]


def guarded(value: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection): what begins with a sign of one, blanks and
    invisible characters before it included, gets an apostrophe.
    """
    bare = value.lstrip(" \t\r\n\0\u00a0\u200b\u200c\u200d\ufeff")
    return f"'{value}" if bare[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") else value


_HEADS = ("Number", "Claim", "Kinds", "Verdict", "Review", "Claimant", "Said", "Said (EDTF)", "Said from", "Said to",
          "About", "About (EDTF)", "Due", "Quote", "Sources", "Addresses", "Tags", "Supports", "Refutes", "Origins",
          "Note", "Verdict key")  # fmt: skip


def _cells(export: Export, claim: ClaimRow) -> list[str | int]:
    cited = [source for source in export.sources if source.key in claim.sources]
    return [
        claim.number, claim.statement, ", ".join(claim.kinds), claim.verdict_label, claim.state, ", ".join(claim.claimants),
        claim.said.words, claim.said.edtf, claim.said.first, claim.said.last, claim.about.words, claim.about.edtf,
        claim.due.words, claim.quote, "; ".join(source.title for source in cited),
        "; ".join(source.url for source in cited if source.url), ", ".join(claim.tags), claim.supports, claim.refutes,
        claim.origins, claim.note, claim.verdict,
    ]  # fmt: skip


def to_csv(export: Export) -> bytes:
    """UTF-8 with a byte order mark, as spreadsheets want it; no cell is a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(_HEADS)
    for claim in export.claims:
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in _cells(export, claim)])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def to_xlsx(export: Export) -> bytes:
    """A workbook of text and numbers; nothing in it is a formula. The same case gives the same bytes."""
    from datetime import datetime

    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = "Claims"
    sheet.append(list(_HEADS))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for at, claim in enumerate(export.claims, 2):
        for side, value in enumerate(_cells(export, claim), 1):
            cell = sheet.cell(at, side)
            if isinstance(value, str):
                cell.value = "".join(c for c in value if c >= " " or c in "\n\t")[:32_767]
                cell.data_type = "s"
            else:
                cell.value = value
    for column, width in zip(
        "ABCDEFGHIJKLMNOPQRSTU", (9, 60, 14, 14, 12, 22, 16, 14, 12, 12, 16, 14, 14, 40, 40, 40, 20), strict=False
    ):
        sheet.column_dimensions[column].width = width
    made = datetime.fromisoformat(export.as_of).replace(tzinfo=None, microsecond=0)
    book.properties.created = book.properties.modified = made
    book.properties.creator = "Claimline"
    target = io.BytesIO()
    book.save(target)
    return same_each_time(target.getvalue())


def same_each_time(archive: bytes) -> bytes:
    """The zip with the times of its entries set to one: the same content gives the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return target.getvalue()


def to_claimreview(export: Export) -> bytes:
    """ClaimReview as JSON-LD (schema.org, with the fields that Google requires); a draft until the review has an address."""
    found = []
    for claim in export.claims:
        item: dict[str, Any] = {"@type": "Claim"}
        if claim.claimants:
            item["author"] = {"@type": "Person", "name": claim.claimants[0]}
        if claim.said.first and claim.said.first == claim.said.last:
            item["datePublished"] = claim.said.first
        urls = [source.url for source in export.sources if source.key in claim.sources and source.url]
        if urls:
            item["appearance"] = [{"@type": "CreativeWork", "url": url} for url in urls]
        rating: dict[str, Any] = {"@type": "Rating", "alternateName": claim.verdict_label}
        if claim.rating:
            rating |= {"ratingValue": claim.rating, "worstRating": 1, "bestRating": 5}
        found.append(
            {"@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": claim.statement,
             "datePublished": export.as_of[:10], "url": "", "creativeWorkStatus": "Draft",
             "author": {"@type": "Organization", "name": export.case}, "reviewRating": rating, "itemReviewed": item}
        )  # fmt: skip
    return _json(found)


def to_timelinejs(export: Export) -> bytes:
    """TimelineJS 3: a slide for each dated claim with its verdict, quote and sources; the words of a fuzzy date as
    `display_date`.
    """
    events = []
    sources = {source.key: source for source in export.sources}
    for claim in export.claims:
        start = claim.said.first or claim.said.last
        if not start:
            continue
        event: dict[str, Any] = {
            "start_date": _moment(start), "unique_id": claim.number, "group": ", ".join(claim.claimants),
            "display_date": claim.said.words or claim.said.edtf,
            "text": {"headline": _escaped(claim.statement), "text": _slide(claim, [sources[key] for key in claim.sources])},
        }  # fmt: skip
        if claim.said.last and claim.said.last != start:
            event["end_date"] = _moment(claim.said.last)
        events.append(event)
    told = f"{len(events)} of {len(export.claims)} claims, as of {export.as_of[:10]}"
    return _json({"title": {"text": {"headline": _escaped(export.case), "text": told}}, "events": events})


def _slide(claim: ClaimRow, sources: list[SourceRow]) -> str:
    parts = ["<p>" + _escaped(f"{claim.judged} · {', '.join(claim.claimants)}") + "</p>"]
    if claim.quote:
        parts.append(f"<blockquote>“{_escaped(claim.quote)}”</blockquote>")
    for source in sources:
        name = _escaped(", ".join(filter(None, (source.title, source.publisher))))
        linked = source.url.startswith(("http://", "https://"))
        parts.append(
            f'<p><a href="{_escaped(source.url)}" rel="noreferrer">{name}</a></p>' if linked else f"<p>{name}</p>"
        )
    return "".join(parts)


def _moment(day: str) -> dict[str, str]:
    year, month, date = day.rsplit("-", 2)
    return {"year": str(int(year)), "month": str(int(month)), "day": str(int(date))}


def _escaped(text: str) -> str:
    """TimelineJS shows texts as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def to_calendar(export: Export) -> bytes:
    """ICalendar (RFC 5545): the days on which predictions fall due."""
    stamp = export.as_of[:19].replace("-", "").replace(":", "") + "Z"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Claimline//Claimline//EN"]
    for claim in export.claims:
        if claim.due.last:
            lines += ["BEGIN:VEVENT", f"UID:{claim.number}-{export.head[:12]}@claimline", f"DTSTAMP:{stamp}",
                      f"DTSTART;VALUE=DATE:{claim.due.last.replace('-', '')}",
                      f"SUMMARY:{_folded_text(f'{claim.number} due: {claim.statement}')}", "END:VEVENT"]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode()


def _folded_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n").replace("\r", "")


def _fold(line: str) -> str:
    """Lines of at most 75 octets (RFC 5545, 3.1), broken between characters."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        wide = len(character.encode())
        if size + wide > 73:
            parts.append(part)
            part, size = "", 0
        part, size = part + character, size + wide
    return "\r\n ".join([*parts, part])


_RIS_TYPES = {"article": "NEWS", "document": "RPRT", "post": "BLOG", "video": "VIDEO", "dataset": "DATA",
              "interview": "PCOMM", "image": "FIGURE", "testimony": "PCOMM"}  # fmt: skip
_CSL_TYPES = {"article": "article-newspaper", "document": "report", "post": "post", "video": "motion_picture",
              "dataset": "dataset", "interview": "interview", "image": "figure", "testimony": "interview"}  # fmt: skip


def to_ris(export: Export) -> bytes:
    """The sources as RIS, for reference managers."""
    lines: list[str] = []
    for source in export.sources:
        entry = [("TY", _RIS_TYPES.get(source.kind, "GEN")), ("TI", source.title), ("T2", source.publisher),
                 ("DA", _exact(source.published).replace("-", "/")), ("LA", source.language), ("UR", source.url),
                 ("Y2", source.accessed[:10]), ("ID", source.key)]  # fmt: skip
        entry[2:2] = [("AU", author.strip()) for author in source.authors.split(";")]
        lines += [f"{tag}  - {' '.join(value.split())}" for tag, value in entry if value.strip()]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines).encode()


def _exact(date: When) -> str:
    """The date where it is a year, a month or a day; "" where those formats have no way to say what is known."""
    bare = date.edtf.strip("~?%")
    return bare if re.fullmatch(r"\d{4}(-\d\d){0,2}", bare) and not re.fullmatch(r"\d{4}-[2-9]\d", bare) else ""


def to_csl(export: Export) -> bytes:
    """The sources as CSL-JSON."""
    found = []
    for source in export.sources:
        entry: dict[str, Any] = {"id": source.key, "type": _CSL_TYPES.get(source.kind, "document"), "title": source.title,
                                 "container-title": source.publisher, "URL": source.url, "language": source.language}  # fmt: skip
        if source.authors:
            entry["author"] = [{"literal": author.strip()} for author in source.authors.split(";") if author.strip()]
        if source.published.first:
            parts = [int(part) for part in _exact(source.published).split("-") if part]
            entry["issued"] = {"date-parts": [parts]} if parts else {"raw": source.published.words}
        found.append({key: value for key, value in entry.items() if value})
    return _json(found)


def to_argdown(export: Export) -> bytes:
    """Claims and their relations as Argdown."""
    titles = {claim.number: claim for claim in export.claims}
    signs = {"supports": "+", "contradicts": "-", "corrects": "-", "repeats": "+", "part of": "+"}
    lines = [f"# {_line(export.case)}", ""]
    for claim in export.claims:
        lines.append(f"[{claim.number}]: {_line(claim.statement)} #{claim.verdict}")
        for other in export.claims:
            for kind, number in other.related:
                if number == claim.number and other.number in titles and kind in signs:
                    lines.append(f"  {signs[kind]} [{other.number}]")
        lines.append("")
    return "\n".join(lines).encode()


def _line(text: str) -> str:
    return " ".join(text.replace("[", "(").replace("]", ")").replace("<", "‹").replace(">", "›").split())


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


# What is written, by the name of the form.
FORMS: dict[str, Callable[[Export], bytes]] = {
    "csv": to_csv, "xlsx": to_xlsx, "claimreview": to_claimreview, "timelinejs": to_timelinejs, "ics": to_calendar,
    "ris": to_ris, "csl": to_csl, "argdown": to_argdown,
}  # fmt: skip


def texts(value: Any) -> list[str]:
    """Every text of an export."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for inner in value for text in texts(inner)]
    return (
        [text for field in fields(value) for text in texts(getattr(value, field.name))]
        if hasattr(value, "__dataclass_fields__")
        else []
    )
