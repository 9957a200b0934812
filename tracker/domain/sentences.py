"""Where sentences begin and end in Chinese and English text."""

from tracker.domain.pattern import Pattern

_END = Pattern(r"[。！？!?…]+[”’」』）)\"']*|\.(?=\s|$)[”’\"')]*|\n+")


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, in characters, without surrounding space."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in [*_END.finditer(text), None]:
        end = match.end() if match else len(text)
        body = text[start:end]
        first = start + len(body) - len(body.lstrip())
        last = start + len(body.rstrip())
        if last > first:
            spans.append((first, last))
        start = end
    return spans
