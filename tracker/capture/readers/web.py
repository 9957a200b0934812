"""A web page: the text of its article, its metadata, the pictures and styles it shows."""

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

from tracker.capture.charset import decode
from tracker.capture.readers import Found
from tracker.domain.dates import find_dates
from tracker.domain.pattern import Pattern

_JSON_LD = Pattern(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_META = Pattern(r"<meta\b[^>]{0,400}>", re.IGNORECASE)
_DATED = Pattern(
    r"""(?:property|name|itemprop)\s*=\s*["']?(article:published_time|datePublished|pubdate|publish-?date|date|dc\.date(?:\.issued)?)["'\s>]""",
    re.IGNORECASE,
)
_CONTENT = Pattern(r"""content\s*=\s*["']([^"']{8,40})["']""", re.IGNORECASE)


def html(content: bytes, declared: str) -> Found:
    """A web page: the article's text and its metadata (Open Graph, JSON-LD of schema.org)."""
    import trafilatura

    page = decode(content, declared)
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    article: dict[str, Any] = {} if found is None else found if isinstance(found, dict) else found.as_dict()
    text = str(article.get("text") or "")
    date, where = _published(page, text, str(article.get("date") or ""))
    return {
        "title": str(article.get("title") or ""), "author": str(article.get("author") or ""),
        "publisher": str(article.get("sitename") or ""), "language": _language(page) or str(article.get("language") or ""),
        "date": date, "date_from": where, "text": text,
    }  # fmt: skip


def _published(page: str, text: str, guess: str) -> tuple[str, str]:
    """(date, where it was found): JSON-LD, a meta tag, the head of the text, last a guess that the page confirms."""
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


class _Shown(HTMLParser):
    """The addresses of the pictures and styles that a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "img" and attributes.get("src"):
            self.addresses.append(attributes["src"])
        elif tag == "link" and "stylesheet" in attributes.get("rel", "").lower() and attributes.get("href"):
            self.addresses.append(attributes["href"])


def shown(content: bytes) -> list[str]:
    """The addresses of the pictures and styles of a page, as they are in it."""
    parser = _Shown()
    with suppress(AssertionError):  # raised by the parser at malformed declarations; what was read before is used
        parser.feed(content.decode("latin-1"))
    return parser.addresses
