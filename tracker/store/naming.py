"""How names are looked for in running text."""

import re
import unicodedata

from tracker.store.search import fold

_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_GAP = re.compile(rf"(?<={_CJK}) (?={_CJK})")


def name_pattern(name: str) -> re.Pattern[str] | None:
    """A pattern that finds a name in `plain` text, Latin names as whole words; None for an empty name."""
    bare = plain(name).strip()
    if not bare:
        return None
    return re.compile(whole(bare))


def plain(text: str) -> str:
    """Text as names are looked for in it.

    Folded, without invisible characters, any blank as one space, any dash as -, and no space between Chinese characters.
    """
    text = fold("".join(c for c in text if c.isascii() or unicodedata.category(c) != "Cf"))
    return _GAP.sub("", " ".join(text.translate(_DASHES).split()))


def whole(name: str) -> str:
    """A pattern for a folded name; at a Latin end it must be a word's end: Meta is not named in metal."""
    before = r"(?<![0-9a-z])" if name[0].isascii() else ""
    return before + re.escape(name) + (r"(?![0-9a-z])" if name[-1].isascii() else "")
