"""The dossier as a tagged PDF, set by Typst from data: text of a case never becomes markup."""

import json
import re
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

import typst

from tracker.errors import CannotSave
from tracker.exporters.dossier import Dossier
from tracker.paths import resource

_CJK_FONTS = (
    "Noto Sans CJK TC", "Noto Sans CJK SC", "Noto Sans TC", "Noto Sans SC", "PingFang TC", "PingFang SC",
    "Microsoft JhengHei", "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Source Han Sans TC",
)  # fmt: skip


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts(font_paths=[str(resource("fonts"))]).families())


def pdf(dossier: Dossier) -> bytes:
    """PDF/A-2b, tagged. Raises CannotSave when the dossier holds characters that no installed font can show: empty
    boxes are no dossier.
    """
    data = json.dumps(_printable(asdict(dossier)), ensure_ascii=False)
    cjk = [font for font in _CJK_FONTS if font in _families()]
    if not cjk and any("\u3400" <= c <= "\u9fff" for c in data):
        raise CannotSave(
            "No Chinese font is installed, so the PDF would show empty boxes. Install Noto Sans CJK "
            "(Debian: fonts-noto-cjk) and try again, or write HTML."
        )
    serif = [font for font in ("Noto Serif CJK TC",) if font in _families()]
    try:
        made = typst.compile(
            resource("dossier.typ"),
            format="pdf",
            font_paths=[resource("fonts")],
            sys_inputs={"dossier": data, "cjk": json.dumps(cjk[:1] + serif)},
            pdf_standards="a-2b",
            timestamp=datetime.fromisoformat(dossier.as_of).replace(microsecond=0),
        )
    except typst.TypstError as error:
        if missing := _NO_GLYPH.search(error.message):
            raise CannotSave(
                f"No installed font shows “{missing[1]}”, so the PDF would show empty boxes. Install one, for "
                "instance a Noto font of its script, or write HTML."
            ) from error
        raise CannotSave(f"The PDF could not be set: {error.message}.") from error
    return made


def _printable(value: Any) -> Any:
    """The tree with control characters, which no font shows, as U+FFFD."""
    if isinstance(value, str):
        return _CONTROLS.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, (list, tuple)) else value
