"""Redaction: names of protected actors are found wherever they occur, and replaced or refused."""

import email
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote

from tracker.domain.actor import Actor, ActorName
from tracker.errors import Leak
from tracker.store import Store
from tracker.store.protected_names import name_pattern, plain, plain_with_places

_DEEPEST, _UNPACKED = 3, 64 * 2**20  # levels of nesting; bytes of one part unpacked


def pseudonyms(store: Store) -> dict[int, str]:
    """The pseudonym of each protected actor, by id."""
    return {actor.id: actor.pseudonym or "Protected source" for actor in store.all(Actor, protected=1)}


def protected_names(store: Store) -> list[re.Pattern[str]]:
    """A pattern for every name of every protected actor, over `plain` text."""
    return [pattern for pattern, _ in _patterns(store)]


def _patterns(store: Store) -> list[tuple[re.Pattern[str], int]]:
    """(pattern of a name, id of the protected actor called so)."""
    return [
        (pattern, actor.id)
        for actor in store.all(Actor, protected=1)
        for name in [actor.name, *(other.name for other in store.all(ActorName, actor_id=actor.id))]
        if (pattern := name_pattern(name))
    ]


def find_protected_name(text: str, names: Iterable[re.Pattern[str]]) -> tuple[str, re.Match[str]] | None:
    """(folded text, match of the first protected name in it) or None; also finds a name percent-encoded in an address."""
    for reading in dict.fromkeys((text, unquote(text))):
        bare = plain(reading)
        if match := next((hit for name in names if (hit := name.search(bare))), None):
            return bare, match
    return None


@dataclass(frozen=True, slots=True)
class NameLeak:
    """A protected name in free text: where, and the words around it. `key` identifies the text
    itself, independent of place and order.
    """

    where: str
    context: str
    key: str

    def words(self) -> str:
        return f"{self.where}: “{self.context}”"


# What can be done about a place, besides editing the record: show the pseudonym there, or withhold the text.
ANSWERS = ("pseudonym", "withhold")


def leaks(store: Store, texts: Iterable[tuple[str, str]]) -> list[NameLeak]:
    """Every place where a protected name occurs in one of the (place, text) pairs."""
    names = protected_names(store)
    if not names:
        return []
    return [
        NameLeak(where, _context_as_written(text, names) or _context(*match), key_of(text))
        for where, text in texts
        if (match := find_protected_name(text, names))
    ]


def _context_as_written(text: str, names: Iterable[re.Pattern[str]]) -> str:
    """The words around the first name as written; "" where its place is not known."""
    mapped = plain_with_places(text)
    if mapped is None:
        return ""
    bare, places = mapped
    first = next((match for name in names if (match := name.search(bare))), None)
    if first is None:
        return ""
    start, end = max(0, places[first.start()][0] - 20), places[first.end() - 1][1] + 20
    words = " ".join(text[start:end].split())
    return ("…" if start else "") + words + ("…" if end < len(text) else "")


def key_of(text: str) -> str:
    """The key of a text in the answers to a release report: the first 10 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:10]


class Replacing:
    """Replaces protected names in free text by pseudonyms."""

    def __init__(self, store: Store) -> None:
        names_outside = pseudonyms(store)
        self._names = [(pattern, names_outside[actor_id]) for pattern, actor_id in _patterns(store)]

    def names_anyone(self, text: str) -> bool:
        return find_protected_name(text, [pattern for pattern, _ in self._names]) is not None

    def text(self, text: str) -> str | None:
        """The text with its names replaced, overlapping ones as one; None where they cannot be separated from the text around
        them, as in an address with a percent-encoded name.
        """
        mapped = plain_with_places(text)
        if mapped is None:
            return None
        bare, places = mapped
        spans = sorted(
            (match.start(), -match.end(), pseudonym)
            for pattern, pseudonym in self._names
            for match in pattern.finditer(bare)
        )
        joined: list[tuple[int, int, int, str]] = []  # start, end, length of the longest name in it, its pseudonym
        for start, minus_end, pseudonym in spans:
            end, length = -minus_end, -minus_end - start
            if joined and start < joined[-1][1]:
                first, last, longest, replacement = joined.pop()
                replacement, longest = (pseudonym, length) if length > longest else (replacement, longest)
                joined.append((first, max(last, end), longest, replacement))
            else:
                joined.append((start, end, length, pseudonym))
        for start, end, _, pseudonym in reversed(joined):
            text = f"{text[: places[start][0]]}[{pseudonym}]{text[places[end - 1][1] :]}"  # in [ ], which mark a replacement
        return None if self.names_anyone(text) else text


def require_no_leaks(store: Store, texts: Iterable[tuple[str, str]]) -> None:
    """Raise Leak when a protected name occurs in any of the (place, text) pairs; it lists every place."""
    require_none(leaks(store, texts))


def require_none(occurrences: Sequence[NameLeak]) -> None:
    """Raise Leak with every place where a name occurs, if there is any."""
    if occurrences:
        count = f"{len(occurrences)} {'place' if len(occurrences) == 1 else 'places'}"
        places = [leak.words() for leak in occurrences]
        raise Leak(f"A protected name occurs in free text in {count}; nothing was written.", places)


def require_no_names_in_file(content: bytes, names: Iterable[re.Pattern[str]]) -> None:
    """Raise Leak when a protected name occurs in a finished file: in its bytes, or in those packed in it.

    The last check, after that of the dossier's tree: it also finds what an exporter added by itself.
    """
    if where := next(places_in(content, names), None):
        raise Leak("A protected name occurs in the finished file; nothing was written.", [where])


def places_in(content: bytes, names: Iterable[re.Pattern[str]]) -> Iterator[str]:
    """Where in the bytes of a file one of the names occurs, in any packing or encoding."""
    patterns = list(names)
    for where, part in _parts(content) if patterns else ():
        for text in _readings(part):
            if find_protected_name(text, patterns) or find_protected_name(
                re.sub(r"<[^>]*>", "", unescape(text)), patterns
            ):
                yield where
                break


def _readings(part: bytes) -> Iterator[str]:
    """Bytes as text: always in the two commonest encodings, in others where the bytes are valid in them."""
    yield part.decode("utf-8", "ignore")
    yield part.decode("utf-16-le", "ignore")
    for encoding in ("utf-16-be", "cp1252", "big5", "gb18030", "shift_jis"):
        with suppress(UnicodeDecodeError):
            yield part.decode(encoding)


def _parts(content: bytes, where: str = "the file", depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """(place, bytes) of the file and of what is packed in it: entries of a zip, streams of a PDF, gzip data, parts of a mail."""
    yield where, content
    if depth == _DEEPEST:
        return
    for name, inner in _packed(content):
        yield from _parts(inner, name, depth + 1)


def _packed(content: bytes) -> Iterator[tuple[str, bytes]]:
    if content.startswith(b"PK"):
        broken = suppress(zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError)
        with broken, zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as stream:
                    yield entry.filename, stream.read(_UNPACKED)
        return
    if content.startswith(b"%PDF"):
        for match in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
            with suppress(zlib.error):
                yield "a stream of the PDF", zlib.decompressobj().decompress(match[1], _UNPACKED)
        return
    for match in re.finditer(rb"\x1f\x8b\x08", content):
        with suppress(zlib.error):
            yield "what is gzipped", zlib.decompressobj(31).decompress(content[match.start() :], _UNPACKED)
    if b"content-transfer-encoding:" in content.lower():
        for part in email.message_from_bytes(content).walk():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                yield "a part of the mail", body


def _context(text: str, match: re.Match[str]) -> str:
    start, end = max(0, match.start() - 20), match.end() + 20
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
