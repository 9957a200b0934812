"""The first line of the inspector: verdict, kind, tag, and the number of the claim."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from tracker.commands.whole_claim import WholeClaim
from tracker.gui.inspector.section import Context, Section
from tracker.gui.widgets.chip import VerdictButton
from tracker.gui.widgets.plain import button, label, row
from tracker.i18n import tr

_TAG_LENGTH = 14  # longest tag, in characters, that fits beside the verdict
_WIDTH = 366  # pixels for the chips, the details and the number


class Head(Section):
    """Emits `verdict_chosen` with the key of a verdict, and `details` to open the form of details."""

    verdict_chosen = Signal(str)
    details = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._verdict: VerdictButton | None = None

    def empty(self) -> None:
        super().empty()
        self._verdict = None

    def fill(self, whole: WholeClaim) -> None:
        claim = whole.claim
        marks: list[QWidget] = [self._verdicts(claim.verdict)]
        marks += [label(tr(kind), self, role="tag", scale=0.86) for kind in claim.kinds[:1]]
        more = [*claim.kinds[1:2], *(f"#{tag}" for tag in whole.facts.tags[:1])]
        marks += [label(text, self, role="tag", scale=0.86) for text in more[:1] if len(text) <= _TAG_LENGTH]
        details = button(tr("Details…"), self, role="link")
        details.clicked.connect(self.details)
        number = label(claim.label, self, role="faint", scale=0.94)
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if len(marks) > 1 and sum(shown.sizeHint().width() + 6 for shown in (*marks, details, number)) > _WIDTH:
            left_out = marks.pop()  # it is shown in the line beneath
            left_out.hide()
            left_out.deleteLater()
        self.body.addLayout(row(*marks, None, details, number))

    def open_verdicts(self) -> None:
        """Open the menu of verdicts."""
        if self._verdict is not None:
            self._verdict.setFocus()
            self._verdict.showMenu()

    def _verdicts(self, key: str) -> VerdictButton:
        known = self.session.store.verdicts
        button = VerdictButton(known[key], self.colours, self, arrow=True)
        menu = QMenu(button)
        for verdict in known.values():
            menu.addAction(f"{verdict.glyph}  {tr(verdict.label)}").setData(verdict.key)
        menu.triggered.connect(self._chosen)
        button.setMenu(menu)
        self._verdict = button
        return button

    def _chosen(self, action: QAction) -> None:
        self.verdict_chosen.emit(str(action.data()))
