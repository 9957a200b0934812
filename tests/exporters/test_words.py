"""The texts of a dossier: each exists in every language, with the same placeholders."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.domain import attribution, claim, design, evidence, relation, reply, review, source
from tracker.exporters.words import ENGLISH, LANGUAGES, Words

ROOT = Path(__file__).parent.parent.parent
FILES = [path for part in ("exporters", "commands") for path in sorted((ROOT / "tracker" / part).rglob("*.py"))]
TEMPLATES = [ROOT / "resources" / name for name in ("dossier.html", "dossier.typ")]
# Built-in values stored in a case that a dossier prints.
NAMED = {
    "kinds of claims": claim.KINDS,
    "quote types": attribution.MODES,
    "terms": [attribution.shown_record(terms) for terms in attribution.RECORDS],
    "stances": evidence.STANCES,
    "credibility": evidence.CREDIBILITY.values(),
    "relations": [words for pair in relation.KINDS.items() for words in pair],
    "outcomes of a reply": reply.OUTCOMES,
    "kinds of sources": source.KINDS,
    "reliability": source.RELIABILITY.values(),
    "profiles": design.PROFILES,
    "parts left out": design.PARTS.values(),
    "review states": review.STATES,
    "moves": [move.name for move in review.MOVES],
    "verdicts": [verdict.label for verdict in review.VERDICTS.values()],
}


def said_by(path: Path) -> Iterator[str]:
    """The texts that a file gives to `w(…)`, `w.many(…)` and `self.w(…)`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if re.fullmatch(r"(?:(?:m|self)\.)?w(?:\.many)?", called):
                for given in node.args[-2:] if called.endswith("many") else node.args[:1]:
                    yield from (
                        part.value
                        for part in ([given.body, given.orelse] if isinstance(given, ast.IfExp) else [given])
                        if isinstance(part, ast.Constant) and isinstance(part.value, str)
                    )


@pytest.mark.parametrize("what", NAMED)
def test_what_a_case_holds_is_said_in_every_language(what: str) -> None:
    """A verdict, kind or state that is added needs its words in `exporters/words.py`."""
    assert [words for words in NAMED[what] if words not in ENGLISH.all()] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_a_dossier_says_is_said_in_every_language(path: Path) -> None:
    assert [words for words in said_by(path) if words not in ENGLISH.all()] == []


def test_the_sentences_of_a_dossier_are_looked_at() -> None:
    assert sum(1 for path in FILES for _ in said_by(path)) > 80


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_what_the_templates_say_is_said_in_every_language(path: Path) -> None:
    keys = re.findall(r'\bw\("([^"]*)"', path.read_text("utf-8"))
    assert len(keys) > 15
    assert [words for words in keys if words not in ENGLISH.all()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_to_fill_are_the_same_in_every_language(language: str) -> None:
    for words, translated in Words(language).all().items():
        assert sorted(re.findall(r"{\w+}", translated)) == sorted(re.findall(r"{\w+}", words)), words


def test_words_of_a_case_of_its_own_stay_as_they_are() -> None:
    assert Words("zh-Hant")("Partly so") == "Partly so"
