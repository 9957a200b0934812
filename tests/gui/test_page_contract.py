"""A page is a class in its own file and a line in the list of pages; it is created when it is first shown."""

import shutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Reporter, open_window
from tracker.gui import pages
from tracker.gui.dialogs.palette import Palette
from tracker.gui.page import Listed, Page
from tracker.gui.pages.all import PAGES
from tracker.gui.pages.claims.page import ClaimsPage
from tracker.gui.pages.desk import DeskPage
from tracker.gui.pages.timeline.page import TimelinePage
from tracker.gui.widgets.entry import Entry
from tracker.store import StepApplied

CONTROL = Qt.KeyboardModifier.ControlModifier


class NotesPage(Page):
    """A page that exists only in this test."""

    key, button = "notes", "add-event"

    def refresh(self, step: StepApplied | None = None) -> None:
        self.setProperty("step", step.step.name if step is not None else "")

    def show_record(self, record_id: int, part: int | None = None) -> None:
        self.setProperty("shown", (record_id, part))

    def status(self) -> str:
        return "no note yet"


@pytest.fixture
def with_notes(qtbot: QtBot, tmp_path: Path, demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Reporter:
    """A window on the demo case with an additional page."""
    monkeypatch.setattr("tracker.gui.window.PAGES", (*PAGES, Listed("notes", "✎", "Notes", f"{__name__}:NotesPage")))
    path = tmp_path / "demo.claims"
    shutil.copy(demo_file, path)
    return open_window(qtbot, lambda window: window.workbench.do("open-case", path))


def test_pages_have_keys_glyphs_and_titles_of_their_own() -> None:
    assert len({page.key for page in PAGES}) == len({page.title for page in PAGES}) == len(PAGES)
    assert all(page.key and page.title and len(page.glyph) == 1 for page in PAGES)


def test_each_line_of_the_list_leads_to_a_page_of_its_key() -> None:
    assert [page.kind().key for page in PAGES] == [page.key for page in PAGES]
    with pytest.raises(TypeError):
        Listed("notes", "✎", "Notes", "tracker.gui.page:Listed").kind()
    with pytest.raises(TypeError):
        Listed("notes", "✎", "Notes", "tracker.gui.pages.desk:DeskPage").kind()


def test_every_page_that_is_written_is_in_the_list() -> None:
    found = set()
    for module in walk_packages(pages.__path__, f"{pages.__name__}."):
        members = vars(import_module(module.name)).values()
        found |= {member for member in members if isinstance(member, type) and issubclass(member, Page) and member.key}
    assert found == {page.kind() for page in PAGES}


def test_a_new_page_stands_in_rail_menu_palette_and_under_a_key(with_notes: Reporter) -> None:
    window = with_notes.window
    entry = next(found for found in window.rail.findChildren(Entry) if found.key == "notes")
    with_notes.bot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert window.workbench.current == "notes"
    assert window.statusline.page() == "no note yet"
    window.workbench.show("claims")
    with_notes.shortcut(Qt.Key(Qt.Key.Key_0 + len(PAGES)), CONTROL)
    assert window.workbench.current == "notes"
    view = next(menu for menu in window.topbar.menu().findChildren(QMenu) if menu.title() == "View")
    assert "Notes" in [entry.text() for entry in view.actions()]
    window.workbench.do("go-to-anything", "notes")
    palette = window.findChild(Palette)
    assert palette is not None
    assert palette.list.rows()[0].id == ("action", "show-notes")
    with_notes.press(Qt.Key.Key_Return)
    with_notes.click("Add event…", window.topbar)
    assert window.workbench.current == "events"


def test_a_new_page_hears_of_steps_while_it_is_in_view_and_is_gone_to(with_notes: Reporter) -> None:
    window = with_notes.window
    page = window.workbench.show("notes")
    with with_notes.store.step("Rename"):
        with_notes.store.put(replace(with_notes.store.case, name="The bridge"))
    assert page.property("step") == "Rename"
    window.workbench.show("claims")
    window.workbench.open_record("notes", 4, 2)
    assert page.property("shown") == (4, 2)


def test_a_page_is_made_when_it_is_first_shown(qtbot: QtBot, tmp_path: Path, demo_file: Path) -> None:
    path = tmp_path / "demo.claims"
    shutil.copy(demo_file, path)
    reporter = open_window(qtbot, lambda _: None)
    reporter.window.workbench.do("open-case", path)
    reporter.rest()  # slow pages are created a moment after the case is opened
    assert [type(page) for page in reporter.window.workbench.pages()] == [DeskPage]
    reporter.window.workbench.show("claims")
    assert [type(page) for page in reporter.window.workbench.pages()] == [DeskPage, ClaimsPage]


def test_a_page_that_takes_long_is_made_ready_before_it_is_asked_for(
    qtbot: QtBot, tmp_path: Path, demo_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = [page._replace(slow_above=5) if page.key == "timeline" else page for page in PAGES]
    monkeypatch.setattr("tracker.gui.window.PAGES", slow)
    path = tmp_path / "demo.claims"
    shutil.copy(demo_file, path)
    reporter = open_window(qtbot, lambda _: None)
    reporter.window.workbench.do("open-case", path)
    assert TimelinePage not in map(type, reporter.window.workbench.pages())  # the first page is drawn before
    qtbot.waitUntil(lambda: TimelinePage in map(type, reporter.window.workbench.pages()))
    assert reporter.window.workbench.current == "desk"


def test_a_page_that_was_not_in_view_is_up_to_date_when_it_is_shown(demo_reporter: Reporter) -> None:
    page = demo_reporter.window.workbench.page(ClaimsPage)
    before = page.model.rowCount()
    demo_reporter.act("show-people")
    demo_reporter.act("remove-claim")
    demo_reporter.act("show-claims")
    assert page.model.rowCount() == before - 1


def test_an_unknown_page_is_a_mistake_of_ours(reporter: Reporter) -> None:
    with pytest.raises(KeyError):
        reporter.window.workbench.show("nowhere")
