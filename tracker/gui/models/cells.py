"""How the claims table paints its cells: two lines a row, drawn from plain text."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QObject, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tracker.domain.attribution import shown_record
from tracker.domain.review import SIGNED_OFF, STATES
from tracker.gui import theme
from tracker.gui.models.claims import COLUMNS, ROW_HEIGHT, ClaimsModel, Index
from tracker.gui.theme import Theme
from tracker.gui.widgets.chip import paint_chip
from tracker.gui.widgets.plain import visible
from tracker.i18n import tr
from tracker.store.claims.facts import Facts
from tracker.store.matching import Match, highlight_spans

Needles = Sequence[re.Pattern[str]]


class ClaimsDelegate(QStyledItemDelegate):
    """Two lines a row, drawn from plain text."""

    def __init__(self, colours: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.colours = colours
        self._ink, self._soft, self._line = QColor(colours.ink), QColor(colours.faint), QColor(colours.line)
        self._warn, self._marked = QColor(colours.warn), QColor(colours.marked)
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
        column = COLUMNS[index.column()]
        match column.key:
            case "review":
                self._review(painter, inner, facts)
            case "verdict":
                paint_chip(
                    painter, inner.x(), inner.y() + 8, model.verdict(facts), self.colours, room=inner.width() + 4
                )
            case "claim":
                self._statement(painter, inner, facts, model.needles, model.place(index.row()))
            case "claimant":
                self._claimant(painter, inner, facts)
            case "evidence":
                self._evidence(painter, inner, facts)
        if column.lines is not None:
            first, second = column.lines(model, facts)
            odd = first == "?" and second != tr("no date")
            self._two(painter, inner, visible(first), visible(second), self._warn if odd else self._soft)
        painter.restore()

    def _review(self, painter: QPainter, box: QRect, facts: Facts) -> None:
        glyph = STATES[facts.claim.review] + ("!" if facts.changed else "")
        signed = facts.claim.review == SIGNED_OFF
        colour = self.colours.warn if facts.changed else self.colours.good if signed else self.colours.soft
        painter.setPen(QColor(colour))
        painter.setFont(self._body)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, glyph)

    def _statement(self, painter: QPainter, box: QRect, facts: Facts, needles: Needles, place: Match | None) -> None:
        """The statement with the search words highlighted; below it, the other place where they were found."""
        metrics = self._body_metrics
        text = " ".join((visible(facts.claim.statement) + statement_suffix(facts)).split())
        lines = wrapped(text, metrics, box.width(), 1 if place else 2)
        height = metrics.height()
        top = box.y() + (box.height() - height * (len(lines) + bool(place))) // 2
        painter.setFont(self._body)
        spans, start = highlight_spans(text, needles) if needles else [], 0
        for at, line in enumerate(lines):
            start = text.find(line.rstrip("…"), start)
            self._draw(painter, box.x(), top + at * height, line, start, spans, metrics)
            start += len(line.rstrip("…"))
        if place is not None:
            painter.setFont(self._small)
            painter.setPen(self._soft)
            before = f"{tr(place.where)}: "
            shown = self._small_metrics.elidedText(
                before + visible(place.text), Qt.TextElideMode.ElideRight, box.width()
            )
            found = (
                [(a + len(before), b + len(before)) for a, b in place.spans]
                if visible(place.text) == place.text
                else []
            )
            self._draw(painter, box.x(), top + height + 1, shown, 0, found, self._small_metrics)

    def _draw(
        self, painter: QPainter, x: int, y: int, line: str, start: int, spans: list[tuple[int, int]], metrics: QFontMetrics
    ) -> None:  # fmt: skip
        """Draw one line of a text, which begins at character `start`, over its highlights."""
        for first, last in ((max(a - start, 0), min(b - start, len(line))) for a, b in spans):
            if first < last:
                left = metrics.horizontalAdvance(line[:first])
                width = metrics.horizontalAdvance(line[:last]) - left
                painter.fillRect(QRect(x + left - 1, y + 1, width + 2, metrics.height() - 1), self._marked)
        painter.setPen(self._ink if metrics is self._body_metrics else self._soft)
        painter.drawText(x, y + metrics.ascent(), line)

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
        note = "protected source" if facts.protected else shown_record(facts.first.record)
        self._two(painter, box, visible(facts.claimants[0]) + more, note, self._soft)

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


def statement_suffix(facts: Facts) -> str:
    """The notes after a statement in a list: denial, rumour, the due date of a prediction."""
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
