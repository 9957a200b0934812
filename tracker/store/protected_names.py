"""Patterns that find names in running text."""

import re
import unicodedata

from tracker.domain.pattern import Pattern
from tracker.store.search import fold

_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
_LONG = 8  # letters; shorter names written as one word are other words: “Alan” does not name Al An
_DISTINCTIVE = 6  # letters; a shorter name is too common to be found with an initial, or divided
_DASHES = dict.fromkeys((*range(0x2010, 0x2016), 0x2212), "-")
_GAP = Pattern(rf"(?<={_CJK}) (?={_CJK})")


def name_pattern(name: str) -> re.Pattern[str] | None:
    """A pattern that finds a name in `plain` text in any form: Latin names as whole words with or without signs between
    them, also surname first (“Pfeffer, Johann”), Chinese ones also with a dot or a sign within. None for an empty name.
    """
    bare = plain(name).strip()
    if not bare:
        return None
    words = re.findall(rf"{_CJK}|(?:(?!{_CJK})[^\W_])+", bare)
    if len(words) < 2:
        return re.compile(whole(bare))
    chinese = all(re.fullmatch(_CJK, word) for word in words)
    together = chinese or sum(map(len, words)) >= _LONG
    gap = r"[\W_]{0,2}" if chinese else r"[\W_]{0,3}" if together else r"[\W_]{1,3}"
    if chinese or not together:
        ways = [gap.join(map(re.escape, words))]
        if not chinese:
            ways.append(rf"{re.escape(words[-1])} ?, ?{gap.join(map(re.escape, words[:-1]))}")
    else:
        parted = [_parted(word) for word in words]
        turned = [parted[-1], *parted[:-1]]
        ways = [gap.join(parted), r"[\W_]{0,3}".join(turned), gap.join([*parted[1:], parted[0]])]
        if len(words) == 2:
            ways += [
                rf"{re.escape(initialled[0])}\.? ?{_parted(written_out)}"
                for initialled, written_out in (words, words[::-1])
                if len(written_out) >= _DISTINCTIVE
            ]
    before = "" if re.fullmatch(_CJK, words[0]) else r"(?<![0-9a-z])"
    after = "" if re.fullmatch(_CJK, words[-1]) else r"(?![0-9a-z])"
    return re.compile(rf"{before}(?:{'|'.join(ways)}){after}")


def _parted(word: str) -> str:
    """A pattern for a name that may be divided, such as Jianguo in Jian-guo or Jian Guo; a short one may not."""
    return "[- ’']?".join(map(re.escape, word)) if len(word) >= _DISTINCTIVE else re.escape(word)


def plain(text: str) -> str:
    """Text in the form in which names are searched.

    Folded, without invisible characters, any blank as one space, any dash as -, and no space between Chinese characters.
    """
    text = fold("".join(c for c in text if c.isascii() or unicodedata.category(c) != "Cf"))
    return _GAP.sub("", " ".join(text.translate(_DASHES).split()))


def plain_with_places(text: str) -> tuple[str, list[tuple[int, int]]] | None:
    """`plain` text and for each of its characters the characters of the text (first, one past the last) that it came from;
    None where folding the whole text differs from folding it character by character.
    """
    characters: list[tuple[str, tuple[int, int]]] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        sign = "".join(c for c in text[at:end] if c.isascii() or unicodedata.category(c) != "Cf")
        for character in fold(sign).translate(_DASHES):
            if not character.isspace():
                characters.append((character, (at, end)))
            elif characters and characters[-1][0] != " ":
                characters.append((" ", (at, end)))
        at = end
    if characters and characters[-1][0] == " ":
        characters.pop()
    bare = "".join(character for character, _ in characters)
    gaps = {gap.start() for gap in _GAP.finditer(bare)}
    without_gaps = [entry for n, entry in enumerate(characters) if n not in gaps]
    joined = "".join(character for character, _ in without_gaps)
    return (joined, [place for _, place in without_gaps]) if joined == plain(text) else None


def whole(name: str) -> str:
    """A pattern for a folded name; a Latin end must be the end of a word: “metal” does not name Meta."""
    before = r"(?<![0-9a-z])" if name[0].isascii() else ""
    return before + re.escape(name) + (r"(?![0-9a-z])" if name[-1].isascii() else "")
