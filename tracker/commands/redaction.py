"""What may not leave the newsroom: the names of protected actors, wherever they stand."""

import re
from collections.abc import Iterable
from html import unescape

from tracker.domain.actor import Actor, ActorName
from tracker.errors import Leak
from tracker.store import Store
from tracker.store.naming import name_pattern, plain


def pseudonyms(store: Store) -> dict[int, str]:
    """What each protected actor is called outside, by id."""
    return {actor.id: actor.pseudonym or "Protected source" for actor in store.all(Actor, protected=1)}


def protected_names(store: Store) -> list[re.Pattern[str]]:
    """A pattern for every name of every protected actor, over `plain` text."""
    patterns = []
    for actor in store.all(Actor, protected=1):
        for name in [actor.name, *(other.name for other in store.all(ActorName, actor_id=actor.id))]:
            if pattern := name_pattern(name):
                patterns.append(pattern)
    return patterns


def refuse_leaks(store: Store, texts: Iterable[tuple[str, str]]) -> None:
    """Raise Leak when a protected name stands in any of the (place, text) pairs; it lists every place."""
    names = protected_names(store)
    if not names:
        return
    places = []
    for where, text in texts:
        bare = plain(text)
        match = next((found for name in names if (found := name.search(bare))), None)
        if match:
            places.append(f"{where}: “{_around(bare, match)}”")
    if places:
        count = f"{len(places)} {'place' if len(places) == 1 else 'places'}"
        raise Leak(f"A protected name stands in free text in {count}; nothing was written.", places)


def picture_text(svg: str) -> str:
    """The words of a picture, without its markup."""
    return unescape(re.sub(r"<[^>]*>", " ", svg))


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - 20), match.end() + 20
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
