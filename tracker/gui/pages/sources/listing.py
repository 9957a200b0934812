"""The list of sources, newest first, and what the page shows while there is none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.gui.pages.sources.state import Changes
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, label, row
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr, trn
from tracker.store import queries

_SHOWN = {"source", "attribution", "evidence", "capture"}  # kinds of records shown in a row


class SourceList(RowList):
    """The sources of the case by their ids, reloaded when a step changed what a row shows."""

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(colours, parent, height=54, name=tr("Sources"))
        self._session = session
        self._changes = Changes(session.store)

    def refresh(self, current: int | None) -> int | None:
        """Update the rows. Returns the id of the current source: the requested one, else the first."""
        changed = self._changes.take()
        rows = self.rows()
        if changed is None or changed & _SHOWN:
            rows = [_row(line) for line in queries.source_lines(self._session.store)]
        ids = [int(str(entry.id)) for entry in rows]
        if current not in ids:
            current = ids[0] if ids else None
        self.show_rows(rows, current)
        return current


def _row(line: queries.SourceLine) -> Row:
    notes = [
        line.publisher, line.published, trn("{n} claim", "{n} claims", line.logged) if line.logged else "",
        tr("evidence for {n}", n=line.proving) if line.proving else "",
        tr("❏ archived") if line.preserved else tr("link only"),
    ]  # fmt: skip
    return Row(line.id, line.title, " · ".join(filter(None, notes)))


class NoSource(QWidget):
    """Explains how to add sources to an empty case. Emits `add_source`."""

    add_source = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        inner = QVBoxLayout(self)
        inner.addStretch(1)
        inner.addWidget(label(tr("No source yet"), self, scale=1.25, bold=True), 0, Qt.AlignmentFlag.AlignHCenter)
        text = label(tr("Paste or drop an article, a file or an address anywhere in the window."), self, role="soft")
        inner.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        add = button(tr("Add source…"), self, role="primary")
        add.clicked.connect(self.add_source)
        inner.addLayout(row(None, add, None))
        inner.addStretch(2)
