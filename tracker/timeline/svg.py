"""A scene as an SVG picture, self-contained and with real text."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from tracker.domain.pattern import Pattern
from tracker.timeline.density import heights
from tracker.timeline.item import DIM, EVENT, TINTS
from tracker.timeline.scene import AGAINST, Band, Box, Density, Scene, tip_of


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
_UNPRINTED = Pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no character of XML 1.0
# Signs few text fonts have: written as separate texts, so that the words beside them stay in the text font.
_SIGNS = Pattern("[○●✔◆◐✖⊘◇◈⚑≠◷]+(?: |$)")
_SIGN_FONTS = "DejaVu Sans, Noto Sans Symbols2, Segoe UI Symbol, Apple Symbols"
FOOT_LINE = 18.0  # pixels of a line of the foot
FONTS = "Inter, 'Noto Sans', 'Noto Sans CJK TC', 'PingFang TC', 'Microsoft JhengHei', sans-serif"
# Names of the gradients in use, by their colour and their stops (place, opacity).
Gradients = dict[tuple[str, tuple[tuple[float, float], ...]], str]


def svg(
    scene: Scene, colours: Colours = LIGHT, *, font_size: float = 10.0, paper: bool = False, title: str = "",
    part: tuple[float, float] | None = None, foot: Sequence[str] = (),
) -> str:  # fmt: skip
    """The whole scene, or the `part` between two heights with its own header, above the lines of a `foot`.

    User text is escaped; colours come from fixed tables only.
    """
    m = scene.metrics
    first, last = part or (m.header, scene.height)
    if part is not None:
        scene = _only(scene, first, last)
    floor = m.header + last - first + 4
    height = floor + FOOT_LINE * len(foot)
    gradients: Gradients = {}
    body = _ticks(scene, colours, floor)
    if scene.today_x is not None and m.gutter <= scene.today_x <= scene.width:
        body.append(_line(scene.today_x, m.header * 0.5, scene.today_x, floor, colours.today, 1.2))
    lanes = [*_bands(scene, colours), *_items(scene, colours, gradients, font_size)]
    if part is not None:
        body.append(f'<g clip-path="url(#part)"><g transform="translate(0 {m.header - first:.1f})">')
        lanes.append("</g></g>")
    body += lanes
    for n, line in enumerate(foot):
        body.append(_text(m.inset, floor + FOOT_LINE * n + 12, line, colours.faint))
    clip = _clip("view", m.gutter, 0, scene.width - m.gutter, scene.height + 4)
    if part is not None:
        clip += _clip("part", 0, m.header, scene.width, last - first)
    head = _head(scene.width, height, font_size, title, colours.paper if paper else "")
    return "".join([*head, "<defs>", clip, *_definitions(gradients), "</defs>", *body, "</svg>"])


def _head(width: float, height: float, font_size: float, title: str, paper: str) -> list[str]:
    """The beginning of the picture, its title, and the colour of its paper ("" for none)."""
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
            f'width="{width:.0f}" height="{height:.0f}" font-family="{escape(FONTS, quote=True)}" '
            f'font-size="{font_size}">'
        )
    ]
    if title:
        parts.append(f"<title>{escape(_UNPRINTED.sub('', title))}</title>")
    if paper:
        parts.append(f'<rect width="{width:.0f}" height="{height:.0f}" fill="{paper}"/>')
    return parts


def _items(scene: Scene, colours: Colours, gradients: Gradients, font_size: float) -> list[str]:
    """Arcs, densities, shapes and their words, inside the view."""
    body = ['<g clip-path="url(#view)">']
    for arc in scene.arcs:
        (x1, y1), (cx1, cy1), (cx2, cy2), (x2, y2) = arc.points
        body.append(
            f'<path d="M{x1:.1f} {y1:.1f}C{cx1:.1f} {cy1:.1f} {cx2:.1f} {cy2:.1f} {x2:.1f} {y2:.1f}" fill="none" '
            f'stroke="{colours.arc if arc.label in AGAINST else colours.support}" stroke-opacity=".6" stroke-dasharray="4 3"/>'
        )
    for density in scene.densities:
        body += _density(density, colours)
    for box in scene.boxes:
        body.append(_shape(box, gradients))
        if box.label:
            baseline = box.y + box.height / 2 + font_size * 0.36
            colour = "#ffffff" if box.inside else box.ink
            body.append(_label(box.label_x, baseline, box.label, colour, font_size))
    return [*body, "</g>"]


def _definitions(gradients: Gradients) -> list[str]:
    return [
        f'<linearGradient id="{name}">'
        + "".join(
            f'<stop offset="{place:.3f}" stop-color="{fill}" stop-opacity="{alpha:g}"/>' for place, alpha in stops
        )
        + "</linearGradient>"
        for (fill, stops), name in gradients.items()
    ]


def _shape(box: Box, gradients: Gradients) -> str:
    fill, stops = box.fill, tuple((round(place, 3), alpha) for place, alpha in box.stops())
    if box.hollow:
        outline = f"url(#{gradients.setdefault((fill, stops), f'fade{len(gradients)}')})" if stops else fill
        paint = f'fill="{fill}" fill-opacity=".06" stroke="{outline}" stroke-dasharray="4 3"'
    elif stops:
        paint = f'fill="url(#{gradients.setdefault((fill, stops), f"fade{len(gradients)}")})"'
    else:
        paint = f'fill="{fill}"'
    x, y, width, height = box.x, box.y, box.width, box.height
    if box.item.flags & EVENT:
        middle, (tip, half) = y + height / 2, tip_of(width, height)
        return (
            f'<path d="M{x:.1f} {middle:.1f}l{tip:.1f} -{half:.1f}H{x + width - tip:.1f}l{tip:.1f} {half:.1f}'
            f'l-{tip:.1f} {half:.1f}H{x + tip:.1f}z" {paint}/>'
        )
    if box.dot:
        (cx, cy), radius = box.middle, width / 2
        return f'<circle cx="{cx:.1f}" cy="{cy:.1f}" r="{radius:.1f}" {paint}/>'
    drawn = f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="3" {paint}/>'
    if box.through:
        drawn += "".join(
            f'<rect x="{edge:.1f}" y="{y - 3:.1f}" width="2" height="{height + 6:.1f}" fill="{fill}"/>'
            for edge in (x, x + width - 2)
        )
    return drawn


def _density(density: Density, colours: Colours) -> list[str]:
    """Columns of colour, one path a colour."""
    tops = heights(density.counts, density.most) * density.height
    floor, parts = density.y + density.height, []
    before = 0.0 * tops[0]
    for colour, top in enumerate(tops):
        fill = colours.line if colour == DIM else TINTS[colour].fill
        path = "".join(
            f"M{density.x + n * density.step:.1f} {floor - low:.1f}v-{high - low:.1f}h{density.step:g}v{high - low:.1f}z"
            for n, (low, high) in enumerate(zip(before.tolist(), top.tolist(), strict=True))
            if high - low > 0.05
        )
        if path:
            faint = f' fill-opacity="{density.opacity:.2f}"' if density.opacity < 1.0 else ""
            parts.append(f'<path d="{path}" fill="{fill}"{faint}/>')
        before = top
    return parts


def _only(scene: Scene, first: float, last: float) -> Scene:
    """The elements of a scene that overlap the part between two heights."""
    return replace(
        scene,
        bands=tuple(band for band in scene.bands if band.y < last and band.y + band.height > first),
        boxes=tuple(box for box in scene.boxes if box.y < last and box.y + box.height > first),
        densities=tuple(cloud for cloud in scene.densities if cloud.y < last and cloud.y + cloud.height > first),
    )


def pages(scene: Scene, height: float) -> list[tuple[float, float]]:
    """The parts of a scene that fit under their headers on pages `height` pixels high, cut between lanes where a lane
    fits on a page, else between its rows.
    """
    room = height - scene.metrics.header - 4
    cuts, first = [], scene.metrics.header
    for band in scene.bands:
        end = band.y + band.height
        if end - first > room and band.y > first:
            cuts.append((first, band.y))
            first = band.y
        while end - first > room:
            cuts.append((first, first + room))
            first += room
    return [*cuts, (first, scene.height)]


def _clip(name: str, x: float, y: float, width: float, height: float) -> str:
    box = f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}"/>'
    return f'<clipPath id="{name}">{box}</clipPath>'


def _ticks(scene: Scene, colours: Colours, height: float) -> list[str]:
    m, parts = scene.metrics, []
    for tick in scene.ticks:
        x = m.gutter + tick.x
        parts.append(_line(x, m.header * 0.6 if not tick.major else 4, x, height, colours.line, 1))
        over = f"{tick.over} " if tick.over.strip() and m.header < 30 else ""
        if over or tick.label:
            parts.append(_text(x + 4, m.header * 0.62, f"{over}{tick.label}".strip(), colours.faint))
        if tick.over.strip() and m.header >= 30:
            parts.append(_text(x + 4, m.header * 0.3, tick.over, colours.ink, "600"))
    return parts


def _bands(scene: Scene, colours: Colours) -> list[str]:
    m, parts = scene.metrics, []
    most = max(4, int(m.gutter / 7))
    for band in scene.bands:
        parts.append(_line(0, band.y, scene.width, band.y, colours.line, 1))
        if band.heading:
            name = f"{_cut(band.name, int(scene.width / 14))} · {band.note}"  # nothing else is in its line
            parts.append(_text(m.inset, band.y + band.height * 0.68, name, colours.faint, "600"))
        else:
            parts += _roles(band, colours)
            parts.append(_text(m.inset, band.y + m.pad + m.row * 0.62, _cut(band.name, most), colours.ink))
    return parts


def _roles(band: Band, colours: Colours) -> list[str]:
    parts = []
    for x, width, _, fades in band.roles:
        opacity = ".35" if fades else ".6"
        parts.append(
            f'<rect x="{x:.1f}" y="{band.y + 1.5:.1f}" width="{width:.1f}" height="3" fill="{colours.faint}" '
            f'fill-opacity="{opacity}"/>'
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
    words = escape(_UNPRINTED.sub("", text))
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-weight="{weight}">{words}</text>'


def _label(x: float, y: float, text: str, colour: str, size: float) -> str:
    """Signs and words as two texts: where one sign is in no text font, a renderer takes another font for all of it."""
    found = _SIGNS.match(text)
    if found is None:
        return _text(x, y, text, colour)
    signs = found[0].rstrip()
    drawn = f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-family="{_SIGN_FONTS}">{signs}</text>'
    return drawn + _text(x + size * (len(signs) + 0.25), y, text[found.end() :], colour)


_WIDE = frozenset("○●✔◆◐✖⊘◇◈⚑≠◷…")


def approximate_width(text: str, font_size: float = 10.0) -> float:
    """An approximate text width in pixels, good enough for a printed picture, where no font can be measured."""
    return sum(font_size * (1.0 if ord(c) > 0x2E7F or c in _WIDE else 0.3 if c in "il.,:'| " else 0.56) for c in text)
