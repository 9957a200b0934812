"""Write resources/fold.txt: one traditional and one simplified character a line, from OpenCC's tables.

Character by character, never by phrase: a phrase table would fold a text and a query differently. Hong Kong and Taiwan
variants are first brought to one traditional form (hk2t, tw2t), then simplified (t2s).
"""

import sys
import unicodedata
from pathlib import Path

import opencc

# What the phrase-free tables leave unfolded although both forms are the same word in running text.
BY_HAND = {"瞭": "了", "覆": "复", "份": "分", "著": "着", "乾": "干", "徵": "征", "麼": "么", "裏": "里", "裡": "里"}


def table() -> dict[str, str]:
    hong_kong, taiwan, simplify = (opencc.OpenCC(name) for name in ("hk2t", "tw2t", "t2s"))
    found = {}
    for code in [*range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x2FA20)]:
        character = unicodedata.normalize("NFKC", chr(code))
        folded = BY_HAND.get(character) or simplify.convert(taiwan.convert(hong_kong.convert(character)))
        if len(character) == len(folded) == 1 and folded != character:
            found[character] = folded
    # If a target character were itself mapped, folding twice would give another result.
    for key in list(found):
        while found[key] in found and found[found[key]] != found[key]:
            found[key] = found[found[key]]
    return found


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "resources/fold.txt")
    target.write_text("".join(f"{key}{value}\n" for key, value in sorted(table().items())), "utf-8")
