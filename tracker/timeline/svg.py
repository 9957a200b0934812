"""A scene as an SVG picture, self-contained and with real text."""

import re
from dataclasses import dataclass
from html import escape

from tracker.timeline.scene import AGAINST, Box, Scene


@dataclass(frozen=True, slots=True)
class Colours:
    """#rrggbb for what is no item."""

    paper: str = "#ffffff"
    ink: str = "#26292e"
    faint: str = "#8a8f98"
    line: str = "#e4e2dd"
    today: str = "#3056d3"
    arc: str = "#c4410c"
    support: str = "#1e824c"


LIGHT = Colours()
_UNPRINTED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no character of XML 1.0
FONTS = "Inter, 'Noto Sans', 'Noto Sans CJK TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif"


def svg(scene: Scene, colours: Colours = LIGHT, *, font_size: float = 10.0, paper: bool = False) -> str:
    """The whole scene. User text is escaped; colours come from fixed tables only."""
    m = scene.metrics
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {scene.width:.0f} {scene.height + 4:.0f}" '
            f'width="{scene.width:.0f}" height="{scene.height + 4:.0f}" font-family="{escape(FONTS, quote=True)}" '
            f'font-size="{font_size}">'
        )
    ]
    if paper:
        parts.append(f'<rect width="{scene.width:.0f}" height="{scene.height + 4:.0f}" fill="{colours.paper}"/>')
    gradients: dict[tuple[str, float, float], str] = {}
    body = [*_ticks(scene, colours), *_lanes(scene, colours)]
    if scene.today_x is not None and m.gutter <= scene.today_x <= scene.width:
        body.append(_line(scene.today_x, m.header * 0.5, scene.today_x, scene.height, colours.today, 1.2))
    for arc in scene.arcs:
        (x1, y1), (cx1, cy1), (cx2, cy2), (x2, y2) = arc.points
        body.append(
            f'<path d="M{x1:.1f} {y1:.1f}C{cx1:.1f} {cy1:.1f} {cx2:.1f} {cy2:.1f} {x2:.1f} {y2:.1f}" fill="none" '
            f'stroke="{colours.arc if arc.label in AGAINST else colours.support}" stroke-opacity=".6" stroke-dasharray="4 3"/>'
        )
    clip = f'<clipPath id="view"><rect x="{m.gutter:.0f}" y="0" width="{scene.width - m.gutter:.0f}" height="{scene.height + 4:.0f}"/></clipPath>'
    body.append('<g clip-path="url(#view)">')
    for box in scene.boxes:
        body.append(_shape(box, gradients))
        if box.label:
            baseline = box.y + box.height / 2 + font_size * 0.36
            body.append(_text(box.label_x, baseline, box.label, box.item.ink))
    body.append("</g>")
    definitions = [
        f'<linearGradient id="{name}"><stop offset="0" stop-color="{fill}" stop-opacity="{0 if left else 1}"/>'
        f'<stop offset="{left:.3f}" stop-color="{fill}"/><stop offset="{1 - right:.3f}" stop-color="{fill}"/>'
        f'<stop offset="1" stop-color="{fill}" stop-opacity="{0 if right else 1}"/></linearGradient>'
        for (fill, left, right), name in gradients.items()
    ]
    return "".join([*parts, "<defs>", clip, *definitions, "</defs>", *body, "</svg>"])


def _shape(box: Box, gradients: dict[tuple[str, float, float], str]) -> str:
    fill = box.item.fill
    if box.dot:
        (cx, cy), radius = box.middle, box.width / 2
        paint = f'fill="none" stroke="{fill}"' if box.item.hollow else f'fill="{fill}"'
        return f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" {paint}/>'
    if box.item.hollow:
        paint = f'fill="{fill}" fill-opacity=".06" stroke="{fill}" stroke-dasharray="4 3"'
    elif box.fade_left or box.fade_right:
        key = fill, round(box.fade_left / box.width, 3), round(box.fade_right / box.width, 3)
        paint = f'fill="url(#{gradients.setdefault(key, f"fade{len(gradients)}")})"'
    else:
        paint = f'fill="{fill}"'
    if box.item.kind == "event":
        middle = box.y + box.height / 2
        return (
            f'<path d="M{box.x:.1f} {middle:.1f}l6 -6H{box.x + box.width - 6:.1f}l6 6l-6 6H{box.x + 6:.1f}z" {paint}/>'
            if box.width > 14
            else f'<path d="M{box.x + box.width / 2:.1f} {middle - 6:.1f}l6 6l-6 6l-6 -6z" {paint}/>'
        )
    return f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="3" {paint}/>'


def _ticks(scene: Scene, colours: Colours) -> list[str]:
    m, parts = scene.metrics, []
    for tick in scene.ticks:
        x = m.gutter + tick.x
        parts.append(_line(x, m.header * 0.6 if not tick.major else 4, x, scene.height, colours.line, 1))
        over = f"{tick.over} " if tick.over.strip() and m.header < 30 else ""
        if over or tick.label:
            parts.append(_text(x + 4, m.header * 0.62, f"{over}{tick.label}".strip(), colours.faint))
        if tick.over.strip() and m.header >= 30:
            parts.append(_text(x + 4, m.header * 0.3, tick.over, colours.ink, "600"))
    return parts


def _lanes(scene: Scene, colours: Colours) -> list[str]:
    parts = []
    for lane in scene.lanes:
        parts.append(_line(0, lane.y, scene.width, lane.y, colours.line, 1))
        most = max(4, int(scene.metrics.gutter / 7))
        parts.append(
            _text(0, lane.y + scene.metrics.pad + scene.metrics.row * 0.62, _cut(lane.name, most), colours.ink)
        )
    return parts


def _cut(text: str, most: int) -> str:
    weight = 0
    for at, character in enumerate(text):
        weight += 2 if ord(character) > 0x2E7F else 1
        if weight > most:
            return text[:at] + "…"
    return text


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, width: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="{width}"/>'


def _text(x: float, y: float, text: str, colour: str, weight: str = "400") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-weight="{weight}">{escape(_UNPRINTED.sub("", text))}</text>'


def approximate_width(text: str, font_size: float = 10.0) -> float:
    """A width in pixels good enough to pack a printed picture, where no font can be asked."""
    return sum(font_size * (1.0 if ord(c) > 0x2E7F else 0.3 if c in "il.,:'| " else 0.56) for c in text)
