"""The left rail: pages, verdicts, review states, saved searches and desk checks, each with its count."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from tracker.domain.case import SavedSearch
from tracker.domain.review import STATES, VERDICTS
from tracker.gui import theme
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import clear, column, heading, scrolled, set_tip, visible
from tracker.i18n import tr
from tracker.store import queries
from tracker.store.desk import CHECKS

PAGES = (("claims", "▤", "Claims"), ("timeline", "━", "Timeline"), ("sources", "❏", "Sources"),
         ("people", "◔", "People"), ("review", "✓", "Review"), ("events", "◇", "Events"))  # fmt: skip


class Entry(QPushButton):
    """A glyph, words and a count; the glyph may have a colour of its own."""

    def __init__(self, key: str, glyph: str, words: str, colours: Theme, parent: QWidget, tint: str = "") -> None:
        super().__init__(parent)
        self.key = key
        self._glyph, self._words, self._colours, self._tint = glyph, words, colours, tint
        self._count: int | None = None
        self.setProperty("role", "rail")
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        set_tip(self, words)

    def show_count(self, count: int | None) -> None:
        self._count = count
        self.setAccessibleDescription("" if count is None else f"{count:,}")
        self.update()

    def count(self) -> int | None:
        return self._count

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        down = self.isChecked()
        box = self.rect().adjusted(9, 0, -9, 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(bold=down))
        ink = QColor(self._colours.link if down else self._colours.ink)
        painter.setPen(QColor(self._tint) if self._tint else ink)
        painter.drawText(box, align | Qt.AlignmentFlag.AlignLeft, self._glyph)
        room = box.adjusted(20, 0, -34, 0)
        painter.setPen(ink)
        text = painter.fontMetrics().elidedText(visible(self._words), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, align | Qt.AlignmentFlag.AlignLeft, text)
        if self._count is not None:
            painter.setFont(theme.font(0.92))
            painter.setPen(QColor(self._colours.soft))
            painter.drawText(box, align | Qt.AlignmentFlag.AlignRight, str(self._count))


class Rail(QWidget):
    """Emits `page` (key) and `term` (a query to show)."""

    page = Signal(str)
    term = Signal(str)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(196)
        self._session, self._colours = session, colours
        inner = QWidget(self)
        inner.setObjectName("rail")
        self._layout = column(inner, margins=(8, 10, 8, 10), spacing=2)
        column(self).addWidget(scrolled(inner, self))
        self._pages = [self._add(key, glyph, tr(words), inner) for key, glyph, words in PAGES]
        for entry in self._pages:
            entry.clicked.connect(self._go)
        self._head(tr("Verdict"), inner)
        self._verdicts = [self._add(f"verdict:{key}", "●", tr(v.label), inner, v.fill) for key, v in VERDICTS.items()]
        self._head(tr("Review"), inner)
        self._states = [
            self._add(f"review:{state.replace(' ', '-')}", glyph, tr(state).capitalize(), inner)
            for state, glyph in STATES.items()
        ]
        self._saved_head = self._head(tr("Saved searches"), inner)
        self._saved = QVBoxLayout()
        self._saved.setSpacing(2)
        self._layout.addLayout(self._saved)
        self._head(tr("Desk checks"), inner)
        self._checks = []
        for check in CHECKS:
            entry = self._add(f"check:{check.key}", check.glyph, tr(check.label), inner)
            set_tip(entry, tr(check.meaning))
            self._checks.append(entry)
        for entry in (*self._verdicts, *self._states, *self._checks):
            entry.clicked.connect(self._choose)
        self._inner = inner
        self._layout.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Bring the counts up to the case."""
        desk, store = self._session.desk, self._session.store
        verdicts, states, checks = desk.counts()
        waiting = states["in review"] + checks["changed"]
        rows = queries.counts(store)
        found = {"sources": rows["source"], "people": rows["actor"], "events": rows["event"]}
        for entry in self._pages:
            entry.show_count({"claims": len(desk), "review": waiting, **found}.get(entry.key))
        for entry in self._verdicts:
            entry.show_count(verdicts[entry.key.partition(":")[2]])
        for entry in self._states:
            entry.show_count(states[entry.key.partition(":")[2].replace("-", " ")])
        for entry in self._checks:
            entry.show_count(checks[entry.key.partition(":")[2]])
        self._refresh_saved()

    def mark_page(self, key: str) -> None:
        for entry in self._pages:
            entry.setChecked(entry.key == key)

    def mark_query(self, query: str) -> None:
        """Mark the entries whose term stands in the query."""
        terms = set(query.split())
        for entry in (*self._verdicts, *self._states, *self._checks):
            entry.setChecked(entry.key in terms)

    def _refresh_saved(self) -> None:
        clear(self._saved)
        searches = sorted(self._session.store.all(SavedSearch), key=lambda s: (s.position, s.id))
        self._saved_head.setVisible(bool(searches))
        for search in searches:
            entry = Entry(search.query, "⌕", search.name, self._colours, self._inner)
            entry.show_count(len(self._session.desk.select(search.query)))
            entry.clicked.connect(self._saved_chosen)
            self._saved.addWidget(entry)

    def _add(self, key: str, glyph: str, words: str, inner: QWidget, tint: str = "") -> Entry:
        entry = Entry(key, glyph, words, self._colours, inner, tint)
        entry.setCheckable(True)
        self._layout.addWidget(entry)
        return entry

    def _head(self, words: str, inner: QWidget) -> QWidget:
        made = heading(words, inner)
        made.setContentsMargins(9, 10, 0, 2)
        self._layout.addWidget(made)
        return made

    def _go(self) -> None:
        sender = self.sender()
        if isinstance(sender, Entry):
            self.page.emit(sender.key)

    def _choose(self) -> None:
        """Add the term to the query, or take it away again."""
        sender = self.sender()
        if isinstance(sender, Entry):
            terms = self._session.query.split()
            kind = sender.key.partition(":")[0]
            kept = [
                term for term in terms if not term.startswith(f"{kind}:") or (kind == "check" and term != sender.key)
            ]
            self.term.emit(" ".join(kept if sender.key in terms else [*kept, sender.key]))

    def _saved_chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, Entry):
            self.term.emit("" if self._session.query == sender.key else sender.key)
