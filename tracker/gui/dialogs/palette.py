"""Go to anything: claims, people, sources, events, saved searches and every action, in one list ranked by use."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from tracker.domain.actor import Actor
from tracker.domain.case import SavedSearch
from tracker.domain.event import Event
from tracker.domain.pattern import Pattern
from tracker.domain.query import Query
from tracker.domain.source import Source
from tracker.gui.actions.verb import Verb
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import column
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr
from tracker.store import matching, search
from tracker.store.claims.facts import Facts
from tracker.store.matching import Match
from tracker.store.search import fold

_SHOWN = 40
_EACH = 12  # records of a kind
_NUMBER = Pattern(r"[Cc]-?0*(\d{1,9})")

Uses = dict[str, int]


class Palette(QDialog):
    """Emits `chosen` with (what, id): action, claim, actor, source, event or query. `verbs` are the actions, of which only those
    possible now are offered; `uses` counts how often each entry (`key`) was chosen in this case.
    """

    chosen = Signal(str, object)

    def __init__(
        self, session: Session, verbs: Sequence[Verb], uses: Uses, colours: Theme, parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(parent, Qt.WindowType.Popup)
        self.resize(640, 430)
        self.move(parent.mapToGlobal(QPoint((parent.width() - 640) // 2, 70)))
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(tr("Go to a claim, person, source, event or action…"))
        self.line.setAccessibleName(tr("Go to anything"))
        self.list = RowList(colours, self, height=42, name=tr("Matches"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = column(self, margins=(10, 10, 10, 10), spacing=8)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        self._session, self._uses = session, uses
        self._typed = ""
        self._fixed = _actions(verbs) + _saved(session)
        self.line.textChanged.connect(self._filter)
        self.list.opened.connect(self._open)
        self.list.clicked.connect(self._clicked)
        self._filter("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.current())
        else:
            super().keyPressEvent(event)

    def _filter(self, text: str) -> None:
        words, self._typed = fold(text).split(), text
        rows = [row for row in self._fixed if all(word in fold(f"{row.title} {row.note}") for word in words)]
        rows += _records(self._session, text) if words else _used(self._session, self._uses)
        rows.sort(key=lambda row: -self._rank(row, words))
        self.list.show_rows(rows[:_SHOWN], rows[0].id if rows else None)

    def _rank(self, row: Row, words: list[str]) -> float:
        """The sort key of an entry: how well it matches the typed text, then how often it was used."""
        title, note, uses = fold(row.title), fold(row.note), self._uses.get(key(row.id), 0)
        person = isinstance(row.id, tuple) and row.id[0] == "actor"  # the note of a person lists other names
        near = 0.0
        if (number := _NUMBER.fullmatch(self._typed.strip())) and row.note.startswith(f"C-{int(number[1]):03d} "):
            return 9.0
        if words and (title.startswith(words[0]) or (person and note.startswith(words[0]))):
            near = 3.0
        elif words and _begins(title, words[0]):
            near = 2.0
        elif words and any(_begins(note, word) for word in words):
            near = 1.0
        return near + min(uses, 20) / 4

    def _clicked(self) -> None:
        self._open(self.list.current())

    def _open(self, entry: object) -> None:
        if isinstance(entry, tuple):
            self.accept()
            self.chosen.emit(*entry)


def key(entry: object) -> str:
    """The key under which the uses of an entry are counted."""
    return ":".join(map(str, entry)) if isinstance(entry, tuple) else ""


def _begins(text: str, word: str) -> bool:
    return re.search(rf"(?<![^\W_]){re.escape(word)}", text) is not None


def _claim(session: Session, facts: Facts) -> Row:
    verdict = session.store.verdicts[facts.claim.verdict]
    note = " · ".join((facts.claim.label, *facts.claimants))
    return Row(("claim", facts.id), facts.claim.statement, note, verdict.glyph, verdict.fill)


def _actions(verbs: Sequence[Verb]) -> list[Row]:
    known = [verb.declared for verb in verbs if verb.isEnabled()]
    return [
        Row(("action", action.key), tr(action.words).rstrip("…"), f"{tr(action.group)}  {action.shortcut}", "›")
        for action in known
    ]


def _saved(session: Session) -> list[Row]:
    searches = sorted(session.store.all(SavedSearch), key=lambda search: (search.position, search.id))
    return [Row(("query", search.query), search.name, search.query, "⌕") for search in searches]


def _records(session: Session, text: str) -> list[Row]:
    """The newest records of each kind that contain the words, with the place where they occur."""
    store, needles = session.store, matching.patterns(Query.parse(text))
    rows: list[Row] = []
    for kind in ("actor", "source", "event"):
        ids = search.newest(store.db, kind, text, _EACH)
        places = matching.where_records(store, kind, ids, needles)
        rows += [row for record_id in ids if (row := _row(session, kind, record_id, places.get(record_id)))]
    claims = search.newest(store.db, "claim", text, _EACH)
    if number := _NUMBER.fullmatch(text.strip()):
        claims = session.index.select(Query.parse(f"number:{number[1]}")).ids.tolist() + claims
    return rows + [_claim(session, facts) for facts in session.index.facts.several(claims)]


def _used(session: Session, uses: Uses) -> list[Row]:
    """Entries used before, the most used first."""
    rows: list[Row] = []
    for entry in sorted(uses, key=lambda kept: -uses[kept])[:_EACH]:
        kind, _, record_id = entry.partition(":")
        if kind == "claim" and record_id.isdecimal():
            facts = session.index.facts.get(int(record_id))
            rows += [_claim(session, facts)] if facts is not None else []
        elif record_id.isdecimal() and (row := _row(session, kind, int(record_id), None)):
            rows.append(row)
    return rows


def _row(session: Session, kind: str, record_id: int, place: Match | None) -> Row | None:
    """One person, source or event; `place` is where the words searched for occur."""
    store, found = session.store, ""
    if place is not None and place.where not in ("name", "title"):
        found = f"{tr(place.where)}: {place.text}"
    match kind:
        case "actor" if actor := store.find(Actor, record_id):
            names = place.text if place is not None and place.where == "name" and place.text != actor.name else ""
            return Row((kind, record_id), actor.name, found or names or actor.description or tr(actor.kind), "◔")
        case "source" if source := store.find(Source, record_id):
            return Row((kind, record_id), source.title, found or source.publisher or tr("source"), "❏")
        case "event" if event := store.find(Event, record_id):
            return Row((kind, record_id), event.title, found or event.when.edtf or tr("event"), "◇")
    return None
