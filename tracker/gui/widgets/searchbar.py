"""The search bar: chips for terms with a field, and a line for what is being typed."""

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QFrame, QHBoxLayout, QLineEdit, QListView, QWidget

from tracker.domain.pattern import Pattern
from tracker.domain.query import Group, Part, Query
from tracker.gui.editors.fields import leaves_undo
from tracker.gui.widgets.plain import button, clear, label, visible
from tracker.i18n import tr

_TYPING = Pattern(r'-?(?:[A-Za-z]+:)?(?:"[^"]*|[^\s"()]+)$|-?[A-Za-z]+:$')
_CHIP = 28  # characters of a chip
_PAUSE = 15  # milliseconds between the last key and the search


def _is_chip(part: Part) -> bool:
    return isinstance(part, Group) or bool(part.field)


def _is_chosen(offers: QAbstractItemView) -> bool:
    return offers.isVisible() and offers.currentIndex().isValid()


class _Input(QLineEdit):
    """Backspace at the beginning turns the last chip back into text."""

    emptied = Signal()
    offers: QAbstractItemView | None = None

    def event(self, event: QEvent) -> bool:
        if leaves_undo(event, self.isUndoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        offers = self.offers
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and offers is not None and _is_chosen(offers):
            event.ignore()  # the completion list handles it
        else:
            super().keyPressEvent(event)


class SearchBar(QFrame):
    """Emits `changed` with the whole Query while typing, `left` on Escape or Down, and `completing` (the term being
    typed), to be answered with `offer`.
    """

    changed = Signal(object)  # Query
    left = Signal()
    completing = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("searchbar")
        self.setFixedHeight(30)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 8, 0)
        layout.setSpacing(5)
        layout.addWidget(label("⌕", self, role="soft"))
        self._chips = QHBoxLayout()
        self._chips.setSpacing(4)
        layout.addLayout(self._chips)
        self.line = _Input(self)
        self.line.setObjectName("search")
        self.line.setPlaceholderText(tr("Search claims, quotes, people…  verdict:disputed  by:LeCun"))
        self.line.setAccessibleName(tr("Search"))
        layout.addWidget(self.line, 1)
        layout.addWidget(label("Ctrl K", self, role="key", scale=0.82))
        self._terms: list[str] = []
        self._sent = ""
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setWidget(self.line)
        self.offers = QListView(self)
        self.offers.setObjectName("offers")
        self._completer.setPopup(self.offers)
        self.line.offers = self.offers
        self._completer.activated.connect(self._complete)
        self._offered: list[str] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._emit)
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(self._settle)
        self.line.emptied.connect(self._take_back)

    def typed(self) -> str:
        """The text of chips and line."""
        return " ".join([*self._terms, self.line.text()]).strip()

    def show_query(self, query: Query) -> None:
        """Show a query set elsewhere; terms with a field become chips. A query typed here is not overwritten."""
        if query.text in (self.typed(), self._sent):
            return
        self._sent = query.text
        self._terms = [part.text() for part in query.parts if _is_chip(part) or part.negated]
        self.line.setText(" ".join(part.text() for part in query.parts if not _is_chip(part) and not part.negated))
        self._show_chips()

    def _typed(self) -> None:
        self._pause.start()
        token = self._token()
        if token:
            self.completing.emit(token)
        else:
            self.offers.hide()

    def _token(self) -> str:
        """The term before the cursor; "" after a blank or inside a phrase that is closed."""
        before = self.line.text()[: self.line.cursorPosition()]
        found = _TYPING.search(before)
        return found[0] if found else ""

    def offer(self, terms: list[str]) -> None:
        """Show completions of the term being typed."""
        token = self._token()
        terms = [term for term in terms if term != token]
        self._offers.setStringList([visible(term) for term in terms])
        if not terms or not self.line.hasFocus():
            self.offers.hide()
            return
        self._offered = terms
        self.offers.clearSelection()
        self.offers.setCurrentIndex(QModelIndex())
        self._completer.complete()

    def _complete(self, chosen: str) -> None:
        """Replace the typed term by a complete one; after a field name the value can be typed."""
        term = next((term for term in self._offered if visible(term) == chosen), chosen)
        before, after = self.line.text()[: self.line.cursorPosition()], self.line.text()[self.line.cursorPosition() :]
        start = before[: len(before) - len(self._token())] + term
        self.line.setText(start + after)
        self.line.setCursorPosition(len(start))
        if term.endswith(":"):
            self.completing.emit(term)
        else:
            self._settle()

    def _settle(self) -> None:
        """Complete terms with a field become chips; an operator joins the typed text to the chips before it."""
        parts = Query.parse(self.typed()).parts
        self._terms = [part.text() for part in parts if _is_chip(part)]
        self.line.setText(" ".join(part.text() for part in parts if not _is_chip(part)))
        self._show_chips()
        self._emit()

    def _emit(self) -> None:
        self._pause.stop()
        self._sent = self.typed()
        self.changed.emit(Query.parse(self._sent))

    def _take_back(self) -> None:
        if self._terms:
            self.line.setText(self._terms.pop())
            self._show_chips()
            self._emit()

    def _show_chips(self) -> None:
        clear(self._chips)
        for term in self._terms:
            room = _CHIP if len(self._terms) < 4 else _CHIP // 2
            shown = term if len(term) <= room else f"{term[: room - 1]}…"
            chip = button(f"{shown} ×", self, role="term", tip=tr("Remove {term}", term=term))
            chip.setProperty("term", term)
            chip.clicked.connect(self._remove)
            self._chips.addWidget(chip)

    def _remove(self) -> None:
        term = self.sender().property("term")
        self._terms = [other for other in self._terms if other != term]
        self._show_chips()
        self._emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            if event.key() == Qt.Key.Key_Escape and self.typed():
                self._terms = []
                self.line.clear()
                self._show_chips()
                self._emit()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)
