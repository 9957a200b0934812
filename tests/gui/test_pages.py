"""The other pages: timeline, sources, people, review, events, start, palette."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Reporter, open_window
from tracker.domain.actor import Actor
from tracker.domain.claim import Claim
from tracker.domain.event import Event
from tracker.domain.source import Capture, Source
from tracker.gui import theme
from tracker.gui.actions.newsroom import Newsroom
from tracker.gui.dialogs.add_source import AddSourceDialog
from tracker.gui.dialogs.palette import Palette
from tracker.gui.dialogs.text import TextDialog
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.pages.events import EventsPage
from tracker.gui.pages.people import PeoplePage
from tracker.gui.pages.review import ReviewPage
from tracker.gui.pages.sources.page import SourcesPage
from tracker.gui.pages.start import StartPage
from tracker.gui.pages.timeline.page import TimelinePage
from tracker.gui.window import MainWindow
from tracker.settings import Settings

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_first_page_offers_a_case_and_the_demo(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.gui.actions.case_file.cases_folder", lambda: tmp_path / "cases")
    reporter = open_window(qtbot, lambda _: None)
    start = reporter.window.findChild(StartPage)
    assert start is not None
    promise = next(words for words in start.findChildren(QLabel) if words.wordWrap())
    assert promise.height() >= promise.heightForWidth(promise.width())
    reporter.click("Open the demo case", start)
    assert reporter.store.case.name == "Llama 4 benchmarks"
    reporter.act("close-case")
    again = reporter.window.stack.currentWidget()
    assert isinstance(again, StartPage)
    assert [row.title for row in again.list.rows()] == ["llama-4-benchmarks"]
    reporter.window.close()


def test_a_file_that_is_no_case_is_refused_in_a_sentence(reporter: Reporter, tmp_path: Path) -> None:
    text = tmp_path / "notes.claims"
    text.write_text("not a case")
    reporter.window.workbench.do("open-case", text)
    assert "not a Claimline case" in reporter.window.banner.words.text()
    assert reporter.window.session is not None


def test_a_case_open_elsewhere_is_shown_read_only(demo_reporter: Reporter, qtbot: QtBot) -> None:
    second = open_window(qtbot, lambda window: window.workbench.do("open-case", demo_reporter.store.path))
    assert second.store.read_only
    assert "read-only" in second.window.banner.words.text()
    second.window.close()


def test_an_address_alone_is_kept_as_a_link_and_said_to_be_one(reporter: Reporter) -> None:
    QApplication.clipboard().setText("https://example.org/report")
    reporter.act("paste-source")
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    reporter.click("Keep the link only", dialog)
    source = reporter.store.all(Source)[0]
    assert (source.url, source.text) == ("https://example.org/report", "")
    assert reporter.store.all(Capture) == []
    assert "link only" in reporter.window.statusline.message()


def test_an_address_that_cannot_be_reached_leaves_the_link(reporter: Reporter) -> None:
    QApplication.clipboard().setText("http://127.0.0.1:9/nothing")
    reporter.act("paste-source")
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    reporter.click("Capture the page", dialog)
    reporter.bot.waitUntil(dialog.message.isVisible)
    assert "The link is saved without the page" in dialog.message.text()
    reporter.click("Keep the link only", dialog)
    assert reporter.store.all(Source)[0].url == "http://127.0.0.1:9/nothing"


def test_nothing_at_all_is_no_source(reporter: Reporter) -> None:
    reporter.act("add-source")
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    reporter.click("Add source", dialog)
    assert "first" in dialog.message.text()
    dialog.reject()
    assert reporter.store.all(Source) == []


def test_quotes_are_anchored_right_behind_emoji(reporter: Reporter) -> None:
    QApplication.clipboard().setText("Title\n😀😀 The mayor said 😀 it was closed. Nothing more was said.")
    reporter.act("paste-source")
    dialog = reporter.window.findChild(AddSourceDialog)
    assert dialog is not None
    reporter.click("Add source", dialog)
    reader = reporter.window.workbench.page(SourcesPage).reader
    for _ in range(3):
        reporter.bot.keyClick(reader, Qt.Key.Key_Down, CONTROL)
    reporter.bot.keyClick(reader, Qt.Key.Key_Return)
    claim = reporter.store.all(Claim)[0]
    assert claim.statement == "Nothing more was said."
    state = reporter.window.workbench.page(SourcesPage).state
    assert state is not None
    mark = state.marks[0]
    assert reporter.store.all(Source)[0].text[mark.start : mark.end] == "Nothing more was said."


def test_the_exact_words_of_a_claim_are_one_key_away(demo_reporter: Reporter) -> None:
    demo_reporter.shortcut(Qt.Key.Key_J, CONTROL)
    page = demo_reporter.window.workbench.page(SourcesPage)
    assert demo_reporter.window.workbench.current == "sources"
    start, end = page.reader.picked_span()
    assert page.source is not None
    assert page.source.text[start:end] == "結果確實被動過一點手腳"


def test_an_event_comes_out_of_selected_words(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(SourcesPage)
    demo_reporter.act("open-words")
    demo_reporter.bot.keyClick(page.reader, Qt.Key.Key_T)
    assert page.form is not None
    demo_reporter.press(Qt.Key.Key_Return, CONTROL)
    assert demo_reporter.store.all(Event)[-1].title == "結果確實被動過一點手腳"


def test_zooming_keeps_the_day_under_the_pointer(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-timeline")
    view = demo_reporter.window.workbench.page(TimelinePage).view
    at = QPointF(600, 200)
    day = view.scale.day(at.x() - view.metrics.gutter)
    wheel = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(0, 0), QPoint(0, 240), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = view.scale.px_per_day
    QApplication.sendEvent(view, wheel)
    assert view.scale.px_per_day > before
    assert view.scale.day(at.x() - view.metrics.gutter) == pytest.approx(day)


def test_a_click_on_the_timeline_selects_the_claim_everywhere(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-timeline")
    view = demo_reporter.window.workbench.page(TimelinePage).view
    box = next(b for b in view.scene().boxes if "Meta did not train" in b.label)
    demo_reporter.bot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(*map(int, box.middle)))
    assert demo_reporter.window.session.claim_id == box.item.id  # type: ignore[union-attr]
    demo_reporter.act("show-claims")
    assert demo_reporter.window.workbench.page(ClaimsPage).table.currentIndex().row() == 1


def test_arrows_walk_the_timeline_in_time(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-timeline")
    view = demo_reporter.window.workbench.page(TimelinePage).view
    demo_reporter.bot.keyClick(view, Qt.Key.Key_Home)
    seen = []
    for _ in range(8):
        item = view.items.item(view.items.find(view.selected_id))
        seen.append(item.low if item.low is not None else item.high)
        demo_reporter.bot.keyClick(view, Qt.Key.Key_Right)
    assert seen == sorted(seen, key=lambda day: day or 0)
    assert len(set(seen)) > 4


def test_what_has_no_date_stands_in_the_tray_and_nowhere_else(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-timeline")
    page = demo_reporter.window.workbench.page(TimelinePage)
    tray = {row.id for row in page.undated.rows()}
    assert tray
    assert not tray & {box.item.id for box in page.view.scene().boxes}


def test_sending_back_without_a_question_is_refused_and_with_one_goes_on(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-review")
    page = demo_reporter.window.workbench.page(ReviewPage)
    first = page.queue()[0]
    demo_reporter.window.session.select(first.id)  # type: ignore[union-attr]
    demo_reporter.click("Send back", page)
    assert "needs a reason" in demo_reporter.window.banner.words.text()
    assert demo_reporter.store.get(Claim, first.id).review == "in review"
    demo_reporter.type("Who says so?", page.reason)
    demo_reporter.click("Send back", page)
    assert demo_reporter.store.get(Claim, first.id).review == "sent back"
    assert demo_reporter.window.session.claim_id != first.id  # type: ignore[union-attr]


def test_protecting_a_person_gives_a_pseudonym(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-people")
    page = demo_reporter.window.workbench.page(PeoplePage)
    name = next(row.title for row in page.list.rows() if row.id == page.record_id)
    demo_reporter.click("Protect…", page)
    actor = demo_reporter.store.all(Actor, name=name)[0]
    assert (actor.protected, actor.pseudonym) == (True, "Source B")


def test_a_person_is_added_with_names_in_two_scripts(reporter: Reporter) -> None:
    reporter.act("add-person")
    form = reporter.window.workbench.page(PeoplePage).form
    assert form is not None
    reporter.type("林安", form.fields["name"])
    reporter.type("Lin An", form.fields["names"])
    reporter.press(Qt.Key.Key_Return, CONTROL)
    assert reporter.store.all(Actor)[0].name == "林安"
    assert reporter.window.workbench.page(PeoplePage).list.rows()[0].note.startswith("Lin An")


def test_an_event_is_added_with_a_fuzzy_date(reporter: Reporter) -> None:
    reporter.act("add-event")
    form = reporter.window.workbench.page(EventsPage).form
    assert form is not None
    reporter.type("The bridge was closed", form.fields["title"])
    reporter.type("mid-July 2025", form.fields["when"].focusProxy())
    reporter.press(Qt.Key.Key_Return, CONTROL)
    assert reporter.store.all(Event)[0].when.edtf == "2025-07-11/2025-07-20"


def test_the_palette_finds_a_person_by_another_script(demo_reporter: Reporter) -> None:
    demo_reporter.shortcut(Qt.Key.Key_K, CONTROL)
    palette = demo_reporter.window.findChild(Palette)
    assert palette is not None
    demo_reporter.bot.keyClicks(palette.line, "yann")
    first = palette.list.rows()[0]
    assert first.title in ("楊立昆", "LeCun, open questions")
    demo_reporter.bot.keyClicks(palette.line, " lecun 杨"[:6])
    demo_reporter.bot.keyClick(palette.line, Qt.Key.Key_Return)
    assert demo_reporter.window.workbench.current == "people"


def test_the_check_says_the_case_is_whole(demo_reporter: Reporter) -> None:
    demo_reporter.act("check-case")
    dialog = demo_reporter.window.findChild(TextDialog)
    assert dialog is not None
    assert "No problems found" in dialog.text.toPlainText()


def test_dark_keeps_the_case_and_the_selection(demo_reporter: Reporter) -> None:
    before = demo_reporter.window.session.claim_id  # type: ignore[union-attr]
    demo_reporter.act("theme-dark")
    assert demo_reporter.window.workbench.colours.dark
    assert demo_reporter.window.session.claim_id == before  # type: ignore[union-attr]
    assert demo_reporter.window.workbench.page(ClaimsPage).model.rowCount() == 20


def test_hostile_names_are_shown_as_they_are(demo_reporter: Reporter) -> None:
    hostile = "<img src='/etc/passwd'><b>bold</b> &File \u202egpj"
    actor = demo_reporter.store.all(Actor)[0]
    with demo_reporter.store.step("Rename"):
        demo_reporter.store.put(replace(actor, name=hostile))
    for page in ("claims", "timeline", "sources", "people", "review", "events"):
        demo_reporter.window.workbench.show(page)
    labels = demo_reporter.window.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert any("<b>bold</b>" in label.text() and "⟨RLO⟩" in label.text() for label in labels)


def test_a_case_closes_while_a_selection_is_still_being_read(demo_reporter: Reporter) -> None:
    demo_reporter.act("open-words")
    demo_reporter.bot.keyClick(demo_reporter.window.workbench.page(SourcesPage).reader, Qt.Key.Key_Down, CONTROL)
    demo_reporter.act("close-case")
    demo_reporter.bot.wait(200)
    assert demo_reporter.window.session is None


def test_at_the_first_start_the_name_that_signs_is_told_once(qtbot: QtBot) -> None:
    window = MainWindow(Settings(), theme.LIGHT, remember=False)
    qtbot.addWidget(window)
    window.show()
    window.registry.of(Newsroom).tell_name_once()
    assert f"signed “{window.remembered.settings.author}”" in window.banner.words.text()
    window.banner.hide()
    window.registry.of(Newsroom).tell_name_once()
    assert not window.banner.isVisible()
