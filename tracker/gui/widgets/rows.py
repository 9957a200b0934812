"""A list with two lines a row: a title, and a softer note under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import visible

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """`mark` is drawn before the title in the colour `tint` (#rrggbb)."""

    id: object
    title: str
    note: str = ""
    mark: str = ""
    tint: str = ""


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.rows[index.row()]
            return visible(f"{row.title} – {row.note}" if row.note else row.title)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, colours: Theme, height: int, parent: QObject) -> None:
        super().__init__(parent)
        self._colours, self._height = colours, height
        self._title, self._note = theme.font(), theme.font(0.9)
        self._title_metrics, self._note_metrics = QFontMetrics(self._title), QFontMetrics(self._note)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, _Model):
            return
        row, box = model.rows[index.row()], option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(self._colours.selected))
        painter.setPen(QColor(self._colours.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(14, 6, -10, -6)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._title)
        if row.mark:
            painter.setPen(QColor(row.tint or self._colours.soft))
            painter.drawText(QRect(inner.x(), inner.y(), 18, inner.height()), align, row.mark)
            inner.setLeft(inner.left() + 20)
        top = QRect(inner.x(), inner.y(), inner.width(), inner.height() // 2) if row.note else inner
        painter.setPen(QColor(self._colours.ink))
        painter.drawText(top, align, self._cut(row.title, self._title_metrics, inner.width()))
        if row.note:
            painter.setFont(self._note)
            painter.setPen(QColor(self._colours.soft))
            bottom = QRect(inner.x(), top.bottom() + 1, inner.width(), inner.height() - top.height())
            painter.drawText(bottom, align, self._cut(row.note, self._note_metrics, inner.width()))
        painter.restore()

    def _cut(self, text: str, metrics: QFontMetrics, width: int) -> str:
        return metrics.elidedText(visible(" ".join(text.split())), Qt.TextElideMode.ElideRight, width)


class RowList(QListView):
    """Emits `chosen` (row id) when the current row changes by hand, `opened` on Enter and double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, colours: Theme, parent: QWidget, *, height: int = 52, name: str = "") -> None:
        super().__init__(parent)
        self._rows = _Model(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(colours, height, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self._quiet = False
        self.selectionModel().currentChanged.connect(self._moved)
        self.activated.connect(self._activated)

    def show_rows(self, rows: Sequence[Row], current: object = None) -> None:
        """Replace the rows, keeping the current one where it still is."""
        if list(rows) == self._rows.rows and current == self.current():
            return
        self._quiet = True
        self._rows.show_rows(rows)
        self._quiet = False
        self.set_current(current)

    def rows(self) -> list[Row]:
        return self._rows.rows

    def current(self) -> object:
        index = self.currentIndex()
        return self._rows.rows[index.row()].id if index.isValid() else None

    def set_current(self, row_id: object) -> None:
        """Select a row without emitting a signal."""
        self._quiet = True
        at = next((i for i, row in enumerate(self._rows.rows) if row.id == row_id), -1)
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at))
            self.scrollTo(self._rows.index(at))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._quiet = False

    def step(self, by: int) -> None:
        """Move the current row up or down."""
        at = max(0, min(len(self._rows.rows) - 1, self.currentIndex().row() + by))
        if self._rows.rows:
            self.setCurrentIndex(self._rows.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().strip() or event.key() == Qt.Key.Key_Space:
            event.ignore()  # letters and the space bar are shortcuts of the page
            return
        super().keyPressEvent(event)

    def _moved(self, current: QModelIndex) -> None:
        if not self._quiet and current.isValid():
            self.chosen.emit(self._rows.rows[current.row()].id)

    def _activated(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.rows[index.row()].id)
