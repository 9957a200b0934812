"""Go to anything: claims, people, sources, events, saved searches and every action, in one list."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from tracker.domain.actor import Actor, ActorName
from tracker.domain.case import SavedSearch
from tracker.domain.event import Event
from tracker.domain.review import VERDICTS
from tracker.gui.actions import ACTIONS
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import column
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr
from tracker.store import queries
from tracker.store.facts import Facts
from tracker.store.search import fold

_SHOWN = 40


class Palette(QDialog):
    """Emits `chosen` with (what, id): action, claim, actor, source, event or query."""

    chosen = Signal(str, object)

    def __init__(self, session: Session | None, colours: Theme, parent: QWidget) -> None:
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
        self._session = session
        self._entries = [(fold(f"{row.title} {row.note}"), row) for row in _entries(session)]
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
        words = fold(text).split()
        rows = [row for folded, row in self._entries if all(word in folded for word in words)][:_SHOWN]
        if self._session is not None:
            rows += [_claim(facts) for facts in self._session.desk.select(text)[: _SHOWN - len(rows)]]
        self.list.show_rows(rows, rows[0].id if rows else None)

    def _clicked(self) -> None:
        self._open(self.list.current())

    def _open(self, entry: object) -> None:
        if isinstance(entry, tuple):
            self.accept()
            self.chosen.emit(*entry)


def _claim(facts: Facts) -> Row:
    verdict = VERDICTS[facts.claim.verdict]
    note = f"{facts.claim.label} · {', '.join(facts.claimants)}"
    return Row(("claim", facts.id), facts.claim.statement, note, verdict.glyph, verdict.fill)


def _entries(session: Session | None) -> Iterator[Row]:
    for action in ACTIONS:
        if session is not None or not action.case:
            yield Row(
                ("action", action.key), tr(action.words).rstrip("…"), f"{tr(action.group)}  {action.shortcut}", "›"
            )
    if session is None:
        return
    store = session.store
    for search in store.all(SavedSearch):
        yield Row(("query", search.query), search.name, search.query, "⌕")
    others: dict[int, list[str]] = {}
    for name in store.all(ActorName):
        others.setdefault(name.actor_id, []).append(name.name)
    for actor in store.all(Actor):
        note = " · ".join([*others.get(actor.id, []), actor.description])
        yield Row(("actor", actor.id), actor.name, note, "◔")
    for line in queries.source_lines(store):
        yield Row(("source", line.id), line.title, line.publisher or tr("source"), "❏")
    for event in store.all(Event):
        yield Row(("event", event.id), event.title, event.when.edtf or tr("event"), "◇")
