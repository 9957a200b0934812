"""Quotes are found again in an edited text, or marked as lost."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.commands.sources import anchor_in, anchor_quote
from tracker.domain.anchor import Anchor, locator, paragraph, place
from tracker.domain.source import Source
from tracker.errors import Refused

TEXT = "楊立昆承認結果被動過手腳。\n\nMeta denies it. He said it twice: Meta denies it.\n"


def anchored(quote: str, text: str = TEXT) -> Anchor:
    at = text.index(quote)
    return anchor_in(Source(title="t", text=text), at, at + len(quote))


def where(text: str, words: str) -> str:
    words_of_place, values = locator(text, text.index(words))
    return words_of_place.format(**values)


def test_a_cell_of_a_workbook_is_named_as_spreadsheets_name_it() -> None:
    text = "# Budget\nItem\tCost\nPier\t14\n# Crew\n" + "\t" * 27 + "Ada"
    assert where(text, "14") == "sheet Budget, cell B2"
    assert where(text, "Ada") == "sheet Crew, cell AB1"
    assert where(text, "Crew") == "paragraph 4"


def test_a_quote_stands_where_it_was_marked() -> None:
    anchor = anchored("結果被動過手腳")
    assert place(anchor, TEXT) == place(anchor, TEXT)
    found = place(anchor, TEXT)
    assert (found.state, TEXT[found.start : found.end]) == ("exact", "結果被動過手腳")


def test_the_words_around_a_quote_are_kept_with_it() -> None:
    anchor = anchored("denies")
    assert anchor.prefix.endswith("Meta ")
    assert anchor.suffix.startswith(" it.")
    assert len(anchor.text_sha256) == 64


def test_a_quote_moves_with_its_words() -> None:
    found = place(anchored("結果被動過手腳"), "更正：" + TEXT)
    assert (found.state, found.start) == ("moved", 3 + TEXT.index("結果"))


def test_one_of_two_equal_quotes_is_found_by_the_words_around_it() -> None:
    second = TEXT.rindex("Meta denies it")
    anchor = anchor_in(Source(title="t", text=TEXT), second, second + len("Meta denies it"))
    moved = "Correction. " + TEXT
    found = place(anchor, moved)
    assert (found.state, found.start) == ("moved", moved.rindex("Meta denies it"))


def test_a_quote_that_might_stand_in_two_places_stands_in_none() -> None:
    anchor = Anchor(source_id=1, exact="it", start=500, end=502)
    assert place(anchor, "it and it").state == "ambiguous"
    twice = anchored("it", "so it was. ")
    assert place(twice, "Now so it was. so it was. ").state == "ambiguous"


def test_a_quote_whose_words_are_gone_is_lost() -> None:
    assert place(anchored("結果被動過手腳"), "別的文字").state == "lost"
    assert place(anchored("Meta"), "").state == "lost"


def test_a_selection_is_trimmed_and_an_empty_one_refused() -> None:
    source = Source(title="t", text="  one two  ")
    assert anchor_in(source, 0, 6).exact == "one"
    assert anchor_in(source, 0, 6).start == 2
    for start, end in ((0, 2), (3, 3), (90, 99)):
        with pytest.raises(Refused, match="Select some words"):
            anchor_in(source, start, end)


def test_a_typed_quote_is_anchored_only_where_it_stands_once() -> None:
    source = Source(title="t", text=TEXT)
    found = anchor_quote(source, "  結果被動過手腳 ")
    assert found is not None
    assert TEXT[found.start : found.end] == "結果被動過手腳"
    assert anchor_quote(source, "Meta denies it") is None
    assert anchor_quote(source, "結果没有被動過手腳") is None
    assert anchor_quote(source, "  ") is None


def test_a_quote_at_the_beginning_of_the_text_is_anchored_too() -> None:
    found = anchor_quote(Source(title="t", text="it is what it is"), "it is what")
    assert found is not None
    assert found.start == 0
    assert anchor_quote(Source(title="t", text="it is what it is"), "it is") is None


@pytest.mark.parametrize(("words", "number"), [("楊立昆", 1), ("Meta", 2), ("twice", 2)])
def test_paragraphs_are_counted_as_a_reader_counts_them(words: str, number: int) -> None:
    assert paragraph(TEXT, TEXT.index(words)) == number


some = st.text("ab 楊\n", max_size=9)


@given(some, some.map(lambda text: f"{text}b"), some, some)
def test_a_found_quote_always_has_its_exact_words(before: str, quote: str, after: str, added: str) -> None:
    text = before + quote + after
    anchor = anchor_in(Source(title="t", text=text), len(before), len(before + quote))
    for now in (text, added + text, text + added, added):
        found = place(anchor, now)
        if found.state in ("exact", "moved"):
            assert now[found.start : found.end] == anchor.exact
        else:
            assert found.state == ("lost" if anchor.exact not in now else "ambiguous")


WORDS = "結果 確實 被動過 手腳 the scores were fudged he said Meta denies it 。 , and again".split()


def edited(chance: Random, text: str, at: int, length: int) -> tuple[str, int, bool]:
    """A text after one edit, the new position of the words at `at`, and whether the edit changed them."""
    start = chance.randint(0, len(text))
    end = min(len(text), start + chance.choice((0, 0, 1, 3, 12, 40)))
    new = " ".join(chance.choices(WORDS, k=chance.choice((0, 1, 2, 6))))
    if end == start and not new:
        return text, at, False
    now = text[:start] + new + text[end:]
    if end <= at:
        return now, at + len(new) - (end - start), False
    return now, at, start < at + length


def test_no_quote_is_ever_found_at_a_place_where_it_was_not() -> None:
    chance = Random(5)
    held = moved = shown = 0
    for _ in range(10_000):
        text = " ".join(chance.choices(WORDS, k=chance.randint(20, 90)))
        quote = chance.choice(("the scores were fudged", "Meta denies it", "結果 確實", "said"))
        text = text.replace(". ", ".\n") + " " + quote + " " + " ".join(chance.choices(WORDS, k=chance.randint(0, 30)))
        at = chance.choice([m.start() for m in re.finditer(re.escape(quote), text)])
        anchor = anchor_in(Source(title="t", text=text), at, at + len(quote))
        touched = False
        for _ in range(chance.randint(1, 3)):
            text, at, hit = edited(chance, text, at, len(quote))
            touched = touched or hit
        found = place(anchor, text)
        if found.state in ("exact", "moved"):
            assert text[found.start : found.end] == quote
            # Words that an edit replaced by the same words are at the new place, between the same neighbours.
            assert found.start == at or (touched and abs(found.start - at) <= 60), (anchor, text, found)
            assert found.confidence >= 0.5
            held, moved = held + 1, moved + (found.state == "moved")
        else:
            shown += 1
    assert held > 4_000
    assert moved > 1_500
    assert shown > 1_000


@pytest.mark.parametrize(
    ("text", "words", "where"),
    [
        ("One.\n\nTwo here.", "Two", "paragraph 2"),
        ("One\nmore.\fTwo\nhere.", "here", "page 2, line 2"),
        ("[00:00:04] Good evening.\n[00:12:31] He said it.", "said", "clip 00:12:31"),
        ("0:04 Good evening.\n12:31 He said it.", "Good", "clip 0:04"),
        ("At 12:31 he came.", "came", "paragraph 1"),
    ],
)
def test_a_place_is_named_as_the_field_names_it(text: str, words: str, where: str) -> None:
    template, values = locator(text, text.index(words))
    assert template.format(**values) == where


@pytest.mark.parametrize(
    ("text", "quote", "kept"),
    [
        ("Signed by the site\nmanager on Monday.", "by the site manager", "by the site\nmanager"),
        ("審計處長陳美\n惠指出，超支。", "審計處長陳美惠指出", "審計處長陳美\n惠指出"),
        ("工地主任陳長文說", "⼯地主任陳⻑⽂", "工地主任陳長文"),
        ("the site manager. the  site manager.", "the site manager", "the site manager"),
        ("the site\nmanager. the  site manager", "the site manager!", None),
        ("site\nmanager, site  manager", "site manager", None),
    ],
)
def test_a_typed_quote_is_found_however_a_page_breaks_its_lines(text: str, quote: str, kept: str | None) -> None:
    anchor = anchor_quote(Source(title="x", text=text), quote)
    assert (anchor.exact if anchor else None) == kept
