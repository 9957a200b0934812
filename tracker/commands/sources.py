"""Sources, their originals, and which is derived from which."""

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol

from tracker.domain.anchor import CONTEXT, Anchor, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import day_number
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.source import Capture, Custody, Derivation, Source
from tracker.domain.text import without_radicals
from tracker.errors import Refused
from tracker.store import Store, captures
from tracker.version import version


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a source as received, before they are stored, or (SHA-256, size) of bytes that are in the case already.

    `origin` is a label of where they came from (a file's name); it is never used as a path. `headers` are those of the
    server's response, a line each.
    """

    content: bytes | IO[bytes] | tuple[str, int]
    media_type: str = "text/plain"
    origin: str = ""
    url: str = ""
    final_url: str = ""
    headers: str = ""


class Drafted(Protocol):
    """A source that was read and is not stored yet (`capture.drafts.Draft`): its bytes, or the file that contains them."""

    @property
    def content(self) -> bytes: ...
    @property
    def file(self) -> Path | None: ...
    @property
    def media_type(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def final_url(self) -> str: ...
    @property
    def headers(self) -> str: ...


def original_from(
    draft: Drafted, case: Path | None = None, on_progress: Callable[[int, int], None] | None = None
) -> Original:
    """The original of a draft. The bytes of a large file are stored in the case file at once, in chunks, which a worker thread
    may do; `on_progress` is called with (bytes done, in all). Raises what `captures.store_file` raises.
    """
    content: bytes | tuple[str, int] = draft.content
    if draft.file is not None and case is not None:
        content = captures.store_file(case, draft.file, on_progress)
    return Original(content, draft.media_type, draft.origin, draft.url, draft.final_url, draft.headers)


def add_source(store: Store, source: Source, original: Original | None = None) -> Source:
    """Store a source, with its original bytes when there are any (else it is link only)."""
    if not source.title.strip():
        source = replace(source, title=title_of(source.text) or source.url or "Untitled source")
    if not source.accessed:
        source = replace(source, accessed=datetime.now(UTC).isoformat(timespec="seconds"))
    with store.step("Add source"):
        stored = store.put(source)
        if original is not None:
            put_capture(store, stored, original)
    return stored


def put_capture(store: Store, source: Source, original: Original) -> Capture:
    """Inside a step: store the bytes of a source."""
    content = original.content
    if isinstance(content, tuple):
        sha256, size = content
    else:
        sha256, size = captures.store_stream(store.db, io.BytesIO(content) if isinstance(content, bytes) else content)
    return store.put(
        Capture(
            source_id=source.id, sha256=sha256, size=size, media_type=original.media_type,
            captured=datetime.now(UTC).isoformat(timespec="seconds"), captured_by=store.author, tool=f"Claimline {version()}",
            origin=original.origin, text_sha256=hashlib.sha256(source.text.encode()).hexdigest() if source.text else "",
            url=original.url, final_url=original.final_url, headers=original.headers,
        )
    )  # fmt: skip


def title_of(text: str) -> str:
    """The first line that reads like a title: not a byline, not a whole paragraph."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:6]
    for line in lines:
        if "|" not in line and "｜" not in line and len(line) <= 100:
            return line
    return lines[0][:100] if lines else ""


def edit_source(store: Store, source: Source) -> Source:
    """Save an edited source; quotes that moved are found again, those that are gone are shown as lost.

    Raises: Refused without a title, Conflict when it was changed since it was read.
    """
    if not source.title.strip():
        raise Refused("A source needs a title.")
    with store.step("Edit source"):
        return store.put(source)


def require_uncited(store: Store, source_id: int) -> Source:
    """The source, if nothing cites it; otherwise raises Refused with the names of the claims and events that do."""
    source = store.get(Source, source_id)
    ids = {attribution.claim_id for attribution in store.all(Attribution, source_id=source_id)}
    ids |= {item.claim_id for item in store.all(Evidence, source_id=source_id)}
    ids |= {store.get(Attribution, hop.attribution_id).claim_id for hop in store.all(Hop, source_id=source_id)}
    cited = [claim.label for claim in store.among(Claim, "id", sorted(ids))]
    cited += [f"the event “{event.title}”" for event in store.all(Event, source_id=source_id)]
    if cited:
        more = f" and {len(cited) - 5} more" if len(cited) > 5 else ""
        raise Refused(f"“{source.title}” cannot be removed: {', '.join(cited[:5])}{more} cite it.")
    return source


def remove_source(store: Store, source_id: int) -> Source:
    """Remove a source that nothing cites, and its captures.

    Raises: Refused when something cites it, NotFound when it is gone.
    """
    source = require_uncited(store, source_id)
    with store.step("Remove source"):
        for capture in store.all(Capture, source_id=source_id):
            for entry in store.all(Custody, capture_id=capture.id):
                store.remove(entry)
        for kind in (Capture, Anchor):
            for record in store.all(kind, source_id=source_id):
                store.remove(record)
        for link in store.all(Derivation, source_id=source_id) + store.all(Derivation, origin_id=source_id):
            store.remove(link)
        store.remove(source)
    return source


def originals(store: Store) -> dict[int, Capture]:
    """For each source with captures, the one its text was read from; the newest where that is not known."""
    by_source: dict[int, list[Capture]] = {}
    for capture in store.all(Capture):
        by_source.setdefault(capture.source_id, []).append(capture)
    return {source_id: _original(store, source_id, own_captures) for source_id, own_captures in by_source.items()}


def original_of(store: Store, source_id: int) -> Capture | None:
    own_captures = store.all(Capture, source_id=source_id)
    return _original(store, source_id, own_captures) if own_captures else None


def _original(store: Store, source_id: int, own_captures: list[Capture]) -> Capture:
    if len(own_captures) == 1:
        return own_captures[0]
    text = hashlib.sha256(store.get(Source, source_id).text.encode()).hexdigest()
    return next((capture for capture in reversed(own_captures) if capture.text_sha256 == text), own_captures[-1])


def derive(store: Store, source_id: int, origin_id: int, note: str = "") -> Derivation:
    """Mark one source as derived from another.

    Raises: Refused when a source would be derived from itself, or the link exists already.
    """
    if source_id == origin_id:
        raise Refused("A source cannot be derived from itself.")
    if store.all(Derivation, source_id=source_id, origin_id=origin_id):
        raise Refused("That link exists already.")
    with store.step("Link source to its origin"):
        return store.put(Derivation(source_id=source_id, origin_id=origin_id, note=note))


def underive(store: Store, source_id: int) -> int:
    """Unlink a source from all its origins; returns how many."""
    links = store.all(Derivation, source_id=source_id)
    with store.step("Unlink source from its origin"):
        for link in links:
            store.remove(link)
    return len(links)


def anchor_in(source: Source, start: int, end: int) -> Anchor:
    """An anchor for characters start…end of the source's text; refuses an empty one.

    Raises: Refused when the span contains no words.
    """
    exact = source.text[start:end]
    stripped = exact.strip()
    if not stripped:
        raise Refused("Select some words first.")
    start += len(exact) - len(exact.lstrip())
    end = start + len(stripped)
    return Anchor(
        source_id=source.id, exact=stripped, prefix=source.text[max(0, start - CONTEXT) : start],
        suffix=source.text[end : end + CONTEXT], start=start, end=end,
        text_sha256=hashlib.sha256(source.text.encode()).hexdigest(),
    )  # fmt: skip


def anchor_quote(source: Source, quote: str) -> Anchor | None:
    """An anchor for a quote typed in, if those words occur once in the source's text; line breaks may differ."""
    probe = Anchor(source_id=source.id, exact=quote.strip())
    location = place(probe, source.text)
    if location.state in ("exact", "moved"):
        return anchor_in(source, location.start, location.end)
    if location.state == "ambiguous" or not quote.strip():
        return None
    places = [match.span() for match in re.finditer(_broken(quote), source.text)]
    return anchor_in(source, *places[0]) if len(places) == 1 else None


def _broken(quote: str) -> str:
    """A pattern for the words of a quote that ignores line breaks: any whitespace matches a blank, and may occur between
    Chinese characters.
    """
    signs = re.sub(r"\s+", " ", without_radicals(quote.strip()))
    parts = []
    for at, sign in enumerate(signs):
        wide = sign > "\u2e80" or (at + 1 < len(signs) and signs[at + 1] > "\u2e80")
        parts.append(r"\s+" if sign == " " else re.escape(sign) + (r"\s*" if wide else ""))
    return "".join(parts)


def anchor_day(source: Source | None) -> int | None:
    """The day that dates in a source such as “yesterday” are relative to: its publication, never today."""
    if source is None:
        return None
    return source.published.latest if source.published.latest is not None else source.published.earliest


def today() -> int:
    """Today's day number, in the newsroom's own time zone."""
    now = datetime.now()
    return day_number(now.year, now.month, now.day)
