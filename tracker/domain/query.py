"""The query language: words, "phrases", field:value, field:(one other), -not. Any string is a query; none is an error."""

import re
from dataclasses import dataclass

FIELDS = ("verdict", "review", "kind", "by", "source", "tag", "has", "said", "about", "published", "due", "origins",
          "evidence", "check", "number")  # fmt: skip

_TERM = re.compile(r'(-)?(?:([A-Za-z]+):)?("[^"]*"?|\([^)]*\)?|[^\s"]+)|(")')
_INNER = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """`field` is "" for words of the text; any of `values` may hold. A value with a space in it is a phrase."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def text(self) -> str:
        """The term as a person would type it."""
        parts = [
            f'"{value}"' if re.search(r"[\s:()]|^-|^or$", value, re.IGNORECASE) else value for value in self.values
        ]
        body = parts[0] if len(parts) == 1 else f"({' '.join(parts)})"
        return f"{'-' if self.negated else ''}{self.field + ':' if self.field else ''}{body}"


def parse(text: str) -> list[Term]:
    """The terms of a query, all of which must hold; an unknown field is searched as words."""
    terms: list[Term] = []
    for minus, name, body, _ in _TERM.findall(text):
        field = name.lower()
        known = field in FIELDS
        if body.startswith("("):
            values = _any_of(body)
        elif known or not field:
            values = (body.strip('"'),)
        else:
            values = (f"{name}:{body.strip(chr(34))}",)
        values = tuple(value for value in values if value.strip())
        if values:
            terms.append(Term(field if known else "", values, bool(minus)))
    return terms


def _any_of(body: str) -> tuple[str, ...]:
    """The values between brackets, with or without OR between them."""
    found = _INNER.findall(body.strip("()"))
    return tuple(quoted or bare for quoted, bare in found if bare.upper() != "OR")
