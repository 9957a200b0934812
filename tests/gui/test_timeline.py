"""The timeline under a hand: dragged, zoomed, walked, folded, searched, dated, exported."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Reporter
from tracker.commands import claims, events
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import iso, parse_iso, read_date
from tracker.domain.event import Event
from tracker.domain.query import EVERYTHING, Query
from tracker.gui.dialogs.picture import PictureDialog
from tracker.gui.pages.timeline import placement
from tracker.gui.pages.timeline.page import TimelinePage
from tracker.gui.timeline.view import TimelineView
from tracker.timeline.scene import Band, Box

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(demo_reporter: Reporter) -> TimelinePage:
    demo_reporter.act("show-timeline")
    QApplication.processEvents()
    return demo_reporter.window.workbench.page(TimelinePage)


def box_of(view: TimelineView, words: str) -> Box:
    """The box with this claim or event text, scrolled into view."""
    item_id = next(i for i in view.items.ids.tolist() if words in view.items.label(i)[0])
    view.choose(view.items.item(view.items.find(item_id)))
    view.reveal()
    box = view.scene().box_of(item_id)
    assert box is not None, words
    return box


def at(view: TimelineView, x: float, y: float) -> QPoint:
    return QPoint(round(x), round(y - view.top))


def lane(view: TimelineView, name: str) -> Band:
    return next(band for band in view.laid_out.lanes.bands if band.name == name)


def drag(bot: QtBot, view: TimelineView, start: QPoint, end: QPoint, held: Qt.KeyboardModifier | None = None) -> None:
    none = Qt.KeyboardModifier.NoModifier
    bot.mousePress(view, LEFT, held or none, start)
    for part in (0.3, 0.7, 1.0):
        bot.mouseMove(view, start + (end - start) * part)
    bot.mouseRelease(view, LEFT, held or none, end)


def menu() -> QMenu:
    QApplication.processEvents()
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu)
    return found


def choose(words: str) -> None:
    opened = menu()
    action = next((a for a in opened.actions() if a.text().replace("&&", "&") == words), None)
    assert action is not None, [a.text() for a in opened.actions()]
    action.trigger()
    opened.close()
    QApplication.processEvents()


def ask(page: TimelinePage, box: Box) -> None:
    """Open the menu of an item with the mouse."""
    where = at(page.view, *box.middle)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, page.view.mapToGlobal(where))
    QApplication.sendEvent(page.view, event)


def claim_with(reporter: Reporter, words: str) -> Attribution:
    claim = next(c for c in reporter.store.all(Claim) if words in c.statement)
    return reporter.store.all(Attribution, claim_id=claim.id)[0]


# Moving


def test_dragging_moves_time_with_the_hand_and_it_glides_to_a_stop(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    day = view.scale.day(300)
    drag(demo_reporter.bot, view, QPoint(500, 300), QPoint(560, 300))
    assert view.scale.x(day) >= 355
    demo_reporter.bot.waitUntil(lambda: not view.glide.isActive())


@pytest.mark.parametrize(
    ("key", "days"), [(Qt.Key.Key_1, 1), (Qt.Key.Key_2, 7), (Qt.Key.Key_3, 31), (Qt.Key.Key_5, 366), (Qt.Key.Key_6, 3653)]
)  # fmt: skip
def test_number_keys_show_a_day_to_a_decade_around_the_selection(
    demo_reporter: Reporter, page: TimelinePage, key: Qt.Key, days: int
) -> None:
    box_of(page.view, "Meta bought 49%")
    demo_reporter.bot.keyClick(page.view, key)
    first, last = page.view.days()
    assert last - first == pytest.approx(days)
    assert first <= parse_iso("2025-06-16") <= last


def test_page_keys_turn_time_like_pages(demo_reporter: Reporter, page: TimelinePage) -> None:
    first, last = page.view.days()
    demo_reporter.bot.keyClick(page.view, Qt.Key.Key_PageDown)
    assert page.view.days()[0] == pytest.approx(first + (last - first) * 0.8)
    demo_reporter.bot.keyClick(page.view, Qt.Key.Key_PageUp)
    assert page.view.days()[0] == pytest.approx(first)


def test_f_shows_everything(demo_reporter: Reporter, page: TimelinePage) -> None:
    demo_reporter.bot.keyClick(page.view, Qt.Key.Key_1)
    demo_reporter.bot.keyClick(page.view, Qt.Key.Key_F)
    first, last = page.view.days()
    assert first < parse_iso("2013-01-01") < parse_iso("2026-01-01") < last


def test_home_and_end_go_to_the_first_and_the_last_in_time(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    starts = {}
    for n in range(len(view.items)):
        item = view.items.item(n)
        starts[item.id] = item.low if item.low is not None else item.high or 0
    demo_reporter.bot.keyClick(view, Qt.Key.Key_Home)
    assert starts[view.selected_id or 0] == min(starts.values())
    demo_reporter.bot.keyClick(view, Qt.Key.Key_End)
    assert starts[view.selected_id or 0] == max(starts.values())


def test_arrows_visit_every_item_once_and_back_again(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    demo_reporter.bot.keyClick(view, Qt.Key.Key_Home)
    seen = [view.selected_id]
    for _ in range(len(view.items) - 1):
        demo_reporter.bot.keyClick(view, Qt.Key.Key_Right)
        seen.append(view.selected_id)
    assert sorted(map(str, seen)) == sorted(map(str, view.items.ids.tolist()))
    back = []
    for _ in range(len(view.items)):
        back.append(view.selected_id)
        demo_reporter.bot.keyClick(view, Qt.Key.Key_Left)
    assert back == seen[::-1]


def test_what_an_arrow_selects_is_in_view(demo_reporter: Reporter, page: TimelinePage) -> None:
    for _ in range(12):
        demo_reporter.bot.keyClick(page.view, Qt.Key.Key_Right)
        box = page.view.scene().box_of(page.view.selected_id)
        assert box is not None
        assert page.view.rect().contains(at(page.view, *box.middle))


def test_a_double_click_looks_closer(demo_reporter: Reporter, page: TimelinePage) -> None:
    box = box_of(page.view, "Meta bought 49%")
    before = page.view.scale.px_per_day
    demo_reporter.bot.mouseDClick(page.view, LEFT, pos=at(page.view, *box.middle))
    assert page.view.scale.px_per_day > before
    first, last = page.view.days()
    assert first < parse_iso("2025-06-01") < parse_iso("2025-06-30") < last


def test_ctrl_and_wheel_scrolls_the_lanes(page: TimelinePage) -> None:
    view, where = page.view, QPointF(400, 300)
    wheel = QWheelEvent(where, view.mapToGlobal(where), QPoint(0, 0), QPoint(0, -240), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    scale = view.scale
    QApplication.sendEvent(view, wheel)
    assert view.top > 0
    assert view.scale == scale


def test_the_brush_of_the_overview_moves_and_widens_the_view(demo_reporter: Reporter, page: TimelinePage) -> None:
    overview, view = page.overview, page.view
    first, last = view.days()
    middle = QPoint(round(overview._x((first + last) / 2)), 30)
    drag(demo_reporter.bot, overview, middle, middle - QPoint(100, 0))  # type: ignore[arg-type]
    moved = overview._day(100) - overview._day(0)
    assert view.days()[0] == pytest.approx(first - moved, abs=moved * 0.1)
    left = QPoint(round(overview._x(view.days()[0])), 30)
    end = view.days()[1]
    drag(demo_reporter.bot, overview, left, left - QPoint(80, 0))  # type: ignore[arg-type]
    assert view.days()[1] == pytest.approx(end, abs=1)
    assert view.days()[0] < first - moved
    before = view.days()
    demo_reporter.bot.keyClick(overview, Qt.Key.Key_Right)
    assert view.days()[0] > before[0]


# Searching


def test_a_span_drawn_with_shift_becomes_a_term_of_the_search(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    left, right = (view.metrics.gutter + view.scale.x(parse_iso(day)) for day in ("2025-06-01", "2025-07-31"))
    drag(demo_reporter.bot, view, QPoint(round(left) + 1, 200), QPoint(round(right), 260), SHIFT)
    session = demo_reporter.window.session
    assert session is not None
    assert session.query.text.startswith("said:2025-0")
    assert 0 < len(session.found) < len(session.index.facts)
    demo_reporter.click(f"{session.query.text} ×", demo_reporter.window.search)
    assert session.query.text == ""


def test_what_a_search_finds_is_lit_while_the_rest_dims(demo_reporter: Reporter, page: TimelinePage) -> None:
    session = demo_reporter.window.session
    assert session is not None
    total = len(page.view.items)
    session.search(Query.parse("verdict:disputed"))
    found = {facts.id for facts in session.found}
    assert len(page.view.items) < total
    demo_reporter.click("Dim other claims")
    assert len(page.view.items) == total
    page.view.fit()
    boxes = page.view.scene().boxes
    assert {box.item.id for box in boxes if not box.dim and box.item.kind == "claim"} <= found
    assert any(box.dim for box in boxes)
    session.search(EVERYTHING)
    assert not any(box.dim for box in page.view.scene().boxes)


# Lanes


@pytest.mark.parametrize(("words", "lanes"), [("Verdict", "Disputed"), ("None", "All"), ("Tag", "benchmarks")])
def test_lanes_are_what_one_asks_for(demo_reporter: Reporter, page: TimelinePage, words: str, lanes: str) -> None:
    demo_reporter.click(words, page)
    assert lanes in [band.name for band in page.view.laid_out.lanes.bands]


def test_sources_stand_under_their_publishers(demo_reporter: Reporter, page: TimelinePage) -> None:
    demo_reporter.click("Source", page)
    bands = page.view.laid_out.lanes.bands
    headings = {band.name for band in bands if band.heading}
    assert {"示範通訊", "Demo Wire"} <= headings


def test_a_click_on_a_heading_folds_its_group(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    names = [band.name for band in view.laid_out.lanes.bands]
    heading = lane(view, "People")
    demo_reporter.bot.mouseClick(view, LEFT, pos=at(view, 40, heading.y + 10))
    assert "楊立昆" in names
    assert "楊立昆" not in [band.name for band in view.laid_out.lanes.bands]
    demo_reporter.bot.mouseClick(view, LEFT, pos=at(view, 40, heading.y + 10))
    assert [band.name for band in view.laid_out.lanes.bands] == names


def test_a_click_on_a_lane_folds_it_to_its_density(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    band = lane(view, "楊立昆")
    demo_reporter.bot.mouseClick(view, LEFT, pos=at(view, 40, band.y + 10))
    folded = lane(view, "楊立昆")
    assert folded.collapsed
    assert folded.height < band.height
    assert any(density.lane == folded.lane for density in view.scene().densities)


def test_a_lane_dragged_before_another_stays_there_for_this_case(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    upper, lower = lane(view, "楊立昆"), lane(view, "田淵棟")
    drag(demo_reporter.bot, view, at(view, 40, lower.y + 12), at(view, 40, upper.y + 4))
    names = [band.name for band in view.laid_out.lanes.bands]
    assert names.index("田淵棟") < names.index("楊立昆")
    stored = demo_reporter.window.remembered.settings.lanes[demo_reporter.store.case.uid]["claimant"]
    assert stored.index(lower.key) < stored.index(upper.key)
    demo_reporter.click("Verdict", page)
    demo_reporter.click("Claimant", page)
    assert [band.name for band in view.laid_out.lanes.bands] == names


def test_a_heading_stays_where_it_is(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    names = [band.name for band in view.laid_out.lanes.bands]
    drag(demo_reporter.bot, view, at(view, 40, lane(view, "People").y + 10), at(view, 40, lane(view, "田淵棟").y + 4))
    assert [band.name for band in view.laid_out.lanes.bands] == names


def test_a_lane_can_be_moved_and_folded_from_the_menu(page: TimelinePage) -> None:
    view = page.view
    names = [band.name for band in view.laid_out.lanes.bands if not band.heading]
    ask(page, box_of(view, "Those responsible for Llama 4"))
    choose("Move this lane up")
    moved = [band.name for band in view.laid_out.lanes.bands if not band.heading]
    assert moved.index("田淵棟") == names.index("田淵棟") - 1
    ask(page, box_of(view, "Those responsible for Llama 4"))
    choose("Collapse this lane")
    assert lane(view, "田淵棟").collapsed


def test_the_role_of_an_actor_is_drawn_in_its_lane(page: TimelinePage) -> None:
    bands = [band for band in page.view.scene().bands if band.roles]
    assert "Chief scientist at Meta" in [title for band in bands for _, _, title, _ in band.roles]


# Dates


def test_an_end_dragged_to_another_day_is_one_step_and_can_be_undone(
    demo_reporter: Reporter, page: TimelinePage
) -> None:
    view = page.view
    box = box_of(view, "Meta bought 49%")
    before = claim_with(demo_reporter, "Meta bought 49%")
    target = view.metrics.gutter + view.scale.x(parse_iso("2025-07-11"))
    drag(demo_reporter.bot, view, at(view, box.x + box.width, box.middle[1]), at(view, target, box.middle[1]))
    choose("June–July 2025")
    now = claim_with(demo_reporter, "Meta bought 49%")
    assert (now.said.edtf, now.said.throughout) == ("2025-06-01/2025-07-31", False)
    assert demo_reporter.store.last_step.name == "Change when it was said"
    redrawn = view.scene().box_of(box.item.id)
    assert redrawn is not None
    assert redrawn.width > box.width
    demo_reporter.act("undo")
    assert claim_with(demo_reporter, "Meta bought 49%").said == before.said


def test_a_date_can_be_changed_from_the_keyboard(demo_reporter: Reporter, page: TimelinePage) -> None:
    box_of(page.view, "Meta bought 49%")
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(page.view, event)
    choose("Change its last day…")
    choose("30 June 2025")
    assert claim_with(demo_reporter, "Meta bought 49%").said.edtf == "2025-06-30"


def _texts() -> list[str]:
    return [action.text() for action in menu().actions()]


def test_a_date_that_is_left_as_it_was_makes_no_step(demo_reporter: Reporter, page: TimelinePage) -> None:
    box = box_of(page.view, "Meta bought 49%")
    step = demo_reporter.store.last_step.n
    page.view.redated.emit(box.item, "high", parse_iso("2025-08-01"))
    choose("Leave unchanged")
    assert demo_reporter.store.last_step.n == step


def test_the_end_of_an_event_can_be_dragged_too(demo_reporter: Reporter, page: TimelinePage) -> None:
    box = box_of(page.view, "Scale AI 入股")
    page.view.redated.emit(box.item, "high", parse_iso("2025-06-20"))
    choose("20 June 2025")
    assert demo_reporter.store.get(Event, box.item.id).when.edtf == "2025-06-20"


def test_a_selected_claim_shows_its_several_dates(demo_reporter: Reporter, page: TimelinePage) -> None:
    box = box_of(page.view, "Llama 4 的基準測試")
    demo_reporter.bot.mouseClick(page.view, LEFT, pos=at(page.view, *box.middle))
    names = [name for *_, name in page.view.scene().trail]
    assert {"about", "said", "published"} <= set(names)


def test_a_drag_of_a_few_pixels_moves_the_end_by_a_few_days(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    box = box_of(view, "Llama 4 的基準測試")
    seen: list[int] = []
    view.redated.connect(lambda _item, _end, day: seen.append(day))
    edge = at(view, box.x + box.width, box.middle[1])
    drag(demo_reporter.bot, view, edge, edge + QPoint(6, 0))
    menu().close()
    assert abs(seen[0] - (box.item.high or 0) - 6 / view.scale.px_per_day) <= 1


def test_escape_lets_go_of_an_end(demo_reporter: Reporter, page: TimelinePage) -> None:
    view = page.view
    box = box_of(view, "Meta bought 49%")
    edge = at(view, box.x + box.width, box.middle[1])
    demo_reporter.bot.mousePress(view, LEFT, Qt.KeyboardModifier.NoModifier, edge)
    demo_reporter.bot.mouseMove(view, edge + QPoint(60, 0))
    demo_reporter.bot.keyClick(view, Qt.Key.Key_Escape)
    demo_reporter.bot.mouseRelease(view, LEFT, Qt.KeyboardModifier.NoModifier, edge + QPoint(60, 0))
    assert QApplication.activePopupWidget() is None


def test_a_source_that_many_claims_share_is_named_before_its_date_moves(
    demo_reporter: Reporter, page: TimelinePage
) -> None:
    demo_reporter.click("Published", page)
    box = box_of(page.view, "Llama 4 的基準測試")
    page.view.redated.emit(box.item, "high", parse_iso("2026-01-20"))
    assert any("moves" in words and "claims" in words for words in _texts())
    menu().close()


# What is shown


def test_the_tray_says_whose_the_undated_claims_are(page: TimelinePage) -> None:
    notes = {row.title: row.note for row in page.undated.rows()}
    assert next(note for title, note in notes.items() if title.startswith("Internal warnings")) == "許文哲"
    assert next(note for title, note in notes.items() if title.startswith("The open-source line")) != "楊立昆"


def test_a_crowd_names_some_of_its_items(demo_reporter: Reporter, page: TimelinePage) -> None:
    band = lane(page.view, "田淵棟")
    demo_reporter.bot.mouseClick(page.view, LEFT, pos=at(page.view, 40, band.y + 10))
    density = next(d for d in page.view.scene().densities if d.lane == band.lane)
    column = int(np.flatnonzero(density.counts.any(axis=0))[0])
    where = at(page.view, density.x + (column + 0.5) * density.step, density.y + density.height - 2)
    demo_reporter.bot.mouseMove(page.view, where)
    assert "may fall here" in page.card.text
    assert "· " in page.card.text


def test_the_card_says_the_words_as_written_and_the_bounds(demo_reporter: Reporter, page: TimelinePage) -> None:
    box = box_of(page.view, "Llama 4 的基準測試")
    demo_reporter.bot.mouseMove(page.view, at(page.view, *box.middle))
    assert page.card.isVisible()
    assert "“近日”" in page.card.text
    assert "captured" in page.card.text
    assert "earliest" in page.card.text
    demo_reporter.bot.mouseMove(page.view, QPoint(500, 10))
    assert not page.card.isVisible()


def test_a_screen_reader_hears_what_is_selected(demo_reporter: Reporter, page: TimelinePage) -> None:
    box = box_of(page.view, "Meta bought 49%")
    demo_reporter.bot.mouseClick(page.view, LEFT, pos=at(page.view, *box.middle))
    heard = page.view.accessibleDescription()
    assert heard.startswith("Meta bought 49%")
    assert "Confirmed" in heard
    assert "June 2025" in heard


def test_the_legend_explains_every_shape_and_goes_away_with_a_click(
    demo_reporter: Reporter, page: TimelinePage
) -> None:
    demo_reporter.click("Legend", page)
    assert page.legend.isVisible()
    assert "Some day within" in page.legend.accessibleDescription()
    demo_reporter.bot.mouseClick(page.legend, LEFT)
    assert not page.legend.isVisible()


def test_the_case_can_be_seen_as_it_stood_after_an_earlier_step(demo_reporter: Reporter, page: TimelinePage) -> None:
    claim = next(c for c in demo_reporter.store.all(Claim) if "Meta bought 49%" in c.statement)
    now = len(page.view.items)
    step = demo_reporter.store.last_step.n
    claims.set_verdict(demo_reporter.store, claim.id, "false", "a test")
    events.add_event(demo_reporter.store, Event(title="Much later", when=read_date("2026-01-02")))
    demo_reporter.click("As of today ▾", page)
    page.past_bar.slider.setValue(step)
    demo_reporter.bot.waitUntil(lambda: page.past_step == step)
    assert page.toolbar.as_of.text() == f"As of step {step} ▾"
    assert len(page.view.items) == now
    item = page.view.items.item(page.view.items.find(claim.id))
    assert item.tint == 2
    assert demo_reporter.store.get(Claim, claim.id).verdict == "false"
    scale = page.view.scale
    page.past_bar.slider.setValue(2)
    demo_reporter.bot.waitUntil(lambda: page.past_step == 2)
    assert page.view.scale == scale
    assert len(page.view.items) < now
    demo_reporter.click("Back to today", page)
    assert page.view.items.item(page.view.items.find(claim.id)).tint == 5
    assert page.toolbar.as_of.text() == "As of today ▾"


def test_what_stood_earlier_cannot_be_edited(demo_reporter: Reporter, page: TimelinePage) -> None:
    demo_reporter.click("As of today ▾", page)
    demo_reporter.bot.waitUntil(lambda: page.past_step is not None)
    box = box_of(page.view, "Meta bought 49%")
    ask(page, box)
    assert "Change its last day…" not in _texts()
    menu().close()


def test_a_large_case_is_placed_in_a_thread_and_an_edit_shown_in_place(
    demo_reporter: Reporter, page: TimelinePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "AT_ONCE", 3)
    with demo_reporter.bot.waitSignal(page.shown):
        demo_reporter.click("Source", page)
    items = page.view.items
    claim = next(c for c in demo_reporter.store.all(Claim) if "Meta bought 49%" in c.statement)
    claims.set_verdict(demo_reporter.store, claim.id, "false", "a test")
    assert page.view.items is items
    assert items.item(items.find(claim.id)).tint == 5
    with demo_reporter.bot.waitSignal(page.shown):
        events.add_event(demo_reporter.store, Event(title="New", when=read_date("2025-05-01")))
    assert page.view.items is not items


# Pictures


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize(
    ("form", "suffix", "begins"),
    [("svg", ".svg", b"<svg"), ("png", ".png", b"\x89PNG"), ("png2", ".png", b"\x89PNG"), ("a4", ".pdf", b"%PDF"),
     ("a3", ".pdf", b"%PDF")],
)  # fmt: skip
def test_the_timeline_is_saved_in_every_form(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, suffix: str,
    begins: bytes,
) -> None:  # fmt: skip
    target = tmp_path / f"out{suffix}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("export-picture")
    dialog = demo_reporter.window.findChild(PictureDialog)
    assert dialog is not None
    dialog.form.setCurrentIndex(["svg", "png", "png2", "a4", "a3"].index(form))
    with demo_reporter.bot.waitSignal(dialog.written):
        demo_reporter.click("Save as…", dialog)
    assert target.read_bytes().startswith(begins)
    assert str(target) in demo_reporter.window.statusline.message()


@pytest.mark.usefixtures("page")
def test_the_picture_stops_at_a_protected_name(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    claim = demo_reporter.store.all(Claim)[1]
    with demo_reporter.store.step("Name him"):
        demo_reporter.store.put(replace(claim, statement="許文哲 said so"))
    target = tmp_path / "stopped.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("export-picture")
    dialog = demo_reporter.window.findChild(PictureDialog)
    assert dialog is not None
    demo_reporter.click("Save as…", dialog)
    demo_reporter.bot.waitUntil(dialog.message.isVisible)
    assert "protected name" in dialog.message.text()
    assert not target.exists()


def test_where_chinese_is_spoken_time_is_named_in_chinese(page: TimelinePage) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.Taiwan))
    try:
        view = TimelineView(page.colours, page)
    finally:
        QLocale.setDefault(before)
    view.resize(900, 300)
    view.show_items(page.view.items, page.view.today)
    view.show_days(parse_iso("2025-01-01"), parse_iso("2025-12-31"))
    assert "3月" in [tick.label for tick in view.scene().ticks]
    view.setParent(None)
    view.deleteLater()


def test_no_day_is_shown_twice_or_lost_around_year_one(page: TimelinePage) -> None:
    page.view.show_days(parse_iso("0000-11-01"), parse_iso("0001-02-28"))
    labels = [f"{tick.over.strip()} {tick.label}".strip() for tick in page.view.scene().ticks]
    assert any("1 BC" in words for words in labels)
    assert iso(parse_iso("0000-12-31") + 1) == "0001-01-01"


# Changes while items are being placed


def test_a_case_closes_while_its_items_are_being_placed(
    demo_reporter: Reporter, page: TimelinePage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(placement, "AT_ONCE", 3)
    demo_reporter.click("Verdict", page)
    demo_reporter.window.workbench.do("new-case", tmp_path / "other.claims")
    demo_reporter.bot.wait(150)
    assert demo_reporter.window.workbench.page(TimelinePage) is not page


def test_an_edit_while_items_are_being_placed_is_shown(
    demo_reporter: Reporter, page: TimelinePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placement, "AT_ONCE", 3)
    claim = next(c for c in demo_reporter.store.all(Claim) if "Meta bought 49%" in c.statement)
    demo_reporter.click("Published", page)
    with demo_reporter.bot.waitSignal(page.shown):
        claims.set_verdict(demo_reporter.store, claim.id, "false", "a test")
    assert page.view.items.item(page.view.items.find(claim.id)).tint == 5
    claims.edit_claim(demo_reporter.store, replace(demo_reporter.store.get(Claim, claim.id), statement="Other words"))
    assert page.view.items.label(claim.id)[0] == "Other words"


def test_the_past_is_the_past_in_card_and_picture(
    demo_reporter: Reporter, page: TimelinePage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    box = box_of(page.view, "Scale AI 入股")
    step = demo_reporter.store.last_step.n
    event = demo_reporter.store.get(Event, box.item.id)
    events.edit_event(demo_reporter.store, replace(event, title="Renamed", when=read_date("2024-02-03")))
    demo_reporter.click("As of today ▾", page)
    page.past_bar.slider.setValue(step)
    demo_reporter.bot.waitUntil(lambda: page.past_step == step)
    box = box_of(page.view, "Scale AI 入股")
    demo_reporter.bot.mouseMove(page.view, at(page.view, *box.middle))
    assert "June 2025" in page.card.text
    target = tmp_path / "past.svg"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    demo_reporter.act("export-picture")
    dialog = demo_reporter.window.findChild(PictureDialog)
    assert dialog is not None
    with demo_reporter.bot.waitSignal(dialog.written):
        demo_reporter.click("Save as…", dialog)
    assert "Scale AI 入股" in target.read_text("utf-8")
    assert "Renamed" not in target.read_text("utf-8")


def test_moving_a_lane_keeps_the_places_of_those_a_search_hides(demo_reporter: Reporter, page: TimelinePage) -> None:
    page.view.reordered.emit(page.view.laid_out.lanes.keys)
    before = list(page.orders["claimant"])
    session = demo_reporter.window.session
    assert session is not None
    session.search(Query.parse("by:Tian"))
    page.view.reordered.emit(page.view.laid_out.lanes.keys[::-1])
    assert sorted(page.orders["claimant"]) == sorted(before)
    assert len(page.orders["claimant"]) == len(before)


def test_arrows_pass_over_what_is_folded_away(demo_reporter: Reporter, page: TimelinePage) -> None:
    page.view.folded.emit("group:People")
    view = page.view
    demo_reporter.bot.keyClick(view, Qt.Key.Key_Home)
    for _ in range(20):
        assert view.laid_out.lanes.top_of(view.items.item(view.items.find(view.selected_id)).lane) is not None
        demo_reporter.bot.keyClick(view, Qt.Key.Key_Right)
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0)))
    choose("Expand all")
    assert "楊立昆" in [band.name for band in view.laid_out.lanes.bands]


def test_a_tiny_view_is_drawn_without_complaint(page: TimelinePage) -> None:
    small = TimelineView(page.colours, page)
    small.resize(120, 80)
    small.show_items(page.view.items, page.view.today)
    small.grab()
    assert small.scene().width == 120
    small.setParent(None)
    small.deleteLater()
