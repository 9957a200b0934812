"""Renders a page of a PDF or a picture, and finds the position of words on it."""

import io
import re
from typing import Any

from tracker.domain.text import without_radicals

_PIXELS = 24_000_000


def draw(content: bytes, page: int, width: int, marks: list[tuple[str, int]]) -> tuple[dict[str, Any], bytes]:
    """A rendered page of a PDF or picture: number of pages, size, the boxes of the marks in pixels, and its pixels
    (BGRX). A mark is (words of the page, number of non-blank characters before them).
    """
    if not content.startswith(b"%PDF-"):
        return _picture(content, width)
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    sheet = document[max(0, min(page, len(document) - 1))]
    wide, high = sheet.get_size()
    scale = min(width / max(wide, 1), (_PIXELS / max(wide * high, 1)) ** 0.5)
    bitmap = sheet.render(scale=scale, rev_byteorder=False, prefer_bgrx=True)
    rows = bytes(bitmap.buffer)
    step, line = bitmap.stride, bitmap.width * 4
    pixels = rows if step == line else b"".join(rows[at : at + line] for at in range(0, step * bitmap.height, step))
    header = {"pages": len(document), "width": bitmap.width, "height": bitmap.height}
    return header | {"places": _places(sheet, marks, bitmap.width, bitmap.height) if marks else []}, pixels


def _places(sheet: Any, marks: list[tuple[str, int]], width: int, height: int) -> list[list[tuple[int, int, int, int]]]:
    """For each mark the boxes (x, y, width, height in pixels) of its words, a line each; none where they are not on
    the page, so that no wrong words are marked. Of several places the one nearest to the expected position.
    """
    from ctypes import byref, c_int

    from pypdfium2 import raw

    text = sheet.get_textpage()
    count = text.count_chars()
    characters = [(without_radicals(chr(raw.FPDFText_GetUnicode(text.raw, at) or 32)), at) for at in range(count)]
    characters = [(character, at) for character, at in characters if not _blank(character)]
    page = "".join(character for character, _ in characters)

    def corner(x: float, y: float) -> tuple[int, int]:
        across, down = c_int(), c_int()
        raw.FPDF_PageToDevice(sheet.raw, 0, 0, width, height, 0, x, y, byref(across), byref(down))
        return across.value, down.value

    found = []
    for words, before in marks:
        wanted = "".join(character for character in words if not _blank(character))
        starts = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", page)] if wanted else []
        lines: list[tuple[int, int, int, int]] = []
        if starts:
            start = min(starts, key=lambda at: abs(at - before))
            for _, at in characters[start : start + len(wanted)]:
                left, bottom, right, top = text.get_charbox(at, loose=True)
                (x, y), (x2, y2) = corner(left, top), corner(right, bottom)
                box = (min(x, x2), min(y, y2), abs(x2 - x), abs(y2 - y))
                if lines and _same_line(lines[-1], box):
                    box = _around(lines.pop(), box)
                lines.append(box)
        found.append(lines)
    return found


def _blank(character: str) -> bool:
    """Whether a character of a page is invisible: a blank, or what a PDF inserts at a line break."""
    return character.isspace() or not character.isprintable() or character in "\ufffe\uffff"


def _same_line(line: tuple[int, int, int, int], box: tuple[int, int, int, int]) -> bool:
    middle = box[1] + box[3] / 2
    return line[1] <= middle <= line[1] + line[3] and -box[3] <= box[0] - (line[0] + line[2]) <= 2 * box[3]


def _around(first: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x, y = min(first[0], other[0]), min(first[1], other[1])
    right, bottom = max(first[0] + first[2], other[0] + other[2]), max(first[1] + first[3], other[1] + other[3])
    return x, y, right - x, bottom - y


def _picture(content: bytes, width: int) -> tuple[dict[str, Any], bytes]:
    """The first frame of a picture, rotated by its EXIF orientation, at most so many pixels wide."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = 4 * _PIXELS
    opened = Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"))
    if opened.width * opened.height > 4 * _PIXELS:
        raise ValueError("a picture of too many pixels")
    opened.draft("RGB", (width, width))
    picture = ImageOps.exif_transpose(opened).convert("RGBA")
    picture.thumbnail((width, 4 * width))
    sheet = Image.new("RGBA", picture.size, "white")
    sheet.alpha_composite(picture)
    return {"pages": 1, "width": sheet.width, "height": sheet.height, "places": []}, sheet.tobytes("raw", "BGRA")
