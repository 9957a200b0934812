"""The review state of the claim, and the moves that are possible."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.commands.whole_claim import WholeClaim
from tracker.domain.review import STATES, moves_from
from tracker.gui.inspector.section import Section
from tracker.gui.widgets.plain import label, row
from tracker.gui.widgets.value_button import ValueButton
from tracker.i18n import tr


class Review(Section):
    """Emits `moved` with the state that a move leads to."""

    moved = Signal(object)

    def fill(self, whole: WholeClaim) -> None:
        state = whole.claim.review
        self.head(tr("Review"))
        self.body.addWidget(label(f"{STATES[state]} {tr(state)}", self))
        moves: list[QWidget] = []
        for move in moves_from(state):
            button = ValueButton(tr(move.name), move.target, self, role="")
            button.chosen.connect(self.moved)
            moves.append(button)
        self.body.addLayout(row(*moves, None, spacing=4))
