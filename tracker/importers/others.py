"""Files of the field that need no mapping: ClaimReview, TimelineJS, The Timeline Project, references of sources, calendars, lists of links."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import Any

from tracker.capture.charset import decode
from tracker.capture.reading import ask
from tracker.errors import Refused
from tracker.importers.drafts import ClaimDraft, Draft, EventDraft, EvidenceDraft, SourceDraft
from tracker.importers.mapping import RATINGS
from tracker.importers.tables import loaded

_JSON_LD = re.compile(r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_RIS = re.compile(r"^([A-Z][A-Z0-9])  - ?(.*)$")
_RIS_TYPES = {"NEWS": "article", "MGZN": "article", "JOUR": "article", "ELEC": "article", "RPRT": "document",
              "VIDEO": "video", "SOUND": "interview", "DATA": "dataset", "BLOG": "post", "PCOMM": "interview"}  # fmt: skip
_BIB = re.compile(r"@(\w+)\s*[{(]\s*(?:[^,\s={}()\"]*\s*,)?")
_TIMELINE = re.compile(r"(?:<\?xml[^>]*>\s*)?<timeline\b")
_MOMENT = re.compile(r"(-?\d{1,6})-(\d{1,2})-(\d{1,2})(?: (\d\d):(\d\d):(\d\d))?")
_LINE = re.compile(r'([\w-]+)(?:;[\w-]+=(?:"[^"]*"|[^":;]*))*:(.*)')
_LINK = re.compile(r"https?://[^\s<>\"']+")


def known(content: bytes, name: str) -> list[Draft] | None:
    """The drafts of a file of one of these formats; None where it is another."""
    text = decode(content[: 200 * 2**20])
    start = text.lstrip("\ufeff \t\r\n")
    low = name.lower()
    if start.startswith(("{", "[")):
        return _of_json(start)
    if _TIMELINE.match(start):
        return list(_timeline_project(content))
    if start[:1] == "<" or "application/ld+json" in text[:200_000]:
        return list(_reviews_in_page(text))
    if start.startswith("BEGIN:VCALENDAR"):
        return list(_calendar(text))
    if low.endswith(".ris") or re.match(r"TY  - ", start):
        return list(_ris(text))
    if low.endswith(".bib") or _BIB.match(start):
        return list(_bibtex(text))
    lines = [line for line in text.splitlines() if line.strip()]
    links = sum(bool(_LINK.match(line.strip())) for line in lines)
    if links and (links == len(lines) or (low.endswith(".txt") and 2 * links > len(lines))):
        return [_linked(at, line.strip()) for at, line in enumerate(lines, 1)]
    return None


def _linked(at: int, line: str) -> SourceDraft:
    if _LINK.match(line):
        return SourceDraft(at, title=line, url=line)
    return SourceDraft(at, title="", problems=(f"“{line[:60]}” is no link",))


def _of_json(text: str) -> list[Draft] | None:
    try:
        found = loaded(text)
    except (ValueError, RecursionError):
        return None  # as a table it will be said what is wrong
    reviews = list(_reviews(found))
    if reviews:
        return [_review(at, entry) for at, entry in enumerate(reviews, 1)]
    if isinstance(found, dict) and isinstance(found.get("events"), list):
        return [_slide(at, entry) for at, entry in enumerate(found["events"], 1) if isinstance(entry, dict)]
    entries = found if isinstance(found, list) else []
    if entries and all(
        isinstance(e, dict) and "title" in e and ({"issued", "URL"} & e.keys() or {"id", "type"} <= e.keys())
        for e in entries
    ):
        return [_csl(at, entry) for at, entry in enumerate(entries, 1)]
    return None


# Reviews of claims, as schema.org has them


def _reviews(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for entry in found:
            yield from _reviews(entry)
    elif isinstance(found, dict):
        kinds = found.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield found
        for name in ("@graph", "itemListElement", "dataFeedElement", "item"):
            if name in found:
                yield from _reviews(found[name])


def _reviews_in_page(page: str) -> Iterator[Draft]:
    at = 0
    for block in _JSON_LD.findall(page):
        try:
            found = loaded(unescape(block) if "&quot;" in block else block)
        except (ValueError, RecursionError):
            continue
        for entry in _reviews(found):
            at += 1
            yield _review(at, entry)
    if not at:
        raise Refused("The page holds no ClaimReview.")


def _review(at: int, entry: dict[str, Any]) -> ClaimDraft:
    item = _first(entry.get("itemReviewed"))
    author, rating = _first(item.get("author")), _first(entry.get("reviewRating"))
    words = str(rating.get("alternateName") or rating.get("name") or "")
    verdict = RATINGS.get(words.strip().lower(), "")
    appearance = _first(item.get("firstAppearance") or item.get("appearance"))
    statement = str(entry.get("claimReviewed") or item.get("name") or "")
    url = str(entry.get("url") or "")
    note = f"Rated “{words}” by {_first(entry.get('author')).get('name') or 'the fact-checker'}" if words else ""
    problems = () if statement else ("there is no statement",)
    return ClaimDraft(
        at, statement=statement, verdict=verdict, claimant=str(author.get("name") or ""),
        said=str(item.get("datePublished") or "")[:10], source_url=str(appearance.get("url") or ""),
        source_title=str(appearance.get("headline") or appearance.get("name") or ""), note=note,
        evidence=(EvidenceDraft("context", str(entry.get("name") or "Fact-check"), url),) if url else (), problems=problems,
    )  # fmt: skip


def _first(value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, dict)), {})
    return value if isinstance(value, dict) else {"url": value, "name": value} if isinstance(value, str) else {}


# TimelineJS


def _slide(at: int, entry: dict[str, Any]) -> EventDraft:
    words = _first(entry.get("text"))
    title = _bare(str(words.get("headline") or ""))
    start, end = _moment(_first(entry.get("start_date"))), _moment(_first(entry.get("end_date")))
    shown = str(entry.get("display_date") or "") or (f"{start}/{end}" if start and end else start)
    return EventDraft(at, title=title, when=shown, note=_bare(str(words.get("text") or "")),
                      problems=() if title else ("the slide has no headline",))  # fmt: skip


def _moment(date: dict[str, Any]) -> str:
    parts = [str(date.get(name, "")).zfill(2) for name in ("year", "month", "day") if date.get(name) not in (None, "")]
    return "-".join(parts)


def _bare(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]{0,500}>", " ", text)).split())


# References: RIS, BibTeX, CSL-JSON


def _ris(text: str) -> Iterator[SourceDraft]:
    entry: dict[str, list[str]] = {}
    at = 0
    for line in text.splitlines():
        found = _RIS.match(line)
        if found is None:
            continue
        tag, value = found[1], found[2].strip()
        if tag in ("ER", "TY") and entry:  # an entry whose end is missing is an entry
            at += 1
            yield _reference(at, entry)
            entry = {}
        if value and tag != "ER":
            entry.setdefault(tag, []).append(value)
    if entry:
        yield _reference(at + 1, entry)


def _reference(at: int, entry: dict[str, list[str]]) -> SourceDraft:
    def one(*tags: str) -> str:
        return next((entry[tag][0] for tag in tags if tag in entry), "")

    published = one("DA", "PY", "Y1").rstrip("/").replace("/", "-")
    title = one("TI", "T1", "CT") or one("UR")
    return SourceDraft(
        at, title=title, kind=_RIS_TYPES.get(one("TY"), "document"), authors="; ".join(entry.get("AU", entry.get("A1", []))),
        publisher=one("T2", "JO", "JF", "PB"), url=one("UR"), language=one("LA"), published=published, note=one("N1", "AB"),
        problems=() if title else ("there is no title",),
    )  # fmt: skip


def _bibtex(text: str) -> Iterator[SourceDraft]:
    at = end = 0
    while start := _BIB.search(text, end):
        end = _closing(text, start.end())
        if start[1].lower() in ("comment", "preamble", "string"):
            continue
        at += 1
        told = _fields(text[start.end() : end])
        title = told.get("title", "") or told.get("url", "")
        kinds = {"article": "article", "online": "article", "misc": "document", "techreport": "document"}
        date = told.get("date", "") or "-".join(filter(None, (told.get("year", ""), _month(told.get("month", "")))))
        yield SourceDraft(
            at, title=title, kind=kinds.get(start[1].lower(), "document"), authors=told.get("author", "").replace(" and ", "; "),
            publisher=told.get("journal", "") or told.get("publisher", "") or told.get("organization", ""),
            url=told.get("url", ""), published=date, problems=() if title else ("there is no title",),
        )  # fmt: skip


def _closing(text: str, at: int) -> int:
    """Where the entry that is open at a place ends: its brackets are closed, or the next entry begins a line."""
    depth = 1
    for place in range(at, len(text)):
        sign = text[place]
        if sign in "{(":
            depth += 1
        elif sign in "})":
            depth -= 1
            if not depth:
                return place
        elif sign == "@" and text[text.rfind("\n", 0, place) + 1 : place].strip() == "" and _BIB.match(text, place):
            return place
    return len(text)


def _fields(body: str) -> dict[str, str]:
    """The fields of an entry, braces within braces to any depth."""
    found, at = {}, 0
    while name := re.compile(r"(\w+)\s*=\s*").search(body, at):
        at = start = name.end()
        depth, quoted = 0, body[start : start + 1] == '"'
        while at < len(body) and (depth or quoted or body[at] not in ",\n"):
            depth += (body[at] == "{") - (body[at] == "}")
            quoted = quoted and not (body[at] == '"' and not depth and at > start)
            at += 1
        found[name[1].lower()] = _braced(body[start:at])
    return found


def _braced(value: str) -> str:
    return re.sub(r"[{}]", "", value.strip().strip('"')).strip()


def _month(word: str) -> str:
    names = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    if word.isdecimal():
        return word.zfill(2)
    return str(names.index(word[:3].lower()) + 1).zfill(2) if word[:3].lower() in names else ""


def _csl(at: int, entry: dict[str, Any]) -> SourceDraft:
    issued = _first(entry.get("issued"))
    parts = issued.get("date-parts")
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    published = "-".join(str(number).zfill(2) for number in numbers) or str(
        issued.get("raw") or issued.get("literal") or ""
    )
    told = entry.get("author")
    people = told if isinstance(told, list) else []
    authors = "; ".join(
        str(p.get("literal") or " ".join(str(part) for part in (p.get("given"), p.get("family")) if part))
        for p in people
        if isinstance(p, dict)
    )
    kinds = {"article-newspaper": "article", "article-magazine": "article", "post": "post", "post-weblog": "post",
             "report": "document", "dataset": "dataset", "motion_picture": "video", "interview": "interview"}  # fmt: skip
    return SourceDraft(
        at, title=str(entry.get("title") or ""), kind=kinds.get(str(entry.get("type")), "document"), authors=authors,
        publisher=str(entry.get("container-title") or entry.get("publisher") or ""), url=str(entry.get("URL") or ""),
        language=str(entry.get("language") or ""), published=published,
    )  # fmt: skip


# iCalendar (RFC 5545)


def _timeline_project(content: bytes) -> Iterator[Draft]:
    """Events of The Timeline Project; an event that ends at midnight ends on the day before."""
    told = ask("timeline", "", "", stream=BytesIO(content))
    if not told:
        raise Refused("This file of The Timeline Project cannot be read: it is damaged, or not its XML.")
    for at, event in enumerate(json.loads(told), 1):
        first, _ = _instant(event.get("start", ""))
        last, midnight = _instant(event.get("end", ""))
        if first and last and last > first and midnight:
            last -= timedelta(days=1)
        about = "~" if "True" in (event.get("fuzzy"), event.get("fuzzy_start"), event.get("fuzzy_end")) else ""
        when = first.isoformat() if first else ""
        if first and event.get("ends_today") == "True":
            when = f"{first.isoformat()}/.."
        elif first and last and last > first:
            when = f"{first.isoformat()}{about}/{last.isoformat()}{about}"
        elif when:
            when += about
        title = re.sub(r"^(?:\[\d+\]|\(\d+\))", "", event.get("text", ""))
        note = ". ".join(filter(None, (event.get("category", ""), event.get("description", ""))))
        problems = () if when else (f"“{event.get('start', '')[:40]}” is no day that can be read",)
        yield EventDraft(at, title=title, when=when, note=note, problems=problems)


def _instant(words: str) -> tuple[date | None, bool]:
    """(the day, whether it is its first moment) of a time as The Timeline Project writes it."""
    found = _MOMENT.match(words)
    if found is None:
        return None, False
    with suppress(ValueError):
        return date(int(found[1]), int(found[2]), int(found[3])), not any(int(part or 0) for part in found.groups()[3:])
    return None, False


def _calendar(text: str) -> Iterator[EventDraft]:
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    entry: dict[str, str] | None = None
    at = within = 0
    for line in lines:
        found = _LINE.match(line)
        name, value = (found[1].upper(), found[2]) if found else ("", "")
        within += (line.strip().upper() == "BEGIN:VALARM") - (line.strip().upper() == "END:VALARM")
        if line.strip().upper() in ("BEGIN:VEVENT", "BEGIN:VTODO"):
            entry = {}
        elif line.strip().upper() in ("END:VEVENT", "END:VTODO") and entry is not None:
            at += 1
            title = _plain(entry.get("SUMMARY", ""))
            when = _span(
                entry.get("DTSTART", "") or entry.get("DUE", ""), entry.get("DTEND", ""), entry.get("DURATION", "")
            )
            yield EventDraft(at, title=title, when=when, note=_plain(entry.get("DESCRIPTION", "")),
                             problems=() if title else ("the entry has no summary",))  # fmt: skip
            entry = None
        elif entry is not None and not within:
            entry.setdefault(name, value)


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def _span(start: str, end: str, duration: str) -> str:
    """The days of an entry; an end without a time of day is the day after the last (RFC 5545, 3.6.1)."""
    first, last = _day(start), _day(end)
    if first is None:
        return ""
    if last is not None and "T" not in end:
        last -= timedelta(days=1)
    days = re.match(r"P(\d{1,4})([DW])", duration)
    if last is None and days:
        last = first + timedelta(days=int(days[1]) * (7 if days[2] == "W" else 1) - ("T" not in start))
    return f"{first}/{last}" if last is not None and last > first else str(first)


def _day(stamp: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(stamp[:8])
    return None
