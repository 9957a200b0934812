"""Full-text search in Chinese and English: folded text, CJK runs as overlapping pairs, one FTS5 index a kind.

Folding: NFKC, case, diacritics, strokes (ł, ø, đ …), then a one-character traditional-to-simplified table (resources/fold.txt, generated
from OpenCC by packaging/make_fold_table.py). A run of CJK characters becomes its overlapping pairs and its last
character alone, so 榜, 刷榜 and 楊立昆 are all found; a query of one character is a prefix, of more a phrase of pairs.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from tracker.domain.pattern import Pattern
from tracker.domain.text import without_radicals
from tracker.paths import resource
from tracker.store.connection import Database

_CHARACTER = r"[\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
_CJK = Pattern(f"{_CHARACTER}+")
_ENDS_IN_RUN = Pattern(f"{_CHARACTER}{{2}}$")
_WORD = Pattern(r"\w+")
_RUN = Pattern(rf"{_CHARACTER}+|(?:(?!{_CHARACTER})[^\W_])+")
_START = rf"(?:(?<![^\W_])|(?<={_CHARACTER})|(?={_CHARACTER}))"  # where a word begins

# ⵘ, a letter nobody types, separates fields, so that no phrase runs from one into the next.
# For each kind: its row in the index and its searchable text. The row is a claim's number (small, so that a word in very
# many claims is read in milliseconds), the id of anything else. The text of a claim includes its quotes, evidence, tags,
# actors' names and source titles.
_CLAIM_TEXT = """
SELECT c.number, c.statement || ' ⵘ ' || c.note || ' ⵘ ' || c.value || ' ⵘ ' || c.unit || ' ⵘ ' || c.about_words
 || ' ⵘ ' || coalesce((SELECT group_concat(t.name, ' ⵘ ') FROM claim_tag ct JOIN tag t ON t.id = ct.tag_id WHERE ct.claim_id = c.id), '')
 || ' ⵘ ' || coalesce((SELECT group_concat(a.quote || ' ⵘ ' || a.described || ' ⵘ ' || coalesce(p.name, '') || ' ⵘ '
      || coalesce((SELECT group_concat(n.name, ' ⵘ ') FROM actor_name n WHERE n.actor_id = p.id), '') || ' ⵘ ' || coalesce(s.title || ' ⵘ ' || s.publisher, ''), ' ⵘ ')
    FROM attribution a LEFT JOIN actor p ON p.id = a.actor_id LEFT JOIN source s ON s.id = a.source_id WHERE a.claim_id = c.id), '')
 || ' ⵘ ' || coalesce((SELECT group_concat(e.shows || ' ⵘ ' || e.note || ' ⵘ ' || s.title, ' ⵘ ') FROM evidence e JOIN source s ON s.id = e.source_id WHERE e.claim_id = c.id), '')
 FROM claim c WHERE c.id IN ({})"""
_TEXTS = {
    "claim": _CLAIM_TEXT,
    "source": "SELECT id, title || ' ⵘ ' || authors || ' ⵘ ' || publisher || ' ⵘ ' || url || ' ⵘ ' || note || ' ⵘ ' || text FROM source WHERE id IN ({})",
    "actor": "SELECT p.id, p.name || ' ⵘ ' || p.description || ' ⵘ ' || p.note || ' ⵘ ' || coalesce((SELECT group_concat(n.name, ' ⵘ ') FROM actor_name n WHERE n.actor_id = p.id), '') FROM actor p WHERE p.id IN ({})",
    "event": "SELECT id, title || ' ⵘ ' || note FROM event WHERE id IN ({})",
}


_ROWS_OF = {"claim": "SELECT number FROM claim_facts WHERE id IN ({})"}  # the rows before the step


@cache
def _simplified() -> dict[int, str]:
    table = {}
    for line in resource("fold.txt").read_text("utf-8").splitlines():
        table[ord(line[0])] = line[1]
    return table


def fold(text: str) -> str:
    """The form in which texts are compared: 楊立昆 and 杨立昆, Café and cafe, ＧＰＴ and gpt are the same."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if not text.isascii():
        text = without_radicals(text)
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", text).translate(_simplified()).translate(_STROKES)
    return text


def index_text(text: str) -> str:
    """Folded text with every CJK run written as overlapping pairs and its last character."""
    return _CJK.sub(_pairs, fold(text))


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    return " " + " ".join([*(text[i : i + 2] for i in range(len(text) - 1)), text[-1]]) + " "


_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
_LONGEST = 1000  # characters of a query that are used


def match_expression(words: str) -> str:
    """An FTS5 query for typed words; "" when nothing in it can be searched.

    Never FTS5 syntax from outside: only word characters pass, each term quoted.
    """
    terms: list[str] = []
    for word in _WORD.findall(fold(words[:_LONGEST])):
        at = 0
        for run in _CJK.finditer(word):
            terms += _latin(word[at : run.start()])
            text = run[0]
            pairs = " ".join(text[i : i + 2] for i in range(len(text) - 1))
            terms.append(f'"{pairs}"' if pairs else f'"{text}"*')
            at = run.end()
        terms += _latin(word[at:])
    return " ".join(terms[:64])


def phrase_expression(words: str) -> str:
    """An FTS5 query for words next to each other in this order, the last perhaps incomplete."""
    phrase = " ".join(word for word in _WORD.findall(fold(words[:_LONGEST])) if word.strip("_"))
    text = _CJK.sub(_pairs, phrase).strip()
    if _ENDS_IN_RUN.search(phrase):
        text = text[:-2]  # the last character may be followed by more of the run
    return f'"{text}"*' if text else ""


def is_mark(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return bool(unicodedata.combining(character))


def pieces(words: str, *, phrase: bool = False) -> list[str]:
    """Patterns over folded text for the words of a query: one for each word, or one for the whole phrase."""
    typed = [word for word in _WORD.findall(fold(words[:_LONGEST])) if word.strip("_")]
    runs = [run for word in typed for run in _RUN.findall(word)]
    if phrase:
        return [_START + r"[\W_]*".join(map(re.escape, runs))] if runs else []
    return [re.escape(run) if _CJK.match(run) else _START + re.escape(run) for run in runs]


def _expression(words: str, phrase: bool) -> str:
    return phrase_expression(words) if phrase else match_expression(words)


def _latin(word: str) -> list[str]:
    return [f'"{word}"*'] if word.strip("_") else []


def reindex(db: Database, affected_ids: Mapping[str, set[int]], on_rows: Callable[[int], None]) -> None:
    """Update the index after a step (see `affected`), in the same transaction. `on_rows` is called with the number of rows done."""
    for kind in _TEXTS:
        _write(db, kind, affected_ids[kind], on_rows)


def _write(db: Database, kind: str, ids: set[int], on_rows: Callable[[int], None] | None = None) -> None:
    ordered = sorted(ids)
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        marks = ", ".join("?" * len(part))
        db.execute(f"DELETE FROM {kind}_words WHERE rowid IN ({_ROWS_OF.get(kind, '{}').format(marks)})", part)
        for record_id, text in db.execute(_TEXTS[kind].format(marks), part).fetchall():
            db.execute(f"INSERT INTO {kind}_words (rowid, body) VALUES (?, ?)", [record_id, index_text(text)])
        if on_rows is not None:
            on_rows(len(part))


def rebuild(db: Database) -> None:
    """Rebuild the whole index."""
    for kind in _TEXTS:
        db.execute(f"INSERT INTO {kind}_words ({kind}_words) VALUES ('delete-all')")
        _write(db, kind, {row[0] for row in db.execute(f"SELECT id FROM {kind}")})


def find(db: Database, kind: str, words: str, *, phrase: bool = False) -> list[int]:
    """Ids of the records of a kind that contain every word (as a phrase: next to each other), newest first."""
    expression = _expression(words, phrase)
    if not expression:
        return []
    sql = f"SELECT rowid FROM {kind}_words WHERE {kind}_words MATCH ? ORDER BY rowid DESC"
    if kind == "claim":
        sql = f"SELECT id FROM claim JOIN ({sql}) w ON number = w.rowid ORDER BY number DESC"
    return [row[0] for row in db.execute(sql, [expression])]


def newest(db: Database, kind: str, words: str, most: int) -> list[int]:
    """Ids of the newest few records of a kind that contain every word; as fast in a large case as in a small one."""
    expression = match_expression(words)
    if not expression:
        return []
    sql = f"SELECT rowid FROM {kind}_words WHERE {kind}_words MATCH ? ORDER BY rowid DESC LIMIT ?"
    rowids = [row[0] for row in db.execute(sql, [expression, most])]
    if kind == "claim":
        return [db.execute("SELECT id FROM claim WHERE number = ?", [number]).fetchone()[0] for number in rowids]
    return rowids


def found_claims(db: Database, words: str, *, phrase: bool = False) -> str:
    """The numbers of the claims that match, as one text with commas: much faster than a list where there are very many."""
    expression = _expression(words, phrase)
    if not expression:
        return ""
    sql = "SELECT group_concat(rowid) FROM claim_words WHERE claim_words MATCH ?"
    return db.execute(sql, [expression]).fetchone()[0] or ""
