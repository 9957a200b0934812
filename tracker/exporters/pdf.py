"""The dossier as a tagged PDF, typeset by Typst from data: text of a case never becomes markup."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import cache
from typing import Any

from tracker.domain.pattern import Pattern
from tracker.errors import CannotSave
from tracker.exporters.dossier import Dossier
from tracker.exporters.words import Words
from tracker.paths import resource

_CJK_FONTS = (
    "Noto Sans CJK TC", "Noto Sans CJK SC", "Noto Sans TC", "Noto Sans SC", "PingFang TC", "PingFang SC",
    "Microsoft JhengHei", "Microsoft YaHei", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Source Han Sans TC",
)  # fmt: skip


_CONTROLS = Pattern(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_MOST_SCRIPTS = 40  # blocks of code points spelled out in one dossier
_SPELLED = "characters that no installed font shows (spelled as code points)"
_NO_GLYPH = Pattern(r'the text `"(.+?)"` could not be displayed')


@cache
def _families() -> frozenset[str]:
    import typst

    return frozenset(typst.Fonts(font_paths=[str(resource("fonts"))]).families())


def cjk_fonts(language: str = "zh-Hant") -> list[str]:
    """The installed fonts that show Chinese, best first for a language's script."""
    found = [font for font in _CJK_FONTS if font in _families()]
    return sorted(found, key=lambda font: not font.endswith((" SC", " YaHei"))) if language == "zh-Hans" else found


def pdf(dossier: Dossier) -> bytes:
    """PDF/A-2b, tagged.

    Raises CannotSave when the dossier contains Chinese and no font can show it. Characters of another script that no
    installed font shows are written as code points instead of empty boxes, with a note in the dossier.
    """
    import typst

    tree = _printable(asdict(dossier))
    cjk = cjk_fonts(dossier.language)
    chinese = dossier.language != "en"
    if not cjk and (chinese or any("\u3400" <= c <= "\u9fff" for c in json.dumps(tree, ensure_ascii=False))):
        raise CannotSave(
            "No Chinese font is installed, so the PDF would show empty boxes. Install Noto Sans CJK "
            "(Debian: fonts-noto-cjk) and try again, or write HTML."
        )
    fonts = cjk[:1] + [font for font in ("Noto Serif CJK TC",) if font in _families()]
    for _ in range(_MOST_SCRIPTS):
        try:
            return _set(tree, fonts, dossier.as_of)
        except typst.TypstError as error:
            missing = _NO_GLYPH.search(error.message)
            if missing is None:
                raise CannotSave(f"The PDF could not be set: {error.message}.") from error
            if _SPELLED not in tree["left_out"]:
                tree["left_out"].append(_SPELLED)
            tree = _spelled(tree, ord(missing[1][0]) >> 7)
    raise CannotSave("The dossier holds too many scripts that no installed font shows. Write HTML instead.")


def _set(tree: Any, fonts: list[str], as_of: str) -> bytes:
    import typst

    words = json.dumps(Words(tree["language"]).all(), ensure_ascii=False)
    return typst.compile(
        resource("dossier.typ"),
        format="pdf",
        font_paths=[resource("fonts")],
        sys_inputs={"dossier": json.dumps(tree, ensure_ascii=False), "cjk": json.dumps(fonts), "words": words},
        pdf_standards="a-2b",
        timestamp=datetime.fromisoformat(as_of).replace(microsecond=0),
    )


def _spelled(value: Any, block: int) -> Any:
    """The tree with every character of a block of 128 code points written as ⟨U+0DC3⟩."""
    if isinstance(value, str):
        return "".join(f"⟨U+{ord(c):04X}⟩" if ord(c) >> 7 == block else c for c in value)
    if isinstance(value, dict):
        return {key: _spelled(inner, block) for key, inner in value.items()}
    return [_spelled(inner, block) for inner in value] if isinstance(value, list) else value


def _printable(value: Any) -> Any:
    """The tree with control characters, which no font shows, as U+FFFD."""
    if isinstance(value, str):
        return _CONTROLS.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: _printable(inner) for key, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, (list, tuple)) else value
