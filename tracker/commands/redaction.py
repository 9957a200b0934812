"""What may not leave the newsroom: the names of protected actors, wherever they stand."""

import re
import unicodedata
from collections.abc import Iterable
from html import unescape

from tracker.commands.actors import whole
from tracker.domain.actor import Actor, ActorName
from tracker.errors import Leak
from tracker.store import Store
from tracker.store.search import fold

_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_GAP = re.compile(rf"(?<={_CJK}) (?={_CJK})")


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


def name_pattern(name: str) -> re.Pattern[str] | None:
    """A pattern that finds a name in `plain` text, Latin names as whole words; None for an empty name."""
    bare = plain(name).strip()
    if not bare:
        return None
    return re.compile(whole(bare))


def plain(text: str) -> str:
    """Text as names are looked for in it.

    Folded, without invisible characters, any blank as one space, any dash as -, and no space between Chinese characters.
    """
    text = fold("".join(c for c in text if c.isascii() or unicodedata.category(c) != "Cf"))
    return _GAP.sub("", " ".join(text.translate(_DASHES).split()))


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
