"""The query language: anything typed is a query."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.query import FIELDS, Group, Part, Query, Term


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
        ("a OR b", [Term("", ("a", "b"))]),
        ("a AND b", [Term("", ("a",)), Term("", ("b",))]),
        ("a or b", [Term("", ("a",)), Term("", ("or",)), Term("", ("b",))]),
        ("NOT a", [Term("", ("a",), negated=True)]),
        ("NOT NOT a", [Term("", ("a",))]),
        ("a AND NOT verdict:false", [Term("", ("a",)), Term("verdict", ("false",), negated=True)]),
        ("verdict:false OR tag:money", [Group("OR", (Term("verdict", ("false",)), Term("tag", ("money",))))]),
        (
            "a b OR c",
            [Group("OR", (Group("AND", (Term("", ("a",)), Term("", ("b",)))), Term("", ("c",))))],
        ),
        (
            "-(by:Tian AND verdict:disputed) x",
            [Group("AND", (Term("by", ("Tian",)), Term("verdict", ("disputed",))), negated=True), Term("", ("x",))],
        ),
        ("(a OR (b AND c))", [Group("OR", (Term("", ("a",)), Group("AND", (Term("", ("b",)), Term("", ("c",))))))]),
        ("verdict:false OR verdict:disputed", [Term("verdict", ("false", "disputed"))]),
        ('"a OR b"', [Term("", ("a OR b",))]),
        ("OR", []),
        ("a OR", [Term("", ("a",))]),
        ("( a AND", [Term("", ("a",))]),
        ("a AND ) b", [Term("", ("a",)), Term("", ("b",))]),
        ("NOT", []),
    ],
)
def test_what_is_typed_is_understood(typed: str, terms: list[Part]) -> None:
    assert list(Query.parse(typed).parts) == terms


@given(st.text(st.sampled_from('ab :"()-\n楊OR>#\t') | st.characters(), max_size=30))
@example('-"a" -"-"')
@example("(a ) b")
@example('tag:(or "or")')
def test_a_query_written_out_again_means_the_same(typed: str) -> None:
    terms = Query.parse(typed).parts
    assert Query.parse(" ".join(term.text() for term in terms)).parts == terms


words = st.sampled_from(
    ["a", "楊", "by:b", 'said:"end of 2025"', "-c", "AND", "OR", "NOT", "(", ")", "-(", '"d e"', "tag:(f g)"]
)


@given(st.lists(words, max_size=14))
@example(["("] * 200)
def test_any_string_of_operators_and_brackets_is_a_query_that_can_be_written_out(typed: list[str]) -> None:
    parts = Query.parse(" ".join(typed)).parts
    assert Query.parse(" ".join(part.text() for part in parts)).parts == parts


@given(st.text(max_size=60))
def test_no_string_is_an_error(typed: str) -> None:
    Query.parse(typed)
    Query.parse(f"a OR {typed} AND (")


@given(st.sampled_from(FIELDS), st.text("ab 楊-:()", min_size=1, max_size=9).filter(str.strip), st.booleans())
def test_a_term_made_by_a_button_can_be_typed(field: str, value: str, negated: bool) -> None:
    term = Term(field, (value,), negated)
    assert Query.parse(term.text()).parts == (term,)


@pytest.mark.parametrize(
    ("typed", "field", "value", "then"),
    [
        ("", "verdict", "disputed", "verdict:disputed"),
        ("verdict:disputed", "verdict", "disputed", ""),
        ("verdict:disputed", "verdict", "false", "verdict:(disputed false)"),
        ("verdict:(disputed false)", "verdict", "disputed", "verdict:false"),
        ('scores by:"Yann LeCun"', "by", "Yann LeCun", "scores"),
        ("scores", "by", "Yann LeCun", 'scores by:"Yann LeCun"'),
        ("-verdict:false", "verdict", "false", "-verdict:false verdict:false"),
    ],
)
def test_a_click_adds_a_value_and_a_second_one_takes_it_away(typed: str, field: str, value: str, then: str) -> None:
    assert Query.parse(typed).toggled(field, value) == then


def test_checks_that_are_clicked_must_all_hold() -> None:
    both = Query.parse("check:changed").toggled("check", "undated", together=True)
    assert both == "check:changed check:undated"
    assert Query.parse(both).values("check") == ("changed", "undated")
    assert Query.parse(both).toggled("check", "changed", together=True) == "check:undated"


def test_a_query_without_a_field_keeps_the_rest() -> None:
    assert [part.text() for part in Query.parse("verdict:false -verdict:disputed scores").without("verdict").parts] == [
        "-verdict:disputed",
        "scores",
    ]
