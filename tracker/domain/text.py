"""Making text valid for storage and for files."""

import unicodedata

# CJK radicals that PDFs contain in place of whole characters, and these characters (Unicode, EquivalentUnifiedIdeograph).
_RADICALS = str.maketrans(
    "⺁⺅⺈⺊⺌⺍⺎⺒⺓⺖⺘⺙⺛⺜⺝⺞⺟⺠⺡⺣⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑"
    "⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂亻刀卜小小兀巳幺忄扌攵旡日月歺母民氵灬丬牛犭王疋目示礻竹糹纟罓罒羊羊羊耂肀聿肉臼艹艹艹虎衤覀西见角讠贝足车辶辶辶邑钅長"
    "镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)


def column_letters(number: int) -> str:
    """A, B … Z, AA as spreadsheets name their columns, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def without_radicals(text: str) -> str:
    """Text with each radical (U+2E80–2FDF) as the character that it looks like: ⻑ as 長, ⽂ as 文."""
    if not any("\u2e80" <= c <= "\u2fdf" for c in text):
        return text
    translated = text.translate(_RADICALS)
    return "".join(unicodedata.normalize("NFKC", c) if "\u2f00" <= c <= "\u2fdf" else c for c in translated)


def well_formed(text: str) -> str:
    """Text without lone surrogates (each becomes U+FFFD); two that belong together become their character."""
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
