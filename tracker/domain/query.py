"""The query language, similar to Lucene's: words, "phrases", field:value, field:(one other), -not, AND, OR, NOT, ( ).

Words side by side must all match; AND binds closer than OR. Operators are written in capitals. Every string is a
valid query: what has no meaning as an operator or field is searched as words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.domain.pattern import Pattern

FIELDS = ("verdict", "review", "kind", "by", "source", "tag", "has", "said", "about", "published", "due", "origins",
          "evidence", "check", "number", "text", "assignee", "calls")  # fmt: skip

_TERM = Pattern(r'(-)?(?:([A-Za-z]+):)?("[^"]*"?|\([^)]*\)?|[^\s"]+)|(")')
_INNER = Pattern(r'"([^"]*)"?|([^\s"]+)')
_OPERATOR = Pattern(r"(?:^|(?<=[\s()]))(?:AND|OR|NOT)(?=[\s()]|$)")
_TOKEN = Pattern(
    r'\s*(?:(?P<term>-?[A-Za-z]+:(?:"[^"]*"?|\([^()]*\)?|[^\s"()]+)|-?"[^"]*"?)|(?P<open>-?\()|(?P<close>\))'
    r'|(?P<operator>AND|OR|NOT)(?=[\s()]|$)|(?P<word>[^\s"()]+))'
)
_ADDS = Pattern(r"(?<=[\s(])(?:AND|NOT)(?=[\s)])|(?<=[\s(])-\S")  # brackets that are not a list of alternatives
_PLAIN_GROUP = Pattern(r"\(([^()]*)\)")
_WIDE_COLON = Pattern(rf"\b({'|'.join(FIELDS)})：", re.IGNORECASE)  # as typed on a Chinese keyboard
_DEEPEST = 40  # brackets; a query with more is read as words


@dataclass(frozen=True, slots=True)
class Term:
    """`field` is "" for words of the text; one of `values` has to match. A value with a space in it is a phrase."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def text(self) -> str:
        """The term as a person would type it."""
        parts = [
            f'"{value}"' if re.search(r"[\s:()]|^-|^(or|and|not)$", value, re.IGNORECASE) else value
            for value in (value.replace('"', " ") for value in self.values)
        ]
        body = parts[0] if len(parts) == 1 else f"({' '.join(parts)})"
        return f"{'-' if self.negated else ''}{self.field + ':' if self.field else ''}{body}"


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which all must match ("AND"), or any ("OR")."""

    operator: str
    parts: "tuple[Part, ...]"
    negated: bool = False

    def text(self) -> str:
        """The group as a person would type it."""
        return f"{'-' if self.negated else ''}({f' {self.operator} '.join(part.text() for part in self.parts)})"


Part = Term | Group


@dataclass(frozen=True, slots=True)
class Query:
    """A query as typed and parsed (`parse`): all `parts` must match; without any it matches everything."""

    text: str = ""
    parts: tuple[Part, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Query":
        """The query of a text; every text is valid."""
        return cls(text.strip(), tuple(_parts(text)))

    @classmethod
    def of(cls, *parts: Part) -> "Query":
        """The query of parts, with the text that a person would type for it."""
        return cls(" ".join(part.text() for part in parts), parts)

    def __bool__(self) -> bool:
        return bool(self.text)

    def terms(self) -> Iterator[Term]:
        """Every term, at any depth."""
        return _terms_of(self.parts)

    def values(self, field: str) -> tuple[str, ...]:
        """The values that the query as a whole requires of a field."""
        return tuple(
            value for part in self.parts if isinstance(part, Term) and _asks(part, field) for value in part.values
        )

    def words(self) -> list[str]:
        """The words and phrases of the query, without those under a NOT."""
        return _words(self.parts)

    def without(self, field: str) -> "Query":
        """The query without its conditions on a field."""
        return Query.of(*(part for part in self.parts if not _asks(part, field)))

    def toggled(self, field: str, value: str, *, together: bool = False) -> str:
        """The text of the query with a value of a field added, or removed where it is already part of it.

        Values of one field are alternatives (`verdict:(disputed false)`) unless `together` says that all must match.
        """
        parts: list[Part] = []
        present = False
        for part in self.parts:
            if isinstance(part, Term) and _asks(part, field) and value in part.values:
                present = True
                remaining = tuple(other for other in part.values if other != value)
                parts += [replace(part, values=remaining)] if remaining else []
            else:
                parts.append(part)
        if not present:
            at = next((n for n, part in enumerate(parts) if _asks(part, field)), None)
            alone = parts[at] if at is not None and not together else None
            if isinstance(alone, Term) and at is not None:
                parts[at] = replace(alone, values=(*alone.values, value))
            else:
                parts.append(Term(field, (value,)))
        return Query.of(*parts).text


EVERYTHING = Query()


def _parts(text: str) -> list[Part]:
    text = _WIDE_COLON.sub(r"\1:", text)
    bare = re.sub(r'"[^"]*"?', lambda quoted: " " * len(quoted[0]), text)
    if _OPERATOR.search(bare) and bare.count("(") <= _DEEPEST:
        whole = _Reader(text).read()
        if whole is None:
            return []
        return (
            list(whole.parts) if isinstance(whole, Group) and whole.operator == "AND" and not whole.negated else [whole]
        )
    return [*_terms(text)]


def _terms_of(parts: tuple[Part, ...]) -> Iterator[Term]:
    for part in parts:
        if isinstance(part, Term):
            yield part
        else:
            yield from _terms_of(part.parts)


def _words(parts: tuple[Part, ...]) -> list[str]:
    words: list[str] = []
    for part in parts:
        if not part.negated:
            words += _words(part.parts) if isinstance(part, Group) else part.values if not part.field else ()
    return words


def _asks(part: Part, field: str) -> bool:
    return isinstance(part, Term) and part.field == field and not part.negated


def _terms(text: str) -> Iterator[Part]:
    """The terms of a query without operators; an unknown field is searched as words."""
    for minus, name, body, _ in _TERM.findall(text):
        field = name.lower()
        known_field = field in FIELDS
        if body.startswith("(") and known_field and _ADDS.search(re.sub(r'"[^"]*"?', " ", body)):
            inner = _Reader(re.sub(r"(?<=[\s(])-(?=\S)", "NOT ", body[1:].rstrip(")"))).read()
            if inner is not None:
                yield _asked_of(field, inner, bool(minus))
            continue
        if body.startswith("("):
            values = _any_of(body)
        elif known_field or not field:
            values = (body.strip('"'),)
        else:
            values = (f"{name}:{body.strip(chr(34))}",)
        values = tuple(value for value in values if value.strip())
        if values:
            yield Term(field if known_field else "", values, bool(minus))


def _asked_of(field: str, part: Part, negated: bool = False) -> Part:
    """The content of a field's brackets as conditions on that field."""
    if isinstance(part, Term):
        return replace(part, field=part.field or field, negated=part.negated != negated)
    return replace(part, parts=tuple(_asked_of(field, inner) for inner in part.parts), negated=part.negated != negated)


def _any_of(body: str) -> tuple[str, ...]:
    """The values between brackets, with or without OR between them."""
    items = _INNER.findall(body.strip("()"))
    return tuple(quoted or bare for quoted, bare in items if bare.upper() != "OR")


class _Reader:
    """Reads operators and brackets by recursive descent; signs without a meaning in their place are skipped."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def read(self) -> Part | None:
        parts: list[Part] = []
        while (part := self._any()) is not None or self._at < len(self._text.rstrip()):
            parts += [part] if part is not None else []
            self._take("close")
        return _grouped("AND", parts)

    def _any(self) -> Part | None:
        parts = [self._all()]
        while self._take("operator", "OR"):
            parts.append(self._all())
        return _grouped("OR", [part for part in parts if part is not None])

    def _all(self) -> Part | None:
        parts: list[Part] = []
        while True:
            self._take("operator", "AND")
            part = self._one()
            if part is None:
                return _grouped("AND", parts)
            parts.append(part)

    def _one(self) -> Part | None:
        negated = False
        while self._take("operator", "NOT"):
            negated = not negated
        part = self._positive()
        return None if part is None else replace(part, negated=part.negated != negated)

    def _positive(self) -> Part | None:
        token = self._peek()
        if token is None or token["close"] or token["operator"]:
            return None
        if token["open"]:
            return self._bracket(token)
        self._at = token.end()
        text = token["term"] or token["word"]
        return next(_terms(text), None) or self._one()

    def _bracket(self, token: re.Match[str]) -> Part | None:
        """The content of brackets: plain words are alternatives, as after a field; anything else is a group."""
        minus = token["open"].startswith("-")
        plain = _PLAIN_GROUP.match(self._text, token.end() - 1)
        if plain is not None and _is_plain(plain[1]):
            self._at = plain.end()
            values = tuple(value for value in _any_of(plain[0]) if value.strip())
            return Term("", values, minus) if values else self._one()
        self._at = token.end()
        part = self._any()
        self._take("close")
        if part is None:
            return self._one()
        return replace(part, negated=part.negated != minus)

    def _peek(self) -> re.Match[str] | None:
        return _TOKEN.match(self._text, self._at)

    def _take(self, kind: str, value: str = "") -> bool:
        token = self._peek()
        if token is None or not token[kind] or (value and token[kind] != value):
            return False
        self._at = token.end()
        return True


def _is_plain(body: str) -> bool:
    """Whether brackets contain nothing but words and phrases, perhaps with OR between them."""
    words = re.sub(r'"[^"]*"?', " ", body).split()
    return not any(
        word in ("AND", "NOT") or word.startswith("-") or (word.partition(":")[0].lower() in FIELDS and ":" in word)
        for word in words
    )


def _grouped(operator: str, parts: list[Part]) -> Part | None:
    """Parts under an operator, simplified."""
    flat: list[Part] = []
    for part in parts:
        same = isinstance(part, Group) and part.operator == operator and not part.negated
        flat += part.parts if same and isinstance(part, Group) else [part]
    if len(flat) < 2:
        return flat[0] if flat else None
    if operator == "OR":
        terms = [part for part in flat if isinstance(part, Term) and not part.negated]
        if len(terms) == len(flat) and len({term.field for term in terms}) == 1:
            return Term(terms[0].field, tuple(value for term in terms for value in term.values))
    return Group(operator, tuple(flat))
