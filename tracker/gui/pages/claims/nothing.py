"""Shown instead of an empty table: what to do first, or how to see all claims again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.domain.query import EVERYTHING
from tracker.gui.widgets.plain import button, label, row
from tracker.gui.workbench import Workbench
from tracker.i18n import tr


class NoClaims(QWidget):
    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(self)
        inner.addStretch(1)
        self._title = label("", self, scale=1.25, bold=True)
        self._text = label("", self, role="soft", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._text)
        self._source = button(tr("Add source…"), self, role="primary")
        claim = button(tr("New claim"), self)
        self._all = button(tr("Show all claims"), self)
        self._source.clicked.connect(self._add_source)
        claim.clicked.connect(self._new_claim)
        self._all.clicked.connect(self._show_all)
        inner.addLayout(row(None, self._source, claim, self._all, None))
        inner.addStretch(2)

    def refresh(self) -> None:
        """Show whether the case has no claim yet or the search finds none."""
        filtered = bool(self._workbench.session.query)
        self._title.setText(tr("Nothing found") if filtered else tr("No claim yet"))
        self._text.setText(
            tr("No claim fits this search.")
            if filtered
            else tr("Paste or drop an article, select the words that matter, and press Enter to log a claim.")
        )
        self._all.setVisible(filtered)
        self._source.setVisible(not filtered)

    def _add_source(self) -> None:
        self._workbench.do("add-source")

    def _new_claim(self) -> None:
        self._workbench.do("new-claim")

    def _show_all(self) -> None:
        self._workbench.session.search(EVERYTHING)
