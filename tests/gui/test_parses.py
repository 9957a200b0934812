"""A query is parsed once when it is typed, and not again by other parts of the window."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import Reporter
from tracker.commands import cases, claims
from tracker.domain.query import Query


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is read as a query, in order."""
    texts: list[str] = []
    parse = Query.parse

    def counted(text: str) -> Query:
        texts.append(text)
        return parse(text)

    monkeypatch.setattr(Query, "parse", counted)
    return texts


@pytest.fixture
def typing(demo_reporter: Reporter, parsed: list[str]) -> Reporter:
    """The demo case with two saved searches, the cursor in the search line and a term typed."""
    assert demo_reporter.window.session is not None
    cases.save_search(demo_reporter.store, "Checked", "verdict:confirmed")
    cases.save_search(demo_reporter.store, "People", "by:LeCun has:evidence")
    demo_reporter.window.search.line.setFocus()
    demo_reporter.press(Qt.Key.Key_M)
    demo_reporter.bot.waitUntil(
        lambda: demo_reporter.window.session is not None and demo_reporter.window.session.query.text == "m"
    )
    parsed.clear()
    return demo_reporter


def test_a_key_in_the_search_line_reads_the_query_once(typing: Reporter, parsed: list[str]) -> None:
    session = typing.window.session
    assert session is not None
    typing.press(Qt.Key.Key_E)
    typing.bot.waitUntil(lambda: session.query.text == "me")
    assert len(parsed) <= 2, parsed


def test_clearing_the_search_reads_it_once(typing: Reporter, parsed: list[str]) -> None:
    session = typing.window.session
    assert session is not None
    typing.press(Qt.Key.Key_Escape)
    assert not session.query
    assert len(parsed) <= 2, parsed


def test_an_edited_statement_reads_no_query(typing: Reporter, parsed: list[str]) -> None:
    session = typing.window.session
    assert session is not None
    claim = session.found[0].claim
    claims.edit_claim(typing.store, replace(claim, statement=f"{claim.statement} Again."))
    assert session.index.facts[claim.id].claim.statement.endswith("Again.")
    assert not parsed
