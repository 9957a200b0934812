"""The query language: anything typed is a query."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.query import FIELDS, Term, parse


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("", []),
        ("   ", []),
        ("scores", [Term("", ("scores",))]),
        ("fudged scores", [Term("", ("fudged",)), Term("", ("scores",))]),
        ('"fudged scores"', [Term("", ("fudged scores",))]),
        ('"never closed', [Term("", ("never closed",))]),
        ("-scores", [Term("", ("scores",), negated=True)]),
        ("verdict:disputed", [Term("verdict", ("disputed",))]),
        ("VERDICT:Disputed", [Term("verdict", ("Disputed",))]),
        ("-tag:money", [Term("tag", ("money",), negated=True)]),
        ('by:"Yann LeCun"', [Term("by", ("Yann LeCun",))]),
        ("verdict:(disputed false)", [Term("verdict", ("disputed", "false"))]),
        ("verdict:(disputed OR false)", [Term("verdict", ("disputed", "false"))]),
        ('by:("Yann LeCun" 楊立昆)', [Term("by", ("Yann LeCun", "楊立昆"))]),
        ("(one OR two)", [Term("", ("one", "two"))]),
        ("by:楊立昆 手腳", [Term("by", ("楊立昆",)), Term("", ("手腳",))]),
        ("said:>=2025-04", [Term("said", (">=2025-04",))]),
        ("https://example.org/x", [Term("", ("https://example.org/x",))]),
        ("colour:red", [Term("", ("colour:red",))]),
        ("verdict:", [Term("", ("verdict:",))]),
        ("verdict:()", []),
        ('""', []),
        ("-", [Term("", ("-",))]),
        ("a OR b", [Term("", ("a",)), Term("", ("OR",)), Term("", ("b",))]),
    ],
)
def test_what_is_typed_is_understood(typed: str, terms: list[Term]) -> None:
    assert parse(typed) == terms


@given(st.text(st.sampled_from('ab :"()-\n楊OR>#\t') | st.characters(), max_size=30))
@example('-"a" -"-"')
@example("(a ) b")
@example('tag:(or "or")')
def test_a_query_written_out_again_means_the_same(typed: str) -> None:
    terms = parse(typed)
    assert parse(" ".join(term.text() for term in terms)) == terms


@given(st.sampled_from(FIELDS), st.text("ab 楊-:()", min_size=1, max_size=9).filter(str.strip), st.booleans())
def test_a_term_made_by_a_button_can_be_typed(field: str, value: str, negated: bool) -> None:
    term = Term(field, (value,), negated)
    assert parse(term.text()) == [term]
