"""One key in the reader logs a claim with what the text states, and nothing else."""

import pytest
from PySide6.QtCore import Qt

from tests.gui.conftest import Reporter
from tracker.commands import sources
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.source import Source
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.pages.sources.page import SourcesPage

TEXT = "周默（Zhou Mo）表示，擴建沒有超支。被曝第二份合約沒有招標。"


@pytest.fixture
def reading(reporter: Reporter) -> Reporter:
    """A window with an article, with a known publication date, open in the reader."""
    article = Source(title="Port", text=TEXT, publisher="海風日報", published=read_date("2026-03-02"))
    sources.add_source(reporter.store, article, sources.Original(TEXT.encode()))
    reporter.window.workbench.show("sources")
    reporter.window.workbench.page(SourcesPage).reader.setFocus()
    return reporter


def logged(reporter: Reporter) -> list[Attribution]:
    """Log the next suggested sentence; what was written down so far, oldest first."""
    before = len(reporter.store.all(Claim))
    reader = reporter.window.workbench.page(SourcesPage).reader
    reporter.bot.keyClick(reader, Qt.Key.Key_S)
    reporter.bot.waitUntil(lambda: bool(reader.picked_span()[1]))
    reporter.rest(reporter.window.workbench.page(SourcesPage))
    reporter.bot.keyClick(reader, Qt.Key.Key_Return)
    reporter.bot.waitUntil(lambda: len(reporter.store.all(Claim)) == before + 1)
    return sorted(reporter.store.all(Attribution), key=lambda one: one.id)


def test_the_day_of_publication_is_never_written_down_as_the_day_of_saying(reading: Reporter) -> None:
    assert [attribution.said.words for attribution in logged(reading)] == [""]
    assert [attribution.said.words for attribution in logged(reading)] == ["", ""]


def test_a_rumour_is_not_logged_as_on_record(reading: Reporter) -> None:
    logged(reading)
    named, rumour = logged(reading)
    assert named.record == "on record"
    assert rumour.record == "unknown"


def test_the_form_of_a_new_claim_leaves_the_day_of_saying_empty(reading: Reporter) -> None:
    reading.act("new-claim")
    form = reading.window.workbench.page(ClaimsPage).inspector.new_form
    assert form is not None
    assert form.values()["said"].words == ""
