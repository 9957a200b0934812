"""The first page: create a case, open one, or look at the demo."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.gui.widgets.plain import button, heading, label, row
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.workbench import Workbench
from tracker.i18n import tr

_WIDTH = 620  # pixels


class StartPage(QWidget):
    """What is in the window while no case is open."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        inner = QWidget(self)
        inner.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(inner)
        layout.setSpacing(10)
        layout.addWidget(label("Claimline", inner, scale=2.4, bold=True))
        words = tr(
            "Every sentence in the dossier points at the exact words in a preserved source, and nothing acknowledged is ever lost."
        )
        promise = label(words, inner, role="soft", scale=1.1, wrap=True)
        promise.setMinimumHeight(promise.heightForWidth(_WIDTH))
        layout.addWidget(promise)
        layout.addSpacing(14)
        self.new_button = button(tr("New case…"), inner, role="primary")
        self.open_button = button(tr("Open case…"), inner)
        self.demo_button = button(tr("Open the demo case"), inner)
        self.new_button.clicked.connect(workbench.verb("new-case").trigger)
        self.open_button.clicked.connect(workbench.verb("open-case").trigger)
        self.demo_button.clicked.connect(workbench.verb("demo-case").trigger)
        layout.addLayout(row(self.new_button, self.open_button, self.demo_button, None, spacing=8))
        layout.addSpacing(18)
        self.list = RowList(workbench.colours, inner, height=50, name=tr("Recent cases"))
        self.list.setMinimumHeight(210)
        recent = workbench.remembered.settings.recent
        rows = [Row(path, Path(path).stem, str(Path(path).parent), "▤") for path in recent if Path(path).exists()]
        if rows:
            layout.addWidget(heading(tr("Recent cases"), inner))
            layout.addWidget(self.list)
        else:
            self.list.hide()
        self.list.show_rows(rows)
        self.list.opened.connect(self._open)
        self.new_button.setFocus()
        outer.addStretch(2)
        outer.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)

    def _open(self, path: object) -> None:
        self._workbench.do("open-case", Path(str(path)))
