"""The inspector: what it reads of a case, what it shows, and what is typed in it."""

from PySide6.QtWidgets import QApplication, QLabel, QScrollArea

from tests.gui.conftest import Reporter
from tracker.domain.claim import Claim
from tracker.domain.source import Source
from tracker.gui.editors.fields import Lines
from tracker.gui.inspector import Inspector
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.widgets.value_button import ValueButton

_MOST = 17  # statements for one claim, its history among them


def inspector_of(reporter: Reporter) -> Inspector:
    return reporter.window.workbench.page(ClaimsPage).inspector


def field(reporter: Reporter, name: str) -> Lines:
    return next(found for found in inspector_of(reporter).findChildren(Lines) if found.accessibleName() == name)


def test_selecting_a_claim_reads_everything_once(demo_reporter: Reporter) -> None:
    session = demo_reporter.window.session
    assert session is not None
    known = session.index.facts.several([claim.id for claim in demo_reporter.store.all(Claim)])
    for facts in known[1:] + known[:1]:
        statements: list[str] = []
        demo_reporter.store.db.trace(statements.append)
        session.select(facts.id)
        demo_reporter.store.db.trace(None)
        assert len(statements) <= _MOST, facts.claim.label
        assert len(set(statements)) == len(statements), facts.claim.label


def test_the_inspector_ends_where_its_text_ends(demo_reporter: Reporter) -> None:
    area = inspector_of(demo_reporter).findChild(QScrollArea)
    assert area is not None
    for claim in demo_reporter.store.all(Claim):
        demo_reporter.window.workbench.open_claim(claim.id)
        demo_reporter.bot.waitUntil(lambda: ends_with_its_text(area))


def ends_with_its_text(area: QScrollArea) -> bool:
    paper = area.widget()
    assert paper is not None
    return paper.height() == max(area.viewport().height(), paper.heightForWidth(paper.width()))


def test_leaving_a_text_saves_it_in_one_step(demo_reporter: Reporter) -> None:
    before = demo_reporter.store.last_step.n
    field(demo_reporter, "Internal note").setPlainText("Ask the lawyer")
    field(demo_reporter, "Statement").setPlainText("Scores were improved by hand")
    demo_reporter.window.workbench.page(ClaimsPage).table.selectRow(3)
    assert demo_reporter.store.last_step.n == before + 2
    claim = demo_reporter.store.all(Claim)[0]
    assert (claim.statement, claim.note) == ("Scores were improved by hand", "Ask the lawyer")


def test_a_link_opens_the_words_it_stands_for(demo_reporter: Reporter) -> None:
    inspector = inspector_of(demo_reporter)
    opened: list[tuple[object, object]] = []
    inspector.open_source.disconnect()
    inspector.open_source.connect(lambda *where: opened.append(where))
    links = [link for link in inspector.findChildren(ValueButton) if link.accessibleName().startswith("Open the words")]
    for link in links:
        link.click()
    assert opened == [(link.value.source_id, link.value.anchor_id) for link in links]  # type: ignore[attr-defined]
    titles = [demo_reporter.store.get(Source, source_id).title for source_id, _ in opened]  # type: ignore[arg-type]
    assert [link.accessibleName() for link in links] == [f"Open the words in {title}" for title in titles]


def words_in(inspector: Inspector) -> list[str]:
    return [found.text() for found in inspector.findChildren(QLabel) if found.isVisible()]


def test_in_an_empty_case_it_says_how_to_begin(reporter: Reporter) -> None:
    assert [words[:12] for words in words_in(inspector_of(reporter))] == ["No claim yet"]


def test_without_a_selected_claim_it_says_what_to_do(demo_reporter: Reporter) -> None:
    demo_reporter.window.session.select(None)  # type: ignore[union-attr]
    QApplication.processEvents()
    assert [words[:14] for words in words_in(inspector_of(demo_reporter))] == ["Select a claim"]
