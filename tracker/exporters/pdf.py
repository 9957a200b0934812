"""The dossier as a tagged PDF, set by Typst from data: text of a case never becomes markup."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache

import typst

from tracker.errors import CannotSave
from tracker.exporters.dossier import Dossier
from tracker.paths import resource

_CJK_FONTS = (
    "Noto Sans CJK TC", "Noto Sans CJK SC", "Noto Sans TC", "Noto Sans SC", "PingFang TC", "PingFang SC",
    "Microsoft JhengHei", "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Source Han Sans TC",
)  # fmt: skip


@cache
def _families() -> frozenset[str]:
    return frozenset(typst.Fonts(font_paths=[str(resource("fonts"))]).families())


def pdf(dossier: Dossier) -> bytes:
    """PDF/A-2b. Raises CannotSave when the dossier holds Chinese and no font can show it: Typst would print empty
    boxes without a word."""
    data = json.dumps(asdict(dossier), ensure_ascii=False)
    cjk = [font for font in _CJK_FONTS if font in _families()]
    if not cjk and any("\u3400" <= c <= "\u9fff" for c in data):
        raise CannotSave(
            "No Chinese font is installed, so the PDF would show empty boxes. Install Noto Sans CJK "
            "(Debian: fonts-noto-cjk) and try again, or write HTML."
        )
    try:
        made = typst.compile(
            resource("dossier.typ").read_bytes(),
            format="pdf",
            font_paths=[str(resource("fonts"))],
            sys_inputs={"dossier": data, "cjk": json.dumps(cjk[:1] + [f for f in ("Noto Serif CJK TC",) if f in _families()])},
            pdf_standards="a-2b",
            timestamp=datetime.fromisoformat(dossier.as_of).replace(microsecond=0),
        )
    except typst.TypstError as error:
        raise CannotSave(f"The PDF could not be set: {error.message}.") from error
    if not isinstance(made, bytes):
        raise CannotSave("The PDF could not be set.")
    return made
