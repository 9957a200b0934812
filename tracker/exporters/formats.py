"""All export formats; the window, the command line, its help and the docs use this list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from tracker.errors import Refused
from tracker.exporters import timeline
from tracker.exporters.data.argdown import to_argdown
from tracker.exporters.data.calendar import to_calendar
from tracker.exporters.data.claimreview import to_claimreview
from tracker.exporters.data.references import to_csl, to_ris
from tracker.exporters.data.rows import Export
from tracker.exporters.data.table import to_csv, to_xlsx
from tracker.exporters.data.timelinejs import to_timelinejs
from tracker.exporters.data.webtimeline import to_web_timeline
from tracker.exporters.docx import docx
from tracker.exporters.dossier import Dossier
from tracker.exporters.html import html
from tracker.exporters.markdown import markdown
from tracker.exporters.pdf import pdf
from tracker.exporters.timeline import Drawing

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Format(Generic[T]):
    """`key` names it on the command line, `title` in the window; `suffixes` are the endings of its files, the usual one
    first; `write` converts the exported content to bytes.
    """

    key: str
    title: str
    suffixes: tuple[str, ...]
    write: Callable[[T], bytes]

    @property
    def suffix(self) -> str:
        return self.suffixes[0]


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


# The whole case including protected data: not for publication.
WHOLE_CASE: Format[Iterable[str]] = Format("jsonl", "The whole case, lossless", (".jsonl",), _lines)
# What some claims go out in.
CLAIMS: tuple[Format[Export], ...] = (
    Format("csv", "Spreadsheet, CSV", (".csv",), to_csv),
    Format("xlsx", "Spreadsheet, Excel", (".xlsx",), to_xlsx),
    Format("claimreview", "ClaimReview drafts", (".claimreview.json",), to_claimreview),
    Format("webtimeline", "Timeline as a web page", (".timeline.html", ".html"), to_web_timeline),
    Format("timelinejs", "TimelineJS", (".timeline.json",), to_timelinejs),
    Format("ics", "Due dates, iCalendar", (".ics",), to_calendar),
    Format("ris", "Sources, RIS", (".ris",), to_ris),
    Format("csl", "Sources, CSL-JSON", (".csl.json",), to_csl),
    Format("argdown", "Argdown", (".ad", ".argdown"), to_argdown),
)
DATA: tuple[Format[Any], ...] = (*CLAIMS[:2], WHOLE_CASE, *CLAIMS[2:])
DOSSIERS: tuple[Format[Dossier], ...] = (
    Format("pdf", "PDF", (".pdf",), pdf),
    Format("html", "HTML", (".html", ".htm"), html),
    Format("docx", "Word", (".docx",), docx),
    Format("md", "Markdown", (".md",), markdown),
)
PICTURES: tuple[Format[Drawing], ...] = (
    Format("svg", "SVG, any size, text can be selected", (".svg",), timeline.svg),
    Format("png", "PNG", (".png",), timeline.png),
    Format("pdf", "PDF, pages of paper across", (".pdf",), timeline.pdf),
)


def named(formats: Sequence[Format[T]], key: str) -> Format[T]:
    """The format with a key; raises Refused where there is none."""
    found = next((form for form in formats if form.key == key), None)
    if found is None:
        raise Refused(f"There is no format “{key}”: choose from {', '.join(form.key for form in formats)}.")
    return found


def of_file(formats: Iterable[Format[T]], path: Path) -> Format[T] | None:
    """The format for a file name; where two endings fit, the longer one."""
    name = path.name.lower()
    fitting = [(len(suffix), form) for form in formats for suffix in form.suffixes if name.endswith(suffix)]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def endings(formats: Sequence[Format[Any]]) -> str:
    """The usual endings in words: ".pdf, .html, .docx or .md"."""
    *first, last = [form.suffix for form in formats]
    return f"{', '.join(first)} or {last}" if first else last
