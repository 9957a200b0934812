"""The state of the source in view: read once per step and passed to every part of the page.

What a step did not change is copied from the previous state, so that nothing is read from the case twice.
"""

from collections import Counter
from dataclasses import dataclass, replace

from PySide6.QtGui import QColor

from tracker.commands.known_actors import KnownActors, known_actors
from tracker.commands.sources import original_of
from tracker.commands.speech import Speech
from tracker.commands.suggest import Suggestion, sentences_to_log, suggest
from tracker.domain.event import Event
from tracker.domain.source import Capture, Derivation, Source
from tracker.gui.pages.sources.quotes import Quotes, read_quotes, where
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.original import SHOWN
from tracker.gui.widgets.reader import Highlight
from tracker.store import Store, captures, queries
from tracker.store.claims.facts import Facts

_READ_AT_ONCE = 60_000  # longest text, in characters, that is searched for claims while it is shown
_REHASH_BELOW = 4 * 2**20  # bytes that can be hashed again while a source is shown
Kinds = frozenset[str]  # of records, by the names of their tables


@dataclass(frozen=True, slots=True)
class ReadingState:
    """A source as of one step of the case.

    `intact`: whether its preserved bytes still have their hash; None where there are none, or too many to hash now.
    `origins`: (id, title) of the sources it is derived from. `twin`: (id, title, why) of a similar source that
    is not linked to it. `claims` and `marks` are in the order of the text. `suggestion` is what characters start…end of
    `span` suggest, None while no words are selected. `dismissed`: (source id, words) of sentences to suggest no more.
    """

    source: Source
    capture: Capture | None
    intact: bool | None
    origins: tuple[tuple[int, str], ...]
    twin: tuple[int, str, str] | None
    quotes: Quotes
    claims: tuple[Facts, ...]
    marks: tuple[Highlight, ...]
    events: tuple[Event, ...]
    known: KnownActors
    speech: tuple[Speech, ...]
    dismissed: frozenset[tuple[int, str]] = frozenset()
    span: tuple[int, int] = (0, 0)
    suggestion: Suggestion | None = None

    @property
    def pictured(self) -> bool:
        """Whether the preserved original can be shown as it looks."""
        return self.capture is not None and self.capture.media_type in SHOWN

    def where(self, claim_id: int) -> str:
        """Where the quote of a claim is in this source, and how surely it was located again; "" without words."""
        found = self.quotes.places.get(claim_id)
        return where(found, self.source.text) if found is not None else ""

    def suggested(self) -> list[Speech]:
        """The sentences worth logging that were neither logged nor dismissed."""
        return [speech for speech in self.speech if self._words_of(speech) not in self.dismissed]

    def why(self) -> Speech | None:
        """The sentence worth logging that the selected words belong to."""
        start, end = self.span
        return next((sentence for sentence in self.speech if sentence.start < end and sentence.end > start), None)

    def dismissing(self, start: int, end: int) -> "ReadingState":
        """A copy of the state in which the sentences in characters start…end are dismissed."""
        words = {self._words_of(sentence) for sentence in self.speech if sentence.start < end and sentence.end > start}
        return replace(self, dismissed=self.dismissed | words)

    def selecting(self, start: int, end: int) -> "ReadingState":
        """A copy of the state with the suggestion for characters start…end."""
        return replace(self, span=(start, end), suggestion=suggest(self.known, self.source, start, end))

    def _words_of(self, speech: Speech) -> tuple[int, str]:
        """The key of a suggestion, independent of its position, which moves when the text is corrected."""
        return self.source.id, " ".join(self.source.text[speech.start : speech.end].split())


class Changes:
    """Which kinds of records changed since the last call of `since`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: Counter[str] | None = None

    def take(self) -> Kinds | None:
        """The kinds changed since the last call; None at the first call."""
        seen, self._seen = self._seen, Counter(self._store.revisions)
        return None if seen is None else frozenset(kind for kind, n in self._seen.items() if n != seen[kind])


def read_state(
    session: Session, colours: Theme, source_id: int, before: ReadingState | None, changed: Kinds | None
) -> ReadingState:
    """The state of a source now. `before` is the last state, of this source or another; `changed` are the kinds of records
    that steps changed since (None: perhaps any). Raises NotFound when there is no such source.
    """
    if before is not None and before.source.id == source_id and changed == frozenset():
        return before
    store = session.store
    known = before.known if before and _untouched(changed, "actor", "actor_name") else known_actors(store)
    last = before if before is not None and before.source.id == source_id else None
    source = last.source if last and _untouched(changed, "source") else store.get(Source, source_id)
    capture = last.capture if last and _untouched(changed, "source", "capture") else original_of(store, source_id)
    placed = last is not None and source is last.source and _untouched(changed, "anchor", "attribution", "evidence")
    quotes = last.quotes if last and placed else read_quotes(store, source)
    claims = session.index.facts.several(quotes.claims)
    origins = last.origins if last and _untouched(changed, "source", "derivation") else _origins(store, source_id)
    heard = last is not None and source is last.source and quotes is last.quotes and known is last.known
    state = ReadingState(
        source=source, capture=capture,
        intact=last.intact if last and capture == last.capture else _intact(store, capture),
        origins=origins, twin=read_twin(session, source_id, origins), quotes=quotes, claims=tuple(claims),
        marks=_marks(store, colours, quotes, claims),
        events=last.events if last and _untouched(changed, "event") else tuple(store.all(Event, source_id=source_id)),
        known=known, speech=last.speech if last and heard else _speech(known, source, quotes),
        dismissed=before.dismissed if before else frozenset(),
    )  # fmt: skip
    if last is None or last.suggestion is None or source.text != last.source.text:
        return state
    if source is last.source and known is last.known:
        return replace(state, span=last.span, suggestion=last.suggestion)
    return state.selecting(*last.span)


def read_twin(session: Session, source_id: int, origins: tuple[tuple[int, str], ...]) -> tuple[int, str, str] | None:
    """(id, title, why) of a similar source, unless one is derived from the other already."""
    similar = session.similar_sources(source_id)
    if not similar:
        return None
    linked = {origin_id for origin_id, _ in origins}
    linked |= {link.source_id for link in session.store.all(Derivation, origin_id=source_id)}
    titles = queries.names(session.store, "source", [other_id for other_id, _ in similar])
    return next(
        (
            (other_id, titles[other_id], why)
            for other_id, why in similar
            if other_id in titles and other_id not in linked
        ),
        None,
    )


def _untouched(changed: Kinds | None, *kinds: str) -> bool:
    """Whether no record of these kinds changed."""
    return changed is not None and not changed.intersection(kinds)


def _intact(store: Store, capture: Capture | None) -> bool | None:
    if capture is None or capture.size > _REHASH_BELOW:
        return None
    return captures.rehash(store.db, capture.sha256) == (capture.sha256, capture.size)


def _origins(store: Store, source_id: int) -> tuple[tuple[int, str], ...]:
    ids = [link.origin_id for link in store.all(Derivation, source_id=source_id)]
    titles = queries.names(store, "source", ids)
    return tuple((origin_id, titles[origin_id]) for origin_id in ids)


def _marks(store: Store, colours: Theme, quotes: Quotes, claims: list[Facts]) -> tuple[Highlight, ...]:
    """Every anchored quote and piece of evidence that is still found, in the colours of its claim's verdict."""
    verdicts = {facts.id: store.verdicts[facts.claim.verdict] for facts in claims}
    return tuple(
        Highlight(start, end, claim_id, colours.verdict(verdicts[claim_id])[1], QColor(verdicts[claim_id].fill))
        for start, end, claim_id in quotes.found
    )


def _speech(known: KnownActors, source: Source, quotes: Quotes) -> tuple[Speech, ...]:
    """The sentences of a text worth logging; empty for a text so long that the window would freeze."""
    if not source.text or len(source.text) > _READ_AT_ONCE:
        return ()
    return tuple(sentences_to_log(known, source, quotes.spans))
