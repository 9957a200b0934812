"""The sources page asks the case for nothing twice, and logs what it shows."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from tests.gui.conftest import Reporter
from tracker.commands import actors, sources
from tracker.commands.known_actors import KnownActors
from tracker.commands.suggest import Suggestion, suggest
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.source import Source
from tracker.gui.pages.all import PAGES
from tracker.gui.pages.sources.page import SourcesPage
from tracker.store import Store

TEXT = "市長林安（Lin An）表示，擴建沒有超支。海很平靜。前員工透露，付了兩次款。公司否認延誤。"
# Statements for one Enter. The page's own are four, and eight write the claim; what the step writes beside it, and what the
# facets and saved searches count again, are the rest.
MOST_AT_ENTER = 40
CONTROL = Qt.KeyboardModifier.ControlModifier


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """The SQL statements run on the case meanwhile, with their parameters; without those SQLite runs internally."""
    statements: list[str] = []

    def note(statement: str) -> None:
        if not statement.startswith("--"):
            statements.append(statement)

    store.db.trace(note)
    try:
        yield statements
    finally:
        store.db.trace(None)


def twice(statements: list[str]) -> list[str]:
    return [statement for statement, times in Counter(statements).items() if times > 1]


@pytest.fixture
def article(demo_reporter: Reporter) -> Reporter:
    """The demo case with its article open in the reader."""
    (source,) = [source for source in demo_reporter.store.all(Source) if source.title.startswith("Llama 4 的分數")]
    session = demo_reporter.window.session
    assert session is not None
    demo_reporter.bot.waitUntil(lambda: session.index.similarities is not None)  # looked for in a thread
    demo_reporter.window.workbench.show("sources")
    demo_reporter.window.workbench.page(SourcesPage).show_source(source.id)
    demo_reporter.window.workbench.page(SourcesPage).reader.setFocus()
    return demo_reporter


@pytest.fixture
def reading(reporter: Reporter) -> Reporter:
    """A case of one article, open in the reader."""
    sources.add_source(reporter.store, Source(title="Port", text=TEXT, publisher="海風日報"))
    reporter.window.workbench.show("sources")
    reporter.window.workbench.page(SourcesPage).reader.setFocus()
    return reporter


def press(reporter: Reporter, key: Qt.Key) -> None:
    reporter.bot.keyClick(reporter.window.workbench.page(SourcesPage).reader, key)


def rest(reporter: Reporter) -> None:
    """Wait until what the selected words suggest is shown."""
    page = reporter.window.workbench.page(SourcesPage)
    reporter.bot.waitUntil(page.selection.bar.isVisible)
    reporter.bot.waitUntil(lambda: page.state is not None and page.state.span == page.reader.picked_span())


def shown(reporter: Reporter) -> list[str]:
    return [found.text() for found in reporter.window.workbench.page(SourcesPage).cards.findChildren(QLabel)]


@pytest.mark.parametrize("key", [kind.key for kind in PAGES])
def test_opening_a_page_asks_for_nothing_twice(demo_reporter: Reporter, key: str) -> None:
    demo_reporter.window.workbench.show(next(kind.key for kind in PAGES if kind.key != key))
    with asked(demo_reporter.store) as statements:
        demo_reporter.window.workbench.show(key)
    assert statements
    assert twice(statements) == []


def test_a_claim_that_is_opened_is_read_once(demo_reporter: Reporter) -> None:
    bench = demo_reporter.window.workbench
    for key in ("claims", "claims", "timeline"):
        bench.show(key)
        other = next(facts.id for facts in bench.session.found if facts.id != bench.session.claim_id)
        with asked(demo_reporter.store) as statements:
            bench.open_claim(other)
        assert (bench.current, bench.session.claim_id) == ("claims", other)
        assert statements
        assert twice(statements) == []


def test_opening_another_source_asks_for_nothing_twice(article: Reporter) -> None:
    page = article.window.workbench.page(SourcesPage)
    for source in article.store.all(Source):
        with asked(article.store) as statements:
            page.list.chosen.emit(source.id)
        assert page.source == source
        assert twice(statements) == []


def test_a_page_that_is_shown_again_asks_for_nothing_when_no_step_was_made(article: Reporter) -> None:
    page = article.window.workbench.page(SourcesPage)
    with asked(article.store) as statements:
        page.refresh()
        page.show_selection()
        page.show_similar()
    assert statements == []


def test_selected_words_are_read_without_asking_the_case(article: Reporter) -> None:
    with asked(article.store) as statements:
        press(article, Qt.Key.Key_S)
        rest(article)
    assert not [statement for statement in statements if "case_info" not in statement]  # the window's, for its settings


def test_one_enter_in_the_reader_asks_little(article: Reporter) -> None:
    press(article, Qt.Key.Key_S)
    rest(article)
    before = len(article.store.all(Claim))
    with asked(article.store) as statements:
        press(article, Qt.Key.Key_Return)
    assert len(article.store.all(Claim)) == before + 1
    assert len(statements) <= MOST_AT_ENTER, "\n".join(statements)
    page = [statement for statement in statements if '"source_id" =' in statement]
    assert len(page) == len(set(page)) == 3


@pytest.mark.parametrize("resting", [False, True])
def test_what_words_suggest_is_read_once_and_logged_as_it_is_shown(
    reading: Reporter, monkeypatch: pytest.MonkeyPatch, resting: bool
) -> None:
    read: list[str] = []

    def counted(known: KnownActors, source: Source, start: int, end: int) -> Suggestion:
        read.append(source.text[start:end])
        return suggest(known, source, start, end)

    monkeypatch.setattr("tracker.gui.pages.sources.state.suggest", counted)
    for _ in range(2):
        press(reading, Qt.Key.Key_S)
        if resting:
            rest(reading)
    press(reading, Qt.Key.Key_Return)
    assert read == (["市長林安（Lin An）表示，擴建沒有超支。"] if resting else []) + ["前員工透露，付了兩次款。"]
    assert [claim.statement for claim in reading.store.all(Claim)] == ["前員工透露，付了兩次款。"]


def test_a_suggested_claimant_who_is_known_meanwhile_is_not_added_again(reading: Reporter) -> None:
    press(reading, Qt.Key.Key_S)
    rest(reading)
    assert "claimant 林安" in shown(reading)
    actor = actors.add_actor(reading.store, "Lin An")
    assert "claimant Lin An" in shown(reading)
    press(reading, Qt.Key.Key_Return)
    assert [known.id for known in reading.store.all(Actor)] == [actor.id]
    assert reading.store.all(Attribution)[0].actor_id == actor.id


def test_a_suggested_claimant_who_is_gone_meanwhile_is_not_named(reading: Reporter) -> None:
    actors.add_actor(reading.store, "公司")
    press(reading, Qt.Key.Key_S)
    press(reading, Qt.Key.Key_S)
    press(reading, Qt.Key.Key_S)
    rest(reading)
    assert "claimant 公司 · denial" in shown(reading)
    reading.act("undo")
    press(reading, Qt.Key.Key_Return)
    assert [attribution.actor_id for attribution in reading.store.all(Attribution)] == [None]


def test_an_event_belongs_to_the_source_its_form_was_opened_for(reading: Reporter) -> None:
    page = reading.window.workbench.page(SourcesPage)
    first = page.source
    other = sources.add_source(reading.store, Source(title="Quay", text="Nothing was said of any of it at the quay."))
    press(reading, Qt.Key.Key_S)
    rest(reading)
    press(reading, Qt.Key.Key_T)
    assert page.form is not None
    reading.type(" indeed", page.form.fields["title"])
    page.show_source(other.id)
    page.form.save()
    assert first is not None
    assert [event.source_id for event in reading.store.all(Event)] == [first.id]


def test_evidence_is_anchored_in_its_own_source_after_another_was_opened(reading: Reporter) -> None:
    page = reading.window.workbench.page(SourcesPage)
    press(reading, Qt.Key.Key_S)
    rest(reading)
    press(reading, Qt.Key.Key_Return)
    press(reading, Qt.Key.Key_S)
    rest(reading)
    press(reading, Qt.Key.Key_V)
    assert page.form is not None
    other = sources.add_source(reading.store, Source(title="Quay", text=TEXT + "更多。"))
    reading.type("Paid twice", page.form.fields["shows"])
    page.show_source(other.id)
    page.form.save()
    (evidence,) = reading.store.all(Evidence)
    assert evidence.source_id != other.id
    assert evidence.anchor_id is not None


def test_a_title_that_would_turn_words_round_is_shown_with_marks(reporter: Reporter) -> None:
    sources.add_source(reporter.store, Source(title="report\u202egpj.exe", text=TEXT, publisher="A\u202eB"))
    reporter.window.workbench.show("sources")
    header = reporter.window.workbench.page(SourcesPage).header
    assert header.title.text() == "report⟨RLO⟩gpj.exe"
    assert "A⟨RLO⟩B" in header.about.text()


def test_the_cards_do_not_jump_when_a_form_is_closed(article: Reporter) -> None:
    page = article.window.workbench.page(SourcesPage)
    (area,) = [area for area in page.findChildren(QScrollArea) if area.widget() is page.cards]
    press(article, Qt.Key.Key_S)
    rest(article)
    press(article, Qt.Key.Key_E)
    article.press(Qt.Key.Key_Escape)
    article.rest()
    assert page.form is None
    assert area.verticalScrollBar().maximum() > 0
    assert area.verticalScrollBar().value() == 0
