"""Reviews of claims, as schema.org has them: objects in JSON, or inside the JSON-LD of a page."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from tracker.domain.pattern import Pattern
from tracker.errors import Refused
from tracker.importers.drafts import ClaimDraft, Draft, EvidenceDraft
from tracker.importers.mapping import RATINGS
from tracker.importers.tables import first_object, loaded

_JSON_LD = Pattern(r"<script\b[^>]*application/ld\+json[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)


def reviews(found: Any) -> list[Draft]:
    """The reviews anywhere in what was read from JSON."""
    return [_review(at, entry) for at, entry in enumerate(_entries(found), 1)]


def _entries(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, list):
        for entry in found:
            yield from _entries(entry)
    elif isinstance(found, dict):
        kinds = found.get("@type")
        if "ClaimReview" in (kinds if isinstance(kinds, list) else [kinds]):
            yield found
        for name in ("@graph", "itemListElement", "dataFeedElement", "item"):
            if name in found:
                yield from _entries(found[name])


def reviews_in_page(page: str) -> Iterator[Draft]:
    """The reviews in the JSON-LD of a page. Raises Refused where there is none."""
    at = 0
    for block in _JSON_LD.findall(page):
        try:
            found = loaded(unescape(block) if "&quot;" in block else block)
        except (ValueError, RecursionError):
            continue
        for entry in _entries(found):
            at += 1
            yield _review(at, entry)
    if not at:
        raise Refused("The page holds no ClaimReview.")


def _review(at: int, entry: dict[str, Any]) -> ClaimDraft:
    item = first_object(entry.get("itemReviewed"))
    author, rating = first_object(item.get("author")), first_object(entry.get("reviewRating"))
    words = str(rating.get("alternateName") or rating.get("name") or "")
    verdict = RATINGS.get(words.strip().lower(), "")
    appearance = first_object(item.get("firstAppearance") or item.get("appearance"))
    statement = str(entry.get("claimReviewed") or item.get("name") or "")
    url = str(entry.get("url") or "")
    note = f"Rated “{words}” by {first_object(entry.get('author')).get('name') or 'the fact-checker'}" if words else ""
    problems = () if statement else ("there is no statement",)
    return ClaimDraft(
        at, statement=statement, verdict=verdict, claimant=str(author.get("name") or ""),
        said=str(item.get("datePublished") or "")[:10], source_url=str(appearance.get("url") or ""),
        source_title=str(appearance.get("headline") or appearance.get("name") or ""), note=note,
        evidence=(EvidenceDraft("context", str(entry.get("name") or "Fact-check"), url),) if url else (), problems=problems,
    )  # fmt: skip
