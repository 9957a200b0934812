"""The claims of a dossier, taken out and put in an order by hand."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QWidget

from tracker.gui.widgets.plain import visible
from tracker.i18n import tr

MOST = 2_000  # claims listed; more are chosen by a query


class ChosenClaims(QListWidget):
    """Claims with a check box each, reordered by dragging or Alt+Up, Alt+Down. Emits `changed` when a box is toggled
    and `ordered` when the order changes.
    """

    changed = Signal()
    ordered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setAlternatingRowColors(True)
        self.setSpacing(2)
        self.setAccessibleName(tr("Claims of the dossier"))
        self.itemChanged.connect(self._ticked)
        self.model().rowsMoved.connect(self._moved)

    def show_claims(self, claims: Sequence[tuple[str, str]]) -> None:
        """(number, statement) of each claim, all ticked."""
        self.blockSignals(True)
        self.clear()
        for number, statement in claims[:MOST]:
            item = QListWidgetItem(visible(f"{number}  {' '.join(statement.split())}"), self)
            item.setData(Qt.ItemDataRole.UserRole, number)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.blockSignals(False)

    def numbers(self) -> tuple[str, ...]:
        """The numbers of the ticked ones, in their order."""
        items = [self.item(at) for at in range(self.count())]
        return tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )

    def whole(self) -> bool:
        """Whether all are ticked."""
        return len(self.numbers()) == self.count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        at = self.currentRow()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and step and 0 <= at + step < self.count():
            self.insertItem(at + step, self.takeItem(at))
            self.setCurrentRow(at + step)
            self.ordered.emit()
            return
        super().keyPressEvent(event)

    def _ticked(self, _item: QListWidgetItem) -> None:
        self.changed.emit()

    def _moved(self, *_: object) -> None:
        self.ordered.emit()
