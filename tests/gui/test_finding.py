"""Finding at the window: facets, where it matched, checks with their mend, saved searches, columns, merging."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from tests.gui.conftest import Reporter
from tracker import settings
from tracker.commands import cases, claims
from tracker.domain.case import SavedSearch
from tracker.domain.claim import Claim
from tracker.domain.newsroom import Assignment
from tracker.domain.query import Query
from tracker.gui import finder
from tracker.gui.actions.navigation import Navigation
from tracker.gui.dialogs.merge import MergeDialog
from tracker.gui.dialogs.palette import Palette
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.models.claims import COLUMNS, section
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.widgets.entry import Entry, Movable
from tracker.settings import Settings

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


def entry(reporter: Reporter, key: str) -> Entry:
    return next(found for found in reporter.window.rail.findChildren(Entry) if found.key == key)


def count(reporter: Reporter, key: str) -> int | None:
    found = [e.count() for e in reporter.window.rail.findChildren(Entry) if e.key == key]
    return found[0] if found else None


def numbers(reporter: Reporter) -> list[int]:
    assert reporter.window.session is not None
    return [facts.claim.number for facts in reporter.window.session.found]


def spoken(reporter: Reporter, row: int, column: int = section("claim")) -> str:
    model = reporter.window.workbench.page(ClaimsPage).model
    return str(model.data(model.index(row, column)))


def search(reporter: Reporter, query: str) -> None:
    assert reporter.window.session is not None
    reporter.window.session.search(Query.parse(query))
    QApplication.processEvents()


def test_a_row_says_where_it_matched(demo_reporter: Reporter) -> None:
    search(demo_reporter, "lecun")
    assert spoken(demo_reporter, 0).endswith("claimant: Yann LeCun")
    search(demo_reporter, "fudged")
    assert "source text: …" in spoken(demo_reporter, 0)
    before = demo_reporter.window.workbench.page(ClaimsPage).table.viewport().grab().toImage()
    search(demo_reporter, "")
    assert demo_reporter.window.workbench.page(ClaimsPage).table.viewport().grab().toImage() != before


def test_the_facets_count_what_is_found_and_narrow_it(demo_reporter: Reporter) -> None:
    person = entry(demo_reporter, "by:楊立昆")
    count = person.count()
    demo_reporter.bot.mouseClick(person, LEFT)
    assert demo_reporter.window.session is not None
    assert demo_reporter.window.session.query.text == "by:楊立昆"
    assert len(numbers(demo_reporter)) == count
    assert entry(demo_reporter, "by:楊立昆").isChecked()
    confirmed = entry(demo_reporter, "verdict:confirmed").count()
    demo_reporter.bot.mouseClick(entry(demo_reporter, "verdict:confirmed"), LEFT)
    assert len(numbers(demo_reporter)) == confirmed
    disputed = entry(demo_reporter, "verdict:disputed").count()
    assert disputed is not None
    demo_reporter.bot.mouseClick(entry(demo_reporter, "verdict:disputed"), LEFT)
    assert demo_reporter.window.session.query.text == "by:楊立昆 verdict:(confirmed disputed)"
    assert len(numbers(demo_reporter)) == (confirmed or 0) + disputed
    demo_reporter.bot.mouseClick(entry(demo_reporter, "by:楊立昆"), LEFT)
    assert demo_reporter.window.session.query.text == "verdict:(confirmed disputed)"


def test_a_check_says_what_it_means_and_opens_its_mend(demo_reporter: Reporter) -> None:
    demo_reporter.bot.mouseClick(entry(demo_reporter, "check:no-evidence"), LEFT)
    page = demo_reporter.window.workbench.page(ClaimsPage)
    words = [found.text() for found in page.notice.findChildren(QLabel)]
    assert words == ["∅ No evidence: Nothing supports or refutes it yet."]
    page.table.selectRow(0)
    demo_reporter.click("Link evidence", page.notice)
    assert page.inspector.forms
    next(iter(page.inspector.forms.values())).close_form()
    search(demo_reporter, "")
    assert not page.notice.isVisible()


def test_words_that_stand_elsewhere_are_one_click_away(demo_reporter: Reporter) -> None:
    search(demo_reporter, "lecun")
    notice = demo_reporter.window.workbench.page(ClaimsPage).notice
    assert [found.text() for found in notice.findChildren(QLabel)] == [
        "These words were also found in 2 sources, 1 person, 2 events."
    ]
    demo_reporter.click("Show", notice)
    palette = demo_reporter.window.findChild(Palette)
    assert palette is not None
    assert palette.line.text() == "lecun"
    assert {row.id[0] for row in palette.list.rows()} >= {"actor", "source", "event", "claim"}  # type: ignore[index]
    palette.close()


def test_saved_searches_are_put_in_order_by_dragging_and_by_keys(demo_reporter: Reporter) -> None:
    def order() -> list[str]:
        return [s.name for s in sorted(demo_reporter.store.all(SavedSearch), key=lambda s: s.position)]

    def shown() -> list[str]:
        found = demo_reporter.window.rail.findChildren(Movable)
        return [e.accessibleName() for e in sorted(found, key=lambda e: e.y())]

    cases.save_search(demo_reporter.store, "Third", "tag:people")
    QApplication.processEvents()
    names = order()
    assert shown() == names
    first = next(e for e in demo_reporter.window.rail.findChildren(Movable) if e.accessibleName() == names[0])
    first.setFocus()
    demo_reporter.bot.keyClick(first, Qt.Key.Key_Down, ALT)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert first.hasFocus()
    assert order() == shown() == [names[1], names[0], names[2]]
    last = next(e for e in demo_reporter.window.rail.findChildren(Movable) if e.accessibleName() == "Third")
    demo_reporter._scroll_to(last)
    start = last.rect().center()
    demo_reporter.bot.mousePress(last, LEFT, pos=start)
    step = demo_reporter.store.last_step.n
    for away in (-15, -30, -30):
        demo_reporter.bot.mouseMove(last, start + QPoint(0, away))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    demo_reporter.bot.mouseRelease(last, LEFT, pos=start)
    QApplication.processEvents()
    assert order()[0] == "Third"
    assert demo_reporter.store.last_step.n == step + 1
    assert shown() == order()
    assert demo_reporter.window.session is not None
    assert demo_reporter.window.session.query.text == ""
    demo_reporter.act("undo")
    QApplication.processEvents()
    assert shown() == order()


def test_a_saved_search_is_renamed_and_removed_from_its_menu(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = demo_reporter.window.rail._shown_searches()[0]
    monkeypatch.setattr("tracker.gui.widgets.rail.AskDialog.exec", lambda self: self.lines[0].setText("Open ends") or 1)
    for choice in ("Rename…", "Remove"):
        entry_ = demo_reporter.window.rail._shown_searches()[0]
        entry_.menu_wanted.emit(QPoint(40, 40))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        next(action for action in menu.actions() if action.text() == choice).trigger()
        menu.close()
        names = [s.name for s in demo_reporter.store.all(SavedSearch)]
        assert ("Open ends" in names) is (choice == "Rename…")
    assert entry.accessibleName() not in names


def test_a_section_that_is_folded_stays_so(demo_reporter: Reporter) -> None:
    head = next(b for b in demo_reporter.window.rail.findChildren(QPushButton) if b.accessibleName() == "Verdict")
    demo_reporter.bot.mouseClick(head, LEFT)
    assert not entry(demo_reporter, "verdict:disputed").isVisible()
    demo_reporter.act("theme-dark")
    assert not entry(demo_reporter, "verdict:disputed").isVisible()
    demo_reporter.act("theme-light")
    assert demo_reporter.window.remembered.settings.folded == ("verdict",)


def test_columns_are_chosen_and_kept_for_the_case(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    header = page.table.horizontalHeader()
    header.customContextMenuRequested.emit(QPoint(60, 10))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for words in ("Tags", "Number", "Claimant"):
        next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()
    assert not header.isSectionHidden(section("tags"))
    assert header.isSectionHidden(section("claimant"))
    header.moveSection(header.visualIndex(section("number")), 0)
    header.resizeSection(section("tags"), 171)
    assert spoken(demo_reporter, 0, section("number")).strip() == "C-001"
    assert "#benchmarks" in spoken(demo_reporter, 0, section("tags"))
    uid = demo_reporter.store.case.uid
    demo_reporter.bot.waitUntil(lambda: ("tags", 171) in demo_reporter.window.remembered.settings.columns.get(uid, []))
    stored = demo_reporter.window.remembered.settings.columns[uid]
    assert stored[0][0] == "number"
    assert ("tags", 171) in stored
    demo_reporter.act("theme-dark")
    assert demo_reporter.window.workbench.page(ClaimsPage).table.arrangement() == stored
    demo_reporter.act("theme-light")


@pytest.mark.parametrize("odd", [[("no", 100)], [("review", 5)], [("review", 40)], [("claim", 99999)]])
def test_columns_that_make_no_sense_give_the_usual_ones(demo_reporter: Reporter, odd: list[tuple[str, int]]) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    usual = [column for column, _ in page.table.arrangement()]
    page.table.arrange(odd)
    assert [column for column, _ in page.table.arrangement()] == usual


def test_a_large_case_is_searched_in_a_thread_and_the_last_key_wins(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "AT_ONCE", 0)
    window = demo_reporter.window
    demo_reporter.act("focus-search")
    for typed in ("l", "le", "lec", "lecun", "meta", "verdict:disputed"):
        search(demo_reporter, typed)
    demo_reporter.bot.waitUntil(lambda: numbers(demo_reporter) == [1, 2])
    demo_reporter.bot.waitUntil(lambda: count(demo_reporter, "by:楊立昆") == 1)
    claims.set_verdict(demo_reporter.store, demo_reporter.store.all(Claim, number=3)[0].id, "disputed")
    assert numbers(demo_reporter) == [1, 2, 3]
    demo_reporter.bot.waitUntil(lambda: count(demo_reporter, "by:田淵棟") == 1)
    window.session.search(Query.parse("check:near-duplicate"))  # type: ignore[union-attr]
    demo_reporter.bot.waitUntil(lambda: numbers(demo_reporter) == [])
    demo_reporter.act("close-case")


def logged_twice(reporter: Reporter) -> Claim:
    twin = claims.log_claim(
        reporter.store, Claim(number=0, statement="Meta bought 49 % of Scale AI without votes, for US$14.3 billion.")
    )
    reporter.bot.waitUntil(lambda: entry(reporter, "check:near-duplicate").count() == 2)
    return twin


def answering(dialogs: list[MergeDialog], act: Callable[[MergeDialog], None]) -> Callable[[MergeDialog], int]:
    """Simulates a user at the dialog: it is shown, acted on, and closed."""

    def exec_(dialog: MergeDialog) -> int:
        dialogs.append(dialog)
        dialog.show()
        act(dialog)
        dialog.hide()
        return dialog.result()

    return exec_


def test_a_claim_that_reads_like_another_is_compared_and_merged(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = logged_twice(demo_reporter)
    seen: list[MergeDialog] = []
    monkeypatch.setattr(MergeDialog, "exec", answering(seen, lambda dialog: demo_reporter.click("Merge", dialog)))
    demo_reporter.window.workbench.open_claim(twin.id)
    demo_reporter.click("Compare…", demo_reporter.window.workbench.page(ClaimsPage).inspector)
    assert len(seen) == 1
    assert demo_reporter.store.find(Claim, twin.id) is not None or demo_reporter.store.last_step.name.startswith(
        "Merge"
    )
    assert len(demo_reporter.store.all(Claim)) == 20
    assert demo_reporter.window.session is not None
    assert demo_reporter.window.session.selected is not None
    demo_reporter.act("undo")
    assert len(demo_reporter.store.all(Claim)) == 21


def test_two_rows_are_merged_from_the_table_field_by_field(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    for row_, held in ((10, Qt.KeyboardModifier.NoModifier), (14, Qt.KeyboardModifier.ControlModifier)):
        page.table.scrollTo(page.model.index(row_, section("claim")))
        where = page.table.visualRect(page.model.index(row_, section("claim"))).center()
        demo_reporter.bot.mouseClick(page.table.viewport(), LEFT, held, where)
    first, second = (demo_reporter.store.get(Claim, claim_id) for claim_id in page.table.chosen_ids())

    def take_second(dialog: MergeDialog) -> None:
        dialog._groups["statement"].button(2).click()
        assert "statement" in dialog.take()
        demo_reporter.click("Merge", dialog)

    monkeypatch.setattr(MergeDialog, "exec", answering([], take_second))
    page.table.customContextMenuRequested.emit(QPoint(60, 60))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Merge these two…").trigger()
    assert demo_reporter.store.find(Claim, second.id) is None
    assert demo_reporter.store.get(Claim, first.id).statement == second.statement


def test_several_rows_are_given_to_somebody_in_one_step(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    demo_reporter.bot.keyClick(page.table, Qt.Key.Key_Down)
    for _ in range(2):
        demo_reporter.bot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    ids = page.table.chosen_ids()
    assert len(ids) == 3

    def fill(dialog: AskDialog) -> int:
        dialog.lines[0].setText("林安")
        dialog.lines[1].setText("end of 2027")
        return 1

    monkeypatch.setattr(AskDialog, "exec", fill)
    step = demo_reporter.store.last_step.n
    page.table.customContextMenuRequested.emit(QPoint(60, 60))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Assign…").trigger()
    assert demo_reporter.store.last_step.n == step + 1
    assert {a.claim_id for a in demo_reporter.store.all(Assignment) if a.who == "林安"} == set(ids)


def test_sides_are_swapped_and_nothing_happens_on_cancel(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = demo_reporter.store.all(Claim)[:2]

    def swap_and_leave(dialog: MergeDialog) -> None:
        demo_reporter.click("Swap sides", dialog)
        assert dialog._first.id == second.id
        demo_reporter.click("Cancel", dialog)

    monkeypatch.setattr(MergeDialog, "exec", answering([], swap_and_leave))
    step = demo_reporter.store.last_step.n
    demo_reporter.window.workbench.do("merge-claims", first.id, second.id)
    assert demo_reporter.store.last_step.n == step


def test_the_palette_shows_first_what_is_used_most(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    for _ in range(3):
        window.registry.of(Navigation).go_to("action", "show-people")
    demo_reporter.act("go-to-anything")
    palette = window.findChild(Palette)
    assert palette is not None
    assert palette.list.rows()[0].id == ("action", "show-people")
    demo_reporter.bot.keyClicks(palette.line, "c-7")
    assert "C-007" in palette.list.rows()[0].note
    palette.close()


def test_settings_of_the_window_survive_a_restart() -> None:
    stored = (
        Settings(author="Ann")
        .with_columns("case", [("claim", 300), ("tags", 90)])
        .used("case", "action:undo")
        .used("case", "action:undo")
    )
    settings.save(stored)
    assert settings.load() == stored


def test_columns_kept_by_number_as_they_were_once_give_the_usual_ones(tmp_path: Path) -> None:
    stored = Settings(author="Ann", folded=("verdict",)).with_columns("case", [("claim", 300)])
    file = tmp_path / "settings.json"
    settings.save(stored, file)
    file.write_text(json.dumps(json.loads(file.read_text()) | {"columns": {"case": [[2, 300], [0, 38]]}}))
    assert settings.load(file) == replace(stored, columns={"case": []})


def test_every_column_is_kept_by_a_key_of_its_own() -> None:
    assert len({column.key for column in COLUMNS}) == len(COLUMNS)


def test_what_is_typed_on_is_never_overwritten_by_an_answer(
    demo_reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finder, "AT_ONCE", 0)
    window = demo_reporter.window
    demo_reporter.act("focus-search")
    for letter in "meta lecun":
        demo_reporter.bot.keyClicks(window.search.line, letter)
        demo_reporter.bot.wait(17)
    assert window.search.line.text() == "meta lecun"
    assert window.session is not None
    demo_reporter.bot.waitUntil(lambda: window.session is not None and window.session.query.text == "meta lecun")
    demo_reporter.act("close-case")


def test_the_mend_of_a_check_is_for_a_claim_that_it_found(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    assert window.session is not None
    window.workbench.open_claim(demo_reporter.store.all(Claim, number=20)[0].id)
    demo_reporter.bot.mouseClick(entry(demo_reporter, "check:undated"), LEFT)
    assert numbers(demo_reporter) == [18]
    demo_reporter.click("Set the dates…", window.workbench.page(ClaimsPage).notice)
    assert window.session.selected is not None
    assert window.session.selected.claim.number == 18
    assert window.workbench.page(ClaimsPage).table.chosen_ids() == [window.session.selected.id]
    form = next(iter(window.workbench.page(ClaimsPage).inspector.forms.values()))
    assert "said" in form.values()
    form.close_form()


def test_an_open_reply_is_opened_not_asked_for_again(demo_reporter: Reporter) -> None:
    demo_reporter.bot.mouseClick(entry(demo_reporter, "check:awaiting-reply"), LEFT)
    demo_reporter.click("Open the reply request", demo_reporter.window.workbench.page(ClaimsPage).notice)
    section = next(iter(demo_reporter.window.workbench.page(ClaimsPage).inspector.forms))[1]
    assert section.startswith("reply ")
    next(iter(demo_reporter.window.workbench.page(ClaimsPage).inspector.forms.values())).close_form()


def test_an_operator_typed_after_a_chip_joins_it(demo_reporter: Reporter) -> None:
    window = demo_reporter.window
    demo_reporter.act("focus-search")
    demo_reporter.type("verdict:disputed", window.search.line)
    demo_reporter.press(Qt.Key.Key_Return)
    demo_reporter.type("OR verdict:confirmed", window.search.line)
    demo_reporter.press(Qt.Key.Key_Return)
    assert numbers(demo_reporter) == [1, 2, 5, 11, 13]


def test_the_palette_shows_what_the_notice_speaks_of(demo_reporter: Reporter) -> None:
    search(demo_reporter, "lecun verdict:disputed")
    demo_reporter.click("Show", demo_reporter.window.workbench.page(ClaimsPage).notice)
    palette = demo_reporter.window.findChild(Palette)
    assert palette is not None
    assert palette.line.text() == "lecun"
    assert palette.list.rows()
    palette.close()


def test_long_chips_keep_their_way_out(demo_reporter: Reporter) -> None:
    search(
        demo_reporter,
        "by:(楊立昆 田淵棟 許文哲 Meta) tag:(people research benchmarks) verdict:(disputed false unverified)",
    )
    chips = [b for b in demo_reporter.window.search.findChildren(QPushButton) if b.property("role") == "term"]
    assert len(chips) == 3
    assert all(chip.text().endswith("×") and len(chip.text()) <= 31 for chip in chips)


def test_a_narrow_table_scrolls_instead_of_squeezing_the_statement(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    page.table.arrange([(column.key, 110) for column in COLUMNS])
    assert page.table.columnWidth(section("claim")) >= 110
    page.table.arrange([])
    assert page.table.columnWidth(section("claim")) >= 200
