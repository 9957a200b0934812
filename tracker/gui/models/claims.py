"""The claims table: ids in order, facts asked from the session, painted by one delegate."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tracker.domain.review import STATES, VERDICTS
from tracker.gui import theme
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.chip import paint_chip
from tracker.gui.widgets.plain import visible
from tracker.i18n import tr
from tracker.store.facts import Facts

COLUMNS = ("✓", "Verdict", "Claim", "Claimant", "Said", "Evidence")
REVIEW, VERDICT, CLAIM, CLAIMANT, SAID, EVIDENCE = range(6)
_ORDERS = ("review", "verdict", "number", "claimant", "said", "evidence")
ROW_HEIGHT = 46
_PAGE = 64  # rows read at once

Index = QModelIndex | QPersistentModelIndex


class ClaimsModel(QAbstractTableModel):
    """The rows the session's query finds."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._ids = session.found.ids

    def refresh(self) -> None:
        """Take over what the session found; a reset only where the rows themselves changed."""
        ids = self._session.found.ids
        if np.array_equal(ids, self._ids):
            if len(ids):
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def claim_id(self, row: int) -> int | None:
        return int(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, claim_id: int | None) -> int:
        at = np.flatnonzero(self._ids == (claim_id or 0))
        return int(at[0]) if len(at) else -1

    def facts(self, row: int) -> Facts:
        """What a row shows; its neighbours are read with it, since they will be asked for next."""
        first = row // _PAGE * _PAGE
        near = self._session.desk.facts.several(self._ids[first : first + _PAGE].tolist())
        return near[row - first]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the claims by a column; by number where the header says no column."""
        by = _ORDERS[column] if 0 <= column < len(_ORDERS) else "number"
        self._session.sort(by, downwards=order == Qt.SortOrder.DescendingOrder)
        self.refresh()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(COLUMNS[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        facts = self.facts(index.row())
        match index.column():
            case 0:
                return facts.claim.review + (", changed since" if facts.changed else "")
            case 1:
                return VERDICTS[facts.claim.verdict].label
            case 2:
                return visible(f"{facts.claim.label} {facts.claim.statement}")
            case 3:
                return visible(", ".join(facts.claimants))
            case 4:
                return facts.said.edtf or facts.said.words
        return f"{facts.supports} supporting, {facts.refutes} refuting"


class ClaimsDelegate(QStyledItemDelegate):
    """Two lines a row, drawn from plain text."""

    def __init__(self, colours: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.colours = colours
        self._ink, self._soft, self._line = QColor(colours.ink), QColor(colours.faint), QColor(colours.line)
        self._body, self._small = theme.font(), theme.font(0.88)
        self._body_metrics, self._small_metrics = QFontMetrics(self._body), QFontMetrics(self._small)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, ClaimsModel):
            return
        facts, box = model.facts(index.row()), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(self.colours.selected))
        painter.setPen(self._line)
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(10, 5, -6, -5)
        match index.column():
            case 0:
                self._review(painter, inner, facts)
            case 1:
                paint_chip(painter, inner.x(), inner.y() + 8, facts.claim.verdict, self.colours)
            case 2:
                self._statement(painter, inner, facts)
            case 3:
                self._claimant(painter, inner, facts)
            case 4:
                self._said(painter, inner, facts)
            case 5:
                self._evidence(painter, inner, facts)
        painter.restore()

    def _review(self, painter: QPainter, box: QRect, facts: Facts) -> None:
        glyph = STATES[facts.claim.review] + ("!" if facts.changed else "")
        signed = facts.claim.review == "signed off"
        colour = self.colours.warn if facts.changed else self.colours.good if signed else self.colours.soft
        painter.setPen(QColor(colour))
        painter.setFont(self._body)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, glyph)

    def _statement(self, painter: QPainter, box: QRect, facts: Facts) -> None:
        painter.setFont(self._body)
        painter.setPen(self._ink)
        tail = tail_of(facts)
        lines = wrapped(visible(facts.claim.statement) + tail, self._body_metrics, box.width())
        height = self._body_metrics.height()
        top = box.y() + (box.height() - height * len(lines)) // 2
        for at, line in enumerate(lines):
            painter.drawText(box.x(), top + at * height + self._body_metrics.ascent(), line)

    def _two(self, painter: QPainter, box: QRect, first: str, second: str, second_colour: QColor) -> None:
        painter.setFont(self._body)
        painter.setPen(self._ink)
        upper = QRect(box.x(), box.y(), box.width(), box.height() // 2 + 1)
        lower = QRect(box.x(), upper.bottom(), box.width(), box.height() // 2)
        where = upper if second else box
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(where, align, self._body_metrics.elidedText(first, Qt.TextElideMode.ElideRight, box.width()))
        if second:
            painter.setFont(self._small)
            painter.setPen(second_colour)
            text = self._small_metrics.elidedText(second, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(lower, align, text)

    def _claimant(self, painter: QPainter, box: QRect, facts: Facts) -> None:
        if facts.first is None:
            self._two(painter, box, "—", "", self._soft)
            return
        more = f" +{len(facts.claimants) - 1}" if len(facts.claimants) > 1 else ""
        note = "protected source" if facts.protected else facts.first.record
        self._two(painter, box, visible(facts.claimants[0]) + more, note, self._soft)

    def _said(self, painter: QPainter, box: QRect, facts: Facts) -> None:
        if not facts.said.words and not facts.said.edtf:
            self._two(painter, box, "?", "no date", self._soft)
            return
        words = f"“{facts.said.words}”" if facts.said.words != facts.said.edtf else ""
        if facts.said.edtf:
            self._two(painter, box, facts.said.edtf, visible(words), self._soft)
        else:
            self._two(painter, box, "?", visible(words or "not read"), QColor(self.colours.warn))

    def _evidence(self, painter: QPainter, box: QRect, facts: Facts) -> None:
        painter.setFont(self._body)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        if not (facts.supports or facts.refutes or facts.context):
            painter.setPen(self._soft)
            painter.drawText(box, align, "—")
            return
        x = box.x()
        for glyph, count, colour in (
            ("▲", facts.supports, self.colours.good), ("▼", facts.refutes, self.colours.bad),
            ("◦", facts.context, self.colours.soft),
        ):  # fmt: skip
            if count:
                text = f"{glyph} {count}"
                painter.setPen(QColor(colour))
                painter.drawText(QRect(x, box.y(), 60, box.height()), align, text)
                x += self._body_metrics.horizontalAdvance(text) + 9


def tail_of(facts: Facts) -> str:
    """What a statement carries behind it in a list: denial, rumour, the due date of a prediction."""
    claim = facts.claim
    notes: list[str] = [kind for kind in ("denial", "rumour") if kind in claim.kinds]
    if "prediction" in claim.kinds:
        due = claim.due.edtf or claim.about.edtf
        notes.append(f"prediction, due {due}" if due else "prediction")
    return f" — {', '.join(notes)}" if notes else ""


def wrapped(text: str, metrics: QFontMetrics, width: int, lines: int = 2) -> list[str]:
    """Break text into at most `lines` lines of `width` pixels, the last one elided; Chinese breaks anywhere."""
    text = " ".join(text.split())
    found: list[str] = []
    while text and len(found) < lines - 1 and metrics.horizontalAdvance(text) > width:
        low, high = 1, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if metrics.horizontalAdvance(text[:middle]) <= width else (low, middle - 1)
        cut = low
        if cut < len(text) and text[cut - 1].isascii() and text[cut].isascii() and text[cut] != " ":
            space = text.rfind(" ", 0, cut)
            cut = space if space > 0 else cut
        found.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    if text:
        found.append(metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
    return found
