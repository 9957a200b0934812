"""The other pages: timeline, sources, people, review, events, start, palette."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Desk, open_window
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
    desk = open_window(qtbot, lambda _: None)
    start = desk.window.findChild(StartPage)
    assert start is not None
    promise = next(words for words in start.findChildren(QLabel) if words.wordWrap())
    assert promise.height() >= promise.heightForWidth(promise.width())
    desk.click("Open the demo case", start)
    assert desk.store.case.name == "Llama 4 benchmarks"
    desk.act("close-case")
    again = desk.window.stack.currentWidget()
    assert isinstance(again, StartPage)
    assert [row.title for row in again.list.rows()] == ["llama-4-benchmarks"]
    desk.window.close()


def test_a_file_that_is_no_case_is_refused_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    text = tmp_path / "notes.claims"
    text.write_text("not a case")
    desk.window.workbench.do("open-case", text)
    assert "not a Claimline case" in desk.window.banner.words.text()
    assert desk.window.session is not None


def test_a_case_open_elsewhere_is_shown_read_only(demo_desk: Desk, qtbot: QtBot) -> None:
    second = open_window(qtbot, lambda window: window.workbench.do("open-case", demo_desk.store.path))
    assert second.store.read_only
    assert "read-only" in second.window.banner.words.text()
    second.window.close()


def test_an_address_alone_is_kept_as_a_link_and_said_to_be_one(desk: Desk) -> None:
    QApplication.clipboard().setText("https://example.org/report")
    desk.act("paste-source")
    dialog = desk.window.findChild(AddSourceDialog)
    assert dialog is not None
    desk.click("Keep the link only", dialog)
    source = desk.store.all(Source)[0]
    assert (source.url, source.text) == ("https://example.org/report", "")
    assert desk.store.all(Capture) == []
    assert "link only" in desk.window.statusline.message()


def test_an_address_that_cannot_be_reached_leaves_the_link(desk: Desk) -> None:
    QApplication.clipboard().setText("http://127.0.0.1:9/nothing")
    desk.act("paste-source")
    dialog = desk.window.findChild(AddSourceDialog)
    assert dialog is not None
    desk.click("Fetch and keep the page", dialog)
    desk.bot.waitUntil(dialog.message.isVisible)
    assert "The link is kept without the page" in dialog.message.text()
    desk.click("Keep the link only", dialog)
    assert desk.store.all(Source)[0].url == "http://127.0.0.1:9/nothing"


def test_nothing_at_all_is_no_source(desk: Desk) -> None:
    desk.act("add-source")
    dialog = desk.window.findChild(AddSourceDialog)
    assert dialog is not None
    desk.click("Add source", dialog)
    assert "first" in dialog.message.text()
    dialog.reject()
    assert desk.store.all(Source) == []


def test_quotes_are_anchored_right_behind_emoji(desk: Desk) -> None:
    QApplication.clipboard().setText("Title\n😀😀 The mayor said 😀 it was closed. Nothing more was said.")
    desk.act("paste-source")
    dialog = desk.window.findChild(AddSourceDialog)
    assert dialog is not None
    desk.click("Add source", dialog)
    reader = desk.window.workbench.page(SourcesPage).reader
    for _ in range(3):
        desk.bot.keyClick(reader, Qt.Key.Key_Down, CONTROL)
    desk.bot.keyClick(reader, Qt.Key.Key_Return)
    claim = desk.store.all(Claim)[0]
    assert claim.statement == "Nothing more was said."
    state = desk.window.workbench.page(SourcesPage).state
    assert state is not None
    mark = state.marks[0]
    assert desk.store.all(Source)[0].text[mark.start : mark.end] == "Nothing more was said."


def test_the_exact_words_of_a_claim_are_one_key_away(demo_desk: Desk) -> None:
    demo_desk.shortcut(Qt.Key.Key_J, CONTROL)
    page = demo_desk.window.workbench.page(SourcesPage)
    assert demo_desk.window.workbench.current == "sources"
    start, end = page.reader.picked_span()
    assert page.source is not None
    assert page.source.text[start:end] == "結果確實被動過一點手腳"


def test_an_event_comes_out_of_selected_words(demo_desk: Desk) -> None:
    page = demo_desk.window.workbench.page(SourcesPage)
    demo_desk.act("open-words")
    demo_desk.bot.keyClick(page.reader, Qt.Key.Key_T)
    assert page.form is not None
    demo_desk.press(Qt.Key.Key_Return, CONTROL)
    assert demo_desk.store.all(Event)[-1].title == "結果確實被動過一點手腳"


def test_zooming_keeps_the_day_under_the_pointer(demo_desk: Desk) -> None:
    demo_desk.act("show-timeline")
    view = demo_desk.window.workbench.page(TimelinePage).view
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


def test_a_click_on_the_timeline_selects_the_claim_everywhere(demo_desk: Desk) -> None:
    demo_desk.act("show-timeline")
    view = demo_desk.window.workbench.page(TimelinePage).view
    box = next(b for b in view.scene().boxes if "Meta did not train" in b.label)
    demo_desk.bot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(*map(int, box.middle)))
    assert demo_desk.window.session.claim_id == box.item.id  # type: ignore[union-attr]
    demo_desk.act("show-claims")
    assert demo_desk.window.workbench.page(ClaimsPage).table.currentIndex().row() == 1


def test_arrows_walk_the_timeline_in_time(demo_desk: Desk) -> None:
    demo_desk.act("show-timeline")
    view = demo_desk.window.workbench.page(TimelinePage).view
    demo_desk.bot.keyClick(view, Qt.Key.Key_Home)
    seen = []
    for _ in range(8):
        item = view.items.item(view.items.find(view.selected_id))
        seen.append(item.low if item.low is not None else item.high)
        demo_desk.bot.keyClick(view, Qt.Key.Key_Right)
    assert seen == sorted(seen, key=lambda day: day or 0)
    assert len(set(seen)) > 4


def test_what_has_no_date_stands_in_the_tray_and_nowhere_else(demo_desk: Desk) -> None:
    demo_desk.act("show-timeline")
    page = demo_desk.window.workbench.page(TimelinePage)
    tray = {row.id for row in page.undated.rows()}
    assert tray
    assert not tray & {box.item.id for box in page.view.scene().boxes}


def test_sending_back_without_a_question_is_refused_and_with_one_goes_on(demo_desk: Desk) -> None:
    demo_desk.act("show-review")
    page = demo_desk.window.workbench.page(ReviewPage)
    first = page.queue()[0]
    demo_desk.window.session.select(first.id)  # type: ignore[union-attr]
    demo_desk.click("Send back", page)
    assert "needs a reason" in demo_desk.window.banner.words.text()
    assert demo_desk.store.get(Claim, first.id).review == "in review"
    demo_desk.type("Who says so?", page.reason)
    demo_desk.click("Send back", page)
    assert demo_desk.store.get(Claim, first.id).review == "sent back"
    assert demo_desk.window.session.claim_id != first.id  # type: ignore[union-attr]


def test_protecting_a_person_gives_a_pseudonym(demo_desk: Desk) -> None:
    demo_desk.act("show-people")
    page = demo_desk.window.workbench.page(PeoplePage)
    name = next(row.title for row in page.list.rows() if row.id == page.record_id)
    demo_desk.click("Protect…", page)
    actor = demo_desk.store.all(Actor, name=name)[0]
    assert (actor.protected, actor.pseudonym) == (True, "Source B")


def test_a_person_is_added_with_names_in_two_scripts(desk: Desk) -> None:
    desk.act("add-person")
    form = desk.window.workbench.page(PeoplePage).form
    assert form is not None
    desk.type("林安", form.fields["name"])
    desk.type("Lin An", form.fields["names"])
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert desk.store.all(Actor)[0].name == "林安"
    assert desk.window.workbench.page(PeoplePage).list.rows()[0].note.startswith("Lin An")


def test_an_event_is_added_with_a_fuzzy_date(desk: Desk) -> None:
    desk.act("add-event")
    form = desk.window.workbench.page(EventsPage).form
    assert form is not None
    desk.type("The bridge was closed", form.fields["title"])
    desk.type("mid-July 2025", form.fields["when"].focusProxy())
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert desk.store.all(Event)[0].when.edtf == "2025-07-11/2025-07-20"


def test_the_palette_finds_a_person_by_another_script(demo_desk: Desk) -> None:
    demo_desk.shortcut(Qt.Key.Key_K, CONTROL)
    palette = demo_desk.window.findChild(Palette)
    assert palette is not None
    demo_desk.bot.keyClicks(palette.line, "yann")
    first = palette.list.rows()[0]
    assert first.title in ("楊立昆", "LeCun, open questions")
    demo_desk.bot.keyClicks(palette.line, " lecun 杨"[:6])
    demo_desk.bot.keyClick(palette.line, Qt.Key.Key_Return)
    assert demo_desk.window.workbench.current == "people"


def test_the_check_says_the_case_is_whole(demo_desk: Desk) -> None:
    demo_desk.act("check-case")
    dialog = demo_desk.window.findChild(TextDialog)
    assert dialog is not None
    assert "whole" in dialog.text.toPlainText()


def test_dark_keeps_the_case_and_the_selection(demo_desk: Desk) -> None:
    before = demo_desk.window.session.claim_id  # type: ignore[union-attr]
    demo_desk.act("theme-dark")
    assert demo_desk.window.workbench.colours.dark
    assert demo_desk.window.session.claim_id == before  # type: ignore[union-attr]
    assert demo_desk.window.workbench.page(ClaimsPage).model.rowCount() == 20


def test_hostile_names_are_shown_as_they_are(demo_desk: Desk) -> None:
    hostile = "<img src='/etc/passwd'><b>bold</b> &File \u202egpj"
    actor = demo_desk.store.all(Actor)[0]
    with demo_desk.store.step("Rename"):
        demo_desk.store.put(replace(actor, name=hostile))
    for page in ("claims", "timeline", "sources", "people", "review", "events"):
        demo_desk.window.workbench.show(page)
    labels = demo_desk.window.findChildren(QLabel)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert any("<b>bold</b>" in label.text() and "⟨RLO⟩" in label.text() for label in labels)


def test_a_case_closes_while_a_selection_is_still_being_read(demo_desk: Desk) -> None:
    demo_desk.act("open-words")
    demo_desk.bot.keyClick(demo_desk.window.workbench.page(SourcesPage).reader, Qt.Key.Key_Down, CONTROL)
    demo_desk.act("close-case")
    demo_desk.bot.wait(200)
    assert demo_desk.window.session is None


def test_at_the_first_start_the_name_that_signs_is_told_once(qtbot: QtBot) -> None:
    window = MainWindow(Settings(), theme.LIGHT, remember=False)
    qtbot.addWidget(window)
    window.show()
    window.registry.of(Newsroom).tell_name_once()
    assert f"signed “{window.remembered.settings.author}”" in window.banner.words.text()
    window.banner.hide()
    window.registry.of(Newsroom).tell_name_once()
    assert not window.banner.isVisible()
