"""The query language: words, "phrases", field:value, field:(one other), -not. Any string is a query; none is an error."""

import re
from dataclasses import dataclass

FIELDS = ("verdict", "review", "kind", "by", "source", "tag", "has", "said", "about", "published", "due", "origins",
          "evidence", "check", "number")  # fmt: skip

_TERM = re.compile(r'(-)?(?:([A-Za-z]+):)?("[^"]*"?|\([^)]*\)?|[^\s"]+)|(")')
_INNER = re.compile(r'"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """`field` is "" for words of the text; any of `values` may hold."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def text(self) -> str:
        """The term as a person would type it."""
        parts = [f'"{value}"' if re.search(r"[\s:()]", value) else value for value in self.values]
        body = parts[0] if len(parts) == 1 else f"({' '.join(parts)})"
        return f"{'-' if self.negated else ''}{self.field + ':' if self.field else ''}{body}"


def parse(text: str) -> list[Term]:
    """The terms of a query, all of which must hold; an unknown field is searched as words."""
    terms: list[Term] = []
    for minus, field, body, _ in _TERM.findall(text):
        field = field.lower()
        if not body:
            continue
        if field and field not in FIELDS:
            body, field = f"{field} {body}", ""
        if body.startswith("("):
            values = tuple(quoted or bare for quoted, bare in _INNER.findall(body.strip("()")))
            values = tuple(value for value in values if value.upper() != "OR")
        else:
            values = (body.strip('"'),)
        values = tuple(value for value in values if value.strip())
        if not values:
            continue
        if field:
            terms.append(Term(field, values, bool(minus)))
        else:
            terms += [Term("", (value,), bool(minus)) for value in values]
    return terms
