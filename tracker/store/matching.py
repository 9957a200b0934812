"""Where in a record the words of a search occur: the field, and the spans of characters to highlight."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tracker.domain.query import Group, Part, Query
from tracker.store import search
from tracker.store.reader import Reader
from tracker.store.search import fold

Span = tuple[int, int]
_BEFORE, _AROUND = 28, 160  # characters of a snippet before the first word found, and in all


@dataclass(frozen=True, slots=True)
class Match:
    """A piece of text in which words were found: `where` names the field, `spans` are the words' places in it."""

    where: str
    text: str
    spans: tuple[Span, ...]


Pattern = re.Pattern[str]


def patterns(query: Query) -> list[Pattern]:
    """What to highlight in a text for a query: a pattern over folded text for each word or phrase of it."""
    return list(dict.fromkeys(pattern for group in term_groups(query) for pattern in group))


def term_groups(query: Query) -> list[list[Pattern]]:
    """The words a query requires, as groups of patterns of which one must match; those under a NOT are left out."""
    return _term_groups(query.parts)


def _term_groups(parts: Iterable[Part]) -> list[list[Pattern]]:
    groups: list[list[Pattern]] = []
    for part in parts:
        if part.negated:
            continue
        if isinstance(part, Group) and part.operator == "AND":
            groups += _term_groups(part.parts)
        elif isinstance(part, Group):
            groups.append([pattern for group in _term_groups(part.parts) for pattern in group])
        elif part.field in ("", "text"):
            each = [[_pattern(piece) for piece in search.pieces(value, phrase=" " in value)] for value in part.values]
            groups += [[pattern] for pattern in each[0]] if len(each) == 1 else [[p for group in each for p in group]]
    return [group for group in groups if group]


@cache
def _pattern(piece: str) -> Pattern:
    return re.compile(piece)


def highlight_spans(text: str, searched: Sequence[re.Pattern[str]]) -> list[Span]:
    """The places of the words in a text, in characters of the original text; overlapping ones are joined."""
    folded, places = _folded(text)
    spans = sorted(
        (places[match.start()], places[match.end() - 1] + 1)
        for pattern in searched
        for match in pattern.finditer(folded)
        if match.end() > match.start()
    )
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The folded text, and for each of its characters the place of the original character."""
    if text.isascii():
        return text.lower(), range(len(text))
    whole: list[str] = []
    places: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and search.is_mark(text[end]):
            end += 1
        piece = fold(text[at:end])
        whole.append(piece)
        places += [at] * len(piece)
        at = end
    return "".join(whole), places


def snippet(where: str, text: str, searched: Sequence[re.Pattern[str]]) -> Match | None:
    """The piece of a text around the first of the words; None where it contains none of them."""
    spans = highlight_spans(text, searched)
    if not spans:
        return None
    start = max(0, spans[0][0] - _BEFORE)
    if start and text[start].isalnum() and text[start].isascii():
        space = text.find(" ", start, spans[0][0])
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + _AROUND)
    before = "…" if start else ""
    shift = len(before) - start
    inside = tuple((a + shift, min(b, end) + shift) for a, b in spans if a < end)
    excerpt = re.sub(r"\s", " ", before + text[start:end]) + ("…" if end < len(text) else "")
    return Match(where, excerpt, inside)


def find_records(store: Reader, kind: str, query: Query) -> list[int]:
    """Ids of the sources, actors or events that contain the words of a query, newest first; none for a query without words.

    Conditions on fields apply to claims only and are ignored here.
    """
    if not term_groups(query):
        return []
    everything = {record_id for (record_id,) in store.db.execute(f"SELECT id FROM {kind}")}
    return sorted(_matching(store, kind, Group("AND", query.parts), everything) or (), reverse=True)


def _matching(store: Reader, kind: str, part: Part, everything: set[int]) -> set[int] | None:
    """The records that match a part of a query; None for a condition on a field."""
    if isinstance(part, Group):
        results = [ids for inner in part.parts if (ids := _matching(store, kind, inner, everything)) is not None]
        if not results:
            return None
        ids = set.intersection(*results) if part.operator == "AND" else set.union(*results)
    elif part.field not in ("", "text"):
        return None
    else:
        ids = {i for value in part.values for i in search.find(store.db, kind, value, phrase=" " in value)}
    return everything - ids if part.negated else ids


def where_claims(store: Reader, ids: Sequence[int], groups: Sequence[Sequence[Pattern]]) -> dict[int, Match]:
    """For each claim the first piece of its text with the words of the groups that its statement does not contain."""
    matches: dict[int, Match] = {}
    if not groups:
        return matches
    texts = claim_texts(store, ids)
    beyond: dict[int, list[Pattern]] = {}
    for claim_id, pieces in texts.items():
        missing = [pattern for group in groups if not highlight_spans(pieces[0][1], group) for pattern in group]
        if not missing:
            continue
        match = next((m for where, text in pieces[1:] if (m := snippet(where, text, missing))), None)
        if match is not None:
            matches[claim_id] = match
        else:
            beyond[claim_id] = missing
    return matches | _in_full_texts(store, beyond)


def claim_texts(store: Reader, ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """(field, text) of every searchable text of a claim, its statement first."""
    texts: dict[int, list[tuple[str, str]]] = {}
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        marks = ", ".join("?" * len(part))
        rows = store.db.execute(f"SELECT id, statement FROM claim WHERE id IN ({marks})", part)
        texts |= {claim_id: [("statement", statement)] for claim_id, statement in rows}
        for where, sql in _PIECES:
            for claim_id, text in store.db.execute(sql.format(marks), part):
                if text and claim_id in texts:
                    texts[claim_id].append((where, text))
    return texts


_PIECES = (
    ("quote", "SELECT claim_id, quote FROM attribution WHERE claim_id IN ({})"),
    ("evidence", "SELECT claim_id, shows FROM evidence WHERE claim_id IN ({})"),
    ("note", "SELECT id, note FROM claim WHERE id IN ({})"),
    ("note on evidence", "SELECT claim_id, note FROM evidence WHERE claim_id IN ({})"),
    ("tag", "SELECT claim_id, name FROM claim_tag JOIN tag ON tag.id = tag_id WHERE claim_id IN ({})"),
    ("claimant", "SELECT claim_id, name FROM attribution a JOIN actor p ON p.id = a.actor_id WHERE claim_id IN ({})"),
    ("claimant", "SELECT claim_id, name FROM attribution a JOIN actor_name n ON n.actor_id = a.actor_id WHERE claim_id IN ({})"),
    ("claimant", "SELECT claim_id, described FROM attribution WHERE claim_id IN ({})"),
    ("source", "SELECT claim_id, title FROM attribution a JOIN source s ON s.id = a.source_id WHERE claim_id IN ({})"),
    ("source", "SELECT claim_id, publisher FROM attribution a JOIN source s ON s.id = a.source_id WHERE claim_id IN ({})"),
    ("source of evidence", "SELECT claim_id, title FROM evidence e JOIN source s ON s.id = e.source_id WHERE claim_id IN ({})"),
    ("number", "SELECT id, value || ' ' || unit FROM claim WHERE id IN ({})"),
    ("date", "SELECT id, about_words FROM claim WHERE id IN ({})"),
)  # fmt: skip


def _in_full_texts(store: Reader, missing: dict[int, list[Pattern]]) -> dict[int, Match]:
    """Where the words occur in the sources of claims that do not contain them themselves."""
    read_in: dict[int, list[int]] = defaultdict(list)
    for kind in ("attribution", "evidence"):
        for claim_id in missing:
            sql = f"SELECT source_id FROM {kind} WHERE claim_id = ? AND source_id IS NOT NULL"
            read_in[claim_id] += [source_id for (source_id,) in store.db.execute(sql, [claim_id])]
    source_texts: dict[int, str] = {}
    matches: dict[int, Match] = {}
    for claim_id, patterns_left in missing.items():
        for source_id in read_in[claim_id]:
            if source_id not in source_texts:
                source_texts[source_id] = store.db.execute(
                    "SELECT text FROM source WHERE id = ?", [source_id]
                ).fetchone()[0]
            if match := snippet("source text", source_texts[source_id], patterns_left):
                matches[claim_id] = match
                break
    return matches


_TEXTS = {
    "source": (("title", "title"), ("author", "authors"), ("publisher", "publisher"), ("text", "text"),
               ("note", "note"), ("address", "url")),
    "actor": (("name", "name"), ("description", "description"), ("note", "note")),
    "event": (("title", "title"), ("note", "note")),
}  # fmt: skip


def where_records(
    store: Reader, kind: str, ids: Sequence[int], searched: Sequence[re.Pattern[str]]
) -> dict[int, Match]:
    """For each source, actor or event the piece of its text that contains the words: the title only where no
    other field does.
    """
    matches: dict[int, Match] = {}
    names = _TEXTS[kind]
    for record_id in ids:
        sql = f"SELECT {', '.join(column for _, column in names)} FROM {kind} WHERE id = ?"
        row = store.db.execute(sql, [record_id]).fetchone()
        if row is None:
            continue
        pieces = [(where, text) for (where, _), text in zip(names, row, strict=True)]
        if kind == "actor":
            others = store.db.execute("SELECT name FROM actor_name WHERE actor_id = ?", [record_id])
            pieces.insert(1, ("name", " · ".join(name for (name,) in others)))
        first = [pattern for pattern in searched if not highlight_spans(pieces[0][1], [pattern])]
        for where, text in pieces[1:] if first else pieces[:1]:
            if match := snippet(where, text, first or searched):
                matches[record_id] = match
                break
    return matches
