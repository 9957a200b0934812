"""What may not leave the newsroom: the names of protected actors, wherever they stand."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
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


def refuse_in_file(content: bytes, names: Iterable[re.Pattern[str]]) -> None:
    """Raise Leak when a protected name stands in a finished file: in its bytes, or in those that it packs.

    The last net, under the tree of the dossier: whatever an exporter added by itself is read as a stranger would.
    """
    patterns = list(names)
    for where, part in _parts(content) if patterns else ():
        text = part.decode("utf-8", "ignore") + " " + part.decode("utf-16-le", "ignore")
        readings = (text, re.sub(r"<[^>]*>", "", unescape(text)))
        if any(pattern.search(plain(reading)) for reading in readings for pattern in patterns):
            raise Leak("A protected name stands in the finished file; nothing was written.", [where])


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The file, and what is in it: the entries of a zip, the unpacked streams of a PDF."""
    yield "the file", content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif content.startswith(b"%PDF"):
        for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            with suppress(zlib.error):
                yield "a stream of the PDF", zlib.decompress(found[1])


def picture_text(svg: str) -> str:
    """The words of a picture, without its markup."""
    return unescape(re.sub(r"<[^>]*>", " ", svg))


def _around(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - 20), match.end() + 20
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
