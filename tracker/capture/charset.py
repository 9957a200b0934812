"""Text from bytes of an uncertain charset."""

import charset_normalizer

_LOOKED_AT = 2**20  # bytes of which the charset is guessed


def decode(content: bytes, declared: str = "") -> str:
    """Text from bytes: byte order mark, UTF-8, the declared charset, then the most likely charset."""
    for charset in ("utf-8-sig", "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "", declared):
        try:
            if charset:
                return content.decode(charset).replace("\0", "")
        except (ValueError, LookupError):  # not valid in this charset, or an unknown charset
            continue
    best = charset_normalizer.from_bytes(content[:_LOOKED_AT]).best()
    return content.decode(best.encoding if best else "utf-8", "replace").replace("\0", "")
