"""A timeline's pictures as files: PNG and paged PDF, both rendered by Typst from the SVG. Chinese in the PDF stays text."""

import json
import re
from dataclasses import dataclass
from typing import Literal

from tracker.domain.pattern import Pattern
from tracker.errors import CannotSave
from tracker.exporters.pdf import cjk_fonts
from tracker.paths import resource

PAPERS = {"a4": (297.0, 210.0), "a3": (420.0, 297.0)}  # millimetres, landscape
MARGIN = 10.0
_CHINESE = Pattern(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline as SVG, page by page (one page but for a PDF); `paper` is a key of `PAPERS`, `zoom` that of a PNG."""

    pages: tuple[str, ...]
    title: str
    paper: str = "a4"
    zoom: int = 1


def svg(drawing: Drawing) -> bytes:
    return drawing.pages[0].encode()


def png(drawing: Drawing) -> bytes:
    """The picture at `zoom` times its size in pixels."""
    width, height = _size(drawing.pages[0])
    tree: dict[str, object] = {"pages": drawing.pages, "width": f"{width}pt", "height": f"{height}pt", "margin": "0pt"}
    return _set(tree, "png", 72.0 * drawing.zoom)


def pdf(drawing: Drawing) -> bytes:
    """One page of paper, landscape, for each picture."""
    width, height = PAPERS[drawing.paper]
    sides = {"width": f"{width}mm", "height": f"{height}mm", "margin": f"{MARGIN}mm"}
    return _set({"pages": drawing.pages, "title": drawing.title, **sides}, "pdf", None)


def _size(svg: str) -> tuple[str, str]:
    found = re.search(r'width="(\d+)" height="(\d+)"', svg)
    if found is None:
        raise ValueError("the picture does not say its size")
    return found[1], found[2]


def _set(tree: dict[str, object], form: Literal["png", "pdf"], ppi: float | None) -> bytes:
    import typst

    fonts = cjk_fonts()
    text = json.dumps(tree, ensure_ascii=False)
    if not fonts and _CHINESE.search(text):
        raise CannotSave(
            "No Chinese font is installed, so the picture would show empty boxes. Install Noto Sans CJK "
            "(Debian: fonts-noto-cjk) and try again, or write SVG."
        )
    try:
        return typst.compile(
            resource("timeline.typ"), format=form, ppi=ppi, font_paths=[resource("fonts")],
            sys_inputs={"timeline": text, "cjk": json.dumps(fonts[:1])},
        )  # fmt: skip
    except typst.TypstError as error:
        raise CannotSave(f"The picture could not be set: {error.message}.") from error
