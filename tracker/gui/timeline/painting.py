"""Paints a scene. The shapes are those of the SVG (`tracker.timeline.svg`)."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPolygonF,
)

from tracker.gui import theme
from tracker.gui.theme import Theme
from tracker.gui.timeline.labels import Labels, picture_of
from tracker.gui.widgets.plain import visible
from tracker.i18n import tr, trn
from tracker.timeline.density import Counts, heights
from tracker.timeline.item import APPROXIMATE, EVENT, HOLLOW, OPEN_HIGH, OPEN_LOW, THROUGH, TINTS
from tracker.timeline.scene import AGAINST, Band, Box, Density, Scene, tip_of

_FINE = 2  # pixels of one step of height in a density
_MOST_PICTURES = 1_000
_SMALL = 9.0  # pixels; narrower bars have no round corners


class Painting:
    """Paints scenes in a theme. `selected` and `dragged` are ids, `onto` the key of the lane a lane is dragged to."""

    def __init__(self, colours: Theme, labels: Labels, *, large: bool) -> None:
        self.colours, self.labels, self._large = colours, labels, large
        self._font = theme.font(0.94 if large else 0.86)
        self._small = theme.font(0.85)
        self._bold = theme.font(0.94 if large else 0.86, bold=True)
        self._ascent = QFontMetricsF(self._font).ascent()
        self._fill = [QColor(tint.fill) for tint in TINTS]
        ink = [QColor(tint.fill).lighter(165) if colours.dark else QColor(tint.ink) for tint in TINTS]
        self._ink = ink
        self._white, self._line = QColor("#ffffff"), QColor(colours.line)
        soft = [_between(QColor(colours.paper), colour, 0.72) for colour in self._fill]
        table = [*(c.rgba() for c in soft), QColor(colours.line).darker(112).rgba(), 0]
        self._table = np.array(table, np.uint32)
        self._pictures: dict[tuple[str, int, str], tuple[QPixmap, float]] = {}
        self._clouds: dict[tuple[int, bool], tuple[Counts, QImage, NDArray[np.uint32]]] = {}
        self._elided: dict[tuple[str, float, bool], str] = {}

    def paint(self, painter: QPainter, scene: Scene, top: float, size: QRectF, selected: int | None) -> None:
        m = scene.metrics
        painter.fillRect(size, QColor(self.colours.wash if self._large else self.colours.paper))
        self._grid(painter, scene, size)
        painter.save()
        painter.setClipRect(QRectF(0, m.header, size.width(), size.height()))
        painter.translate(0, -top)
        for band in scene.bands:
            self._band(painter, band, scene, size)
        painter.setClipRect(QRectF(m.gutter, m.header + top, size.width(), size.height()))
        for density in scene.densities:
            self._density(painter, density)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        named = self._arcs(painter, scene, selected)
        self._shapes(painter, scene.boxes, selected)
        self._labels(painter, scene, selected)
        chosen = scene.box_of(selected)
        if chosen is not None:
            self._selected(painter, chosen)
        self._trail(painter, scene)
        for place, words, colour in named:
            self._on_paper(painter, place, tr(words), colour)
        painter.restore()
        self._header(painter, scene, size)
        self._today(painter, scene, size)

    # Around the items

    def _grid(self, painter: QPainter, scene: Scene, size: QRectF) -> None:
        painter.setPen(self._line)
        gutter, header, floor = scene.metrics.gutter, scene.metrics.header, size.height()
        painter.drawLines([QLineF(gutter + tick.x, header, gutter + tick.x, floor) for tick in scene.ticks])

    def _header(self, painter: QPainter, scene: Scene, size: QRectF) -> None:
        m = scene.metrics
        painter.fillRect(QRectF(0, 0, size.width(), m.header), QColor(self.colours.paper))
        painter.setPen(self._line)
        painter.drawLines(
            [QLineF(m.gutter + t.x, 2 if t.over else m.header * 0.55, m.gutter + t.x, m.header) for t in scene.ticks]
        )
        free = 0.0  # where the last name of a larger unit ends
        for tick in scene.ticks:
            x = m.gutter + tick.x
            if self._large:
                self._word(painter, self._bold, self.colours.ink, QPointF(x + 5, 19), tick.over)
                self._word(painter, self._small, self.colours.soft, QPointF(x + 5, 38), tick.label)
            elif tick.over.strip():
                name = f"{tick.over} {tick.label}"
                self._word(painter, self._bold, self.colours.ink, QPointF(x + 5, 17), name)
                free = x + 9 + QFontMetricsF(self._bold).horizontalAdvance(name)
            elif x >= free:
                self._word(painter, self._small, self.colours.soft, QPointF(x + 5, 17), tick.label)
        painter.setPen(self._line)
        painter.drawLine(QPointF(0, m.header), QPointF(size.width(), m.header))
        painter.drawLine(QPointF(m.gutter, 0), QPointF(m.gutter, size.height()))

    def _word(self, painter: QPainter, used: QFont, colour: str, at: QPointF, text: str) -> None:
        if not text.strip():
            return
        key = (text, id(used), colour)
        cached = self._pictures.get(key)
        if cached is None:
            if len(self._pictures) > _MOST_PICTURES:
                self._pictures.clear()
            ratio = painter.device().devicePixelRatio()
            picture = picture_of(text.strip(), used, QColor(colour), ratio)
            cached = self._pictures[key] = picture, QFontMetricsF(used).ascent() + 1
        painter.drawPixmap(QPointF(at.x(), at.y() - cached[1]), cached[0])

    def _band(self, painter: QPainter, band: Band, scene: Scene, size: QRectF) -> None:
        painter.setPen(self._line)
        floor = band.y + band.height
        m, width = scene.metrics, scene.metrics.gutter - 18
        if band.heading:
            painter.fillRect(QRectF(0, band.y, size.width(), band.height), QColor(self.colours.surface))
            painter.drawLine(QPointF(0, floor), QPointF(size.width(), floor))
            arrow = "▸" if band.collapsed else "▾"
            lanes, items = trn("{n} lane", "{n} lanes", int(band.note)), trn("{n} item", "{n} items", band.count)
            words = self._cut(f"{arrow} {visible(band.name)}   {lanes} · {items}", size.width(), True)
            self._word(painter, self._small, self.colours.soft, QPointF(10, band.y + band.height * 0.68), words)
            return
        painter.drawLine(QPointF(0, floor), QPointF(size.width(), floor))
        for x, wide, title, fades in band.roles:
            self._role(painter, band, x, wide, title, fades)
        if band.collapsed:
            words = self._cut(f"▸ {visible(band.name)} · {band.count:,}", width, False)
            self._word(painter, self._small, self.colours.soft, QPointF(10, floor - 8), words)
            return
        y = band.y + m.pad + m.tight_row / 2 + self._ascent / 2 - 2 + (6 if self._large else 0)
        noted = self._large and band.height >= 40
        name = self._cut(visible(band.name), width, False)
        self._word(painter, self._font, self.colours.ink, QPointF(12, y - (7 if noted else 0)), name)
        if noted:
            count = trn("{n} item", "{n} items", band.count)
            note = f"{band.count:,} · {visible(band.note)}" if band.note else count
            self._word(painter, self._small, self.colours.soft, QPointF(12, y + 10), self._cut(note, width, True))

    def _role(self, painter: QPainter, band: Band, x: float, width: float, title: str, fades: bool) -> None:
        colour = QColor(self.colours.faint)
        colour.setAlphaF(0.3 if fades else 0.55)
        painter.fillRect(QRectF(x, band.y + 1, width, 3), colour)
        words = self._cut(visible(title), max(0.0, width - 12), True)
        if self._large and width > 60:
            self._word(painter, self._small, self.colours.faint, QPointF(x + 6, band.y + 14), words)

    def _cut(self, text: str, width: float, small: bool) -> str:
        key = (text, width, small)
        if key not in self._elided:
            if len(self._elided) > 4000:
                self._elided.clear()
            used = self._small if small else self._font
            self._elided[key] = QFontMetricsF(used).elidedText(text, Qt.TextElideMode.ElideRight, width)
        return self._elided[key]

    def _today(self, painter: QPainter, scene: Scene, size: QRectF) -> None:
        x = scene.today_x
        if x is None or not scene.metrics.gutter <= x <= size.width():
            return
        painter.setPen(QPen(QColor(self.colours.link), 1.5))
        painter.drawLine(QPointF(x, scene.metrics.header * 0.5), QPointF(x, size.height()))
        if self._large:
            left = x - 38 if x + 44 > size.width() else x + 4
            self._word(painter, self._small, self.colours.link, QPointF(left, size.height() - 6), tr("today"))

    # Items

    def _density(self, painter: QPainter, density: Density) -> None:
        """Coloured columns, cached as a picture while the counts are the same."""
        key = density.lane, density.opacity == 1.0
        cached = self._clouds.get(key)
        if cached is None or cached[0] is not density.counts:
            if len(self._clouds) > 60:
                self._clouds.clear()
            cached = self._clouds[key] = density.counts, *self._columns(density)
        painter.setOpacity(density.opacity)
        painter.drawImage(QPointF(round(density.x), round(density.y + density.height) - cached[1].height()), cached[1])
        painter.setOpacity(1.0)

    def _columns(self, density: Density) -> tuple[QImage, NDArray[np.uint32]]:
        """A picture of coloured columns, computed with numpy, and the array that holds its pixels."""
        levels = max(2, int(density.height / _FINE))
        upper = np.rint(heights(density.counts, density.most) * levels).astype(np.int16)
        level = np.arange(levels - 1, -1, -1, dtype=np.int16)
        shown = (upper[:, None, :] <= level[None, :, None]).sum(axis=0, dtype=np.uint8)
        pixels = np.repeat(np.repeat(self._table[shown], int(density.step), axis=1), _FINE, axis=0)
        height, width = pixels.shape
        return QImage(pixels.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied), pixels

    def _shapes(self, painter: QPainter, boxes: tuple[Box, ...], selected: int | None) -> None:
        """Draw all items but the selected one; most are plain bars and dots, drawn with a brush alone."""
        plain = APPROXIMATE | OPEN_LOW | OPEN_HIGH | HOLLOW | EVENT | THROUGH
        others = []
        painter.setPen(Qt.PenStyle.NoPen)
        brush = -1
        for box in boxes:
            item = box.item
            if item.id == selected:
                continue
            if item.flags & plain or box.dim:
                others.append(box)
                continue
            if item.tint != brush:
                brush = item.tint
                painter.setBrush(self._fill[brush])
            area = QRectF(box.x, box.y, box.width, box.height)
            if box.dot:
                painter.drawEllipse(area.center(), box.width / 2, box.width / 2)
            elif box.width < _SMALL:
                painter.fillRect(area, self._fill[brush])
            else:
                painter.drawRoundedRect(area, 4, 4)
        for box in others:
            self.shape(painter, box)

    def shape(self, painter: QPainter, box: Box) -> None:
        """The item without its label."""
        colour = self._fill[box.item.tint]
        if box.dim:
            painter.setOpacity(0.25)
        if box.hollow:
            inside = QColor(colour)
            inside.setAlphaF(0.08)
            painter.setBrush(inside)
            stops = box.stops()
            outline = QBrush(_gradient(box, colour, stops) if stops else colour)
            painter.setPen(QPen(outline, 1.2, Qt.PenStyle.DashLine))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            stops = box.stops()
            painter.setBrush(_gradient(box, colour, stops) if stops else colour)
        area = QRectF(box.x, box.y, box.width, box.height)
        if box.item.flags & EVENT:
            painter.drawPolygon(_diamond(area))
        elif box.dot:
            painter.drawEllipse(area.center(), box.width / 2, box.width / 2)
        else:
            painter.drawRoundedRect(area, 4, 4)
            if box.through:
                painter.fillRect(QRectF(box.x, box.y - 4, 2, box.height + 8), colour)
                painter.fillRect(QRectF(area.right() - 2, box.y - 4, 2, box.height + 8), colour)
        if box.dim:
            painter.setOpacity(1.0)

    def _labels(self, painter: QPainter, scene: Scene, selected: int | None) -> None:
        for box in scene.boxes:
            if box.label and box.item.id != selected and not box.dim:
                self._label(painter, box, bold=False)

    def _label(self, painter: QPainter, box: Box, *, bold: bool) -> None:
        colour = self._white if box.inside else self._ink[box.item.tint]
        at = QPointF(box.label_x, box.y + (box.height - self.labels.height) / 2)
        self.labels.paint(painter, at, box.item.id, box.label, colour, bold=bold)

    def _selected(self, painter: QPainter, box: Box) -> None:
        self.shape(painter, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.colours.accent), 2))
        painter.drawRoundedRect(QRectF(box.x - 3, box.y - 3, box.width + 6, box.height + 6), 5, 5)
        if box.label:
            self._label(painter, box, bold=True)

    def _arcs(
        self, painter: QPainter, scene: Scene, selected: int | None
    ) -> list[tuple[QPointF, str, QColor]]:  # fmt: skip
        """Draw the arcs; returns the names of the selected item's arcs, which are drawn over all labels."""
        named: list[tuple[QPointF, str, QColor]] = []
        lit_ones = any(selected in (arc.first, arc.last) for arc in scene.arcs)
        taken = _taken(scene) if lit_ones else []
        against, beside = QColor(self.colours.bad), QColor(self.colours.good)
        for arc in scene.arcs:
            lit = selected in (arc.first, arc.last)
            p1, c1, c2, p2 = (QPointF(*point) for point in arc.points)
            path = QPainterPath(p1)
            path.cubicTo(c1, c2, p2)
            colour = QColor(against if arc.label in AGAINST else beside)
            colour.setAlphaF(0.85 if lit else 0.4)
            painter.setPen(QPen(colour, 1.2 if lit else 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)
            if lit and self._large:
                place = self._free_place(path, taken, tr(arc.label))
                if place is not None and place.x() > scene.metrics.gutter:
                    named.append((place, arc.label, colour))
        return named

    def _on_paper(self, painter: QPainter, at: QPointF, words: str, colour: QColor) -> None:
        """Draw small text on a background that covers what is under it."""
        width = QFontMetricsF(self._small).horizontalAdvance(words)
        painter.fillRect(_room(at, width), QColor(self.colours.wash))
        painter.setFont(self._small)
        painter.setPen(colour)
        painter.drawText(at, words)

    def _free_place(self, path: QPainterPath, taken: list[QRectF], words: str) -> QPointF | None:
        """A place along an arc where its name covers no item, label or other name; None where there is none."""
        width = QFontMetricsF(self._small).horizontalAdvance(words)
        for part in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
            place = path.pointAtPercent(part) + QPointF(4, -4)
            room = _room(place, width)
            if _is_free(room, taken):
                taken.append(room)
                return place
        return None

    def _trail(self, painter: QPainter, scene: Scene) -> None:
        """The several dates of the selected claim, joined by a thin line."""
        if not scene.trail:
            return
        accent = QColor(self.colours.accent)
        painter.setPen(QPen(accent, 1))
        y = scene.trail[0][1]
        painter.drawLine(QPointF(scene.trail[0][0], y), QPointF(scene.trail[-1][0], y))
        painter.setFont(self._small)
        taken = _taken(scene)
        for x, _, name in scene.trail:
            painter.setPen(QPen(accent, 1.4))
            painter.setBrush(QColor(self.colours.paper))
            painter.drawEllipse(QPointF(x, y), 3.2, 3.2)
            width = QFontMetricsF(self._small).horizontalAdvance(tr(name))
            for place in (QPointF(x - width / 2, y + 15), QPointF(x + 6, y - 3), QPointF(x - width - 6, y - 3)):
                room = _room(place, width)
                if _is_free(room, taken):  # the card names those that find no room
                    self._on_paper(painter, place, tr(name), accent)
                    taken.append(room)
                    break


def _taken(scene: Scene) -> list[QRectF]:
    """The places of items and their labels."""
    boxes = [QRectF(box.x, box.y, box.width, box.height) for box in scene.boxes]
    return boxes + [QRectF(box.label_x, box.y, box.label_width, box.height) for box in scene.boxes if box.label]


def _room(place: QPointF, width: float) -> QRectF:
    """What small words take up that begin there."""
    return QRectF(place.x() - 2, place.y() - 10, width + 4, 13)


def _is_free(room: QRectF, taken: list[QRectF]) -> bool:
    return not any(room.intersects(other) for other in taken)


def _between(paper: QColor, colour: QColor, part: float) -> QColor:
    """A colour mixed with the paper colour; `part` is the share of the colour, 0 to 1."""
    rest = 1 - part
    return QColor.fromRgbF(
        paper.redF() * rest + colour.redF() * part, paper.greenF() * rest + colour.greenF() * part,
        paper.blueF() * rest + colour.blueF() * part,
    )  # fmt: skip


def _gradient(box: Box, colour: QColor, stops: list[tuple[float, float]]) -> QLinearGradient:
    gradient = QLinearGradient(box.x, 0, box.x + box.width, 0)
    for at, opacity in stops:
        shade = QColor(colour)
        shade.setAlphaF(opacity)
        gradient.setColorAt(at, shade)
    return gradient


def _diamond(area: QRectF) -> QPolygonF:
    middle, tip, half = area.center().y(), *tip_of(area.width(), area.height())
    return QPolygonF(
        [QPointF(area.left(), middle), QPointF(area.left() + tip, middle - half),
         QPointF(area.right() - tip, middle - half), QPointF(area.right(), middle),
         QPointF(area.right() - tip, middle + half), QPointF(area.left() + tip, middle + half)]
    )  # fmt: skip
