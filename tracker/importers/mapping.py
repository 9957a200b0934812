"""The mapping of a table: which column is which field of a claim, and what its values mean."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.domain.claim import KINDS
from tracker.domain.dates import read_date
from tracker.domain.pattern import Pattern
from tracker.domain.review import Verdict, Verdicts
from tracker.importers.drafts import ClaimDraft, EvidenceDraft
from tracker.importers.tables import Table

# The fields of a claim that a row can have, with the usual names of their columns.
FIELDS: dict[str, tuple[str, ...]] = {
    "statement": ("statement", "claim", "claimreviewed", "text", "主張", "說法", "陳述"),
    "kinds": ("kinds", "kind", "claim_types[]", "type"),
    "verdict": ("verdict", "label", "rating", "textualrating", "判定", "查核結果"),
    "claimant": ("claimant", "speaker", "by", "author", "claimed by", "說話者", "發言者"),
    "said": ("said", "claim_date", "date", "claim date", "said on", "日期"),
    "about": ("about", "event date"),
    "due": ("due", "deadline"),
    "quote": ("quote", "exact words", "引述"),
    "source_title": ("source", "reporting_source", "source title", "來源"),
    "source_url": ("source url", "original_claim_url", "url", "link", "網址"),
    "publisher": ("publisher", "outlet", "媒體"),
    "published": ("published", "publication date"),
    "tags": ("tags", "tag", "topics", "標籤"),
    "note": ("note", "notes", "justification", "comment", "備註"),
    "evidence_shows": ("evidence", "questions[].answers[].answer", "evidence[].shows"),
    "evidence_url": ("evidence url", "questions[].answers[].source_url", "evidence[].url"),
    "evidence_stance": ("stance", "evidence[].stance"),
}
# Words other newsrooms use for a verdict (AVeriTeC, ClaimReview ratings in use, Taiwan FactCheck, Cofacts).
RATINGS = {
    "supported": "confirmed", "true": "confirmed", "correct": "confirmed", "正確": "confirmed", "mostly true": "corroborated",
    "refuted": "false", "false": "false", "incorrect": "false", "pants on fire": "false", "錯誤": "false", "含有不實訊息": "false",
    "not enough evidence": "unverifiable", "unproven": "unverifiable", "證據不足": "unverifiable", "不在查證範圍": "unverifiable",
    "conflicting evidence/cherrypicking": "disputed", "conflicting evidence": "disputed", "mixture": "disputed",
    "half true": "misleading", "misleading": "misleading", "mostly false": "misleading", "部分錯誤": "misleading",
    "含有個人意見": "unverifiable", "含有正確訊息": "confirmed", "事實釐清": "misleading",
}  # fmt: skip
_SLASHED = Pattern(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


@dataclass(slots=True)
class Mapping:
    """`columns` by field; `ratings` map a table's verdicts to those of the case; `day_first` is how to read 05-10-2020, None
    while undecided.
    """

    columns: dict[str, str] = field(default_factory=dict)
    ratings: dict[str, str] = field(default_factory=dict)
    day_first: bool | None = None

    def as_json(self) -> dict[str, Any]:
        return {"columns": self.columns, "ratings": self.ratings, "day_first": self.day_first}

    @classmethod
    def from_json(cls, stored: Any) -> "Mapping":
        """Raises ValueError for what is no mapping."""
        if not isinstance(stored, dict) or not isinstance(stored.get("columns"), dict):
            raise ValueError("no mapping")  # noqa: TRY004  the value is from a file, not from a caller
        odd = set(stored["columns"]) - set(FIELDS)
        if odd:
            raise ValueError(f"no such field: {min(odd)}")
        day_first = stored.get("day_first")
        ratings = {str(key): str(value) for key, value in dict(stored.get("ratings", {})).items()}
        columns = {str(key): str(value) for key, value in stored["columns"].items()}
        return cls(columns, ratings, day_first if isinstance(day_first, bool) else None)


def guess(table: Table) -> Mapping:
    """Guess the columns by their usual names, and the order of day and month by an unambiguous date (31-10-2020)."""
    called = {re.sub(r"[\s_]+", " ", column).strip().lower(): column for column in reversed(table.columns)}
    mapping = Mapping()
    for name, usual in FIELDS.items():
        found = next(
            (called[re.sub(r"[\s_]+", " ", word)] for word in usual if re.sub(r"[\s_]+", " ", word) in called), None
        )
        if found is not None and found not in mapping.columns.values():
            mapping.columns[name] = found
    title = mapping.columns.get("source_title")
    if title is not None and "source_url" not in mapping.columns and _addresses(table, title):
        mapping.columns["source_url"] = mapping.columns.pop("source_title")
    if not mapping.columns and table.columns and all(lettered(column) for column in table.columns):
        lengths = {
            column: sum(len(text) for row in table.rows for text in table.at(row, column)) for column in table.columns
        }
        mapping.columns["statement"] = max(lengths, key=lambda column: lengths[column])  # claims are the longest words
    mapping.day_first = _order(table, mapping)
    return mapping


def lettered(column: str) -> bool:
    """Whether a column has no name and is therefore called A, B … AA."""
    return len(column) < 3 and column.isascii() and column.isupper()


def _addresses(table: Table, column: str) -> bool:
    """Whether all values of a column are web addresses, empty ones aside."""
    texts = [text for row in table.rows for text in table.at(row, column)]
    return bool(texts) and all(text.startswith(("http://", "https://")) for text in texts)


def _order(table: Table, mapping: Mapping) -> bool | None:
    """Whether the day is before the month in the dates of a table, by the first unambiguous date."""
    for row in table.rows:
        for name in ("said", "about", "due", "published"):
            for words in table.at(row, mapping.columns[name]) if name in mapping.columns else ():
                found = _SLASHED.fullmatch(words)
                if found is not None and max(int(found[1]), int(found[2])) > 12:
                    return int(found[1]) > 12
    return None


def drafts(table: Table, mapping: Mapping, verdicts: Verdicts) -> Iterable[ClaimDraft]:
    """A draft for each row, with the verdicts of a case; values that cannot be imported become problems of the row."""
    for row in table.rows:
        yield _draft(table, mapping, row, verdicts)


def _draft(table: Table, mapping: Mapping, row: dict[str, Any], verdicts: Verdicts) -> ClaimDraft:
    def texts(name: str) -> list[str]:
        return table.at(row, mapping.columns[name]) if name in mapping.columns else []

    def text(name: str) -> str:
        return "; ".join(texts(name))

    problems: list[str] = []
    if not text("statement"):
        problems.append("there is no statement")
    verdict = _verdict(text("verdict"), mapping, verdicts, problems)
    dates = {name: _date(text(name), mapping, problems) for name in ("said", "about", "due", "published")}
    kinds = _kinds(_split(texts("kinds")))
    shows, urls, stances = _together(
        table, row, [mapping.columns.get(f"evidence_{part}", "") for part in ("shows", "url", "stance")]
    )
    count = max(len(shows), len(urls))
    evidence = tuple(
        EvidenceDraft(
            stance=stances[at].lower() if at < len(stances) and stances[at].lower() in ("supports", "refutes") else "context",
            shows=shows[at] if at < len(shows) else "", url=urls[at] if at < len(urls) else "",
        )
        for at in range(count)
    )  # fmt: skip
    return ClaimDraft(
        row=int(row[""]), statement=text("statement"), kinds=kinds, verdict=verdict, claimant=text("claimant"),
        quote=text("quote"), source_title=text("source_title"), source_url=text("source_url"), publisher=text("publisher"),
        tags=tuple(_split(texts("tags"))), note=text("note"), evidence=evidence, problems=tuple(problems), **dates,
    )  # fmt: skip


def _kinds(words: list[str]) -> tuple[str, ...]:
    """The kinds of claim that a text names, by our terms or those of other newsrooms (“Numerical Claim”)."""
    text = " ".join(words).lower().replace("numerical", "number").replace("quotation", "quote")
    return tuple(kind for kind in KINDS if kind in text)


def _together(table: Table, row: dict[str, Any], paths: list[str]) -> list[list[str]]:
    """The texts at several paths, side by side: of paths into the same list one entry for each of its objects."""
    heads = {path.rpartition("[].")[0] for path in paths if path}
    head = next(iter(heads), "")
    if len(heads) != 1 or not head:
        return [table.at(row, path) if path else [] for path in paths]
    objects = table.objects(row, f"{head}[]")
    tails = [path.rpartition("[].")[2] for path in paths]
    return [
        [next(iter(table.at(item, tail)), "") for item in objects] if path else []
        for path, tail in zip(paths, tails, strict=True)
    ]


def _split(texts: list[str]) -> list[str]:
    return [part.strip() for text in texts for part in re.split(r"[,;、；]", text) if part.strip()]


def usual_verdict(words: str, verdicts: Verdicts) -> Verdict | None:
    """The verdict for a text: by its name in the case, or by the terms other newsrooms use."""
    return verdicts.called(words) or verdicts.get(RATINGS.get(words.strip().casefold(), ""))


def _verdict(words: str, mapping: Mapping, verdicts: Verdicts, problems: list[str]) -> str:
    """The key of the verdict for a text: by the mapping, by its name in the case, or by the terms other newsrooms use."""
    if not words:
        return ""
    usual = usual_verdict(words, verdicts)
    known = mapping.ratings.get(words) or (usual.key if usual is not None else "")
    if known not in verdicts:
        problems.append(f"“{words[:60]}” is no verdict; the claim stays unverified")
        return ""
    return known


def _date(words: str, mapping: Mapping, problems: list[str]) -> str:
    """The text of a date; a numeric date becomes an ISO day once the order of day and month is known."""
    found = _SLASHED.fullmatch(words.strip())
    if found is not None:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if mapping.day_first is None and first <= 12 and second <= 12 and first != second:
            problems.append(f"“{words}” can be read two ways; say whether days come first")
            return words
        day, month = (first, second) if mapping.day_first or first > 12 else (second, first)
        with suppress(ValueError):
            return date(year, month, day).isoformat()
    if words and not read_date(words).dated and not read_date(words, 739_000).dated:
        problems.append(f"“{words[:60]}” cannot be read as a date; its words are kept")
    return words
