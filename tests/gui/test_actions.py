"""What can be done: declared once, in the menu once, and disabled while it cannot be done."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Reporter, open_window
from tracker.domain.query import Query
from tracker.gui import theme
from tracker.gui.actions.registry import GROUPS, action
from tracker.gui.actions.verb import Action, Verb
from tracker.gui.dialogs.palette import Palette
from tracker.gui.dialogs.text import TextDialog
from tracker.gui.window import MainWindow
from tracker.settings import Settings
from tracker.store import open_case
from tracker.store.claims.checks import CHECKS

CONTROL = Qt.KeyboardModifier.ControlModifier
WITHOUT_A_CASE = {
    "new-case", "open-case", "demo-case", "quit", "theme-light", "theme-dark", "theme-system", "your-name", "show-keys",
}  # fmt: skip
READING = {
    "close-case", "write-dossier", "export-data", "write-package", "export-picture", "write-receipt", "check-case",
    "focus-search", "go-to-anything", "open-words", "back-to-claim", "copy-claims", "claim-history",
}  # fmt: skip


def possible(window: MainWindow) -> set[str]:
    """The keys of what can be done now."""
    return {verb.declared.key for verb in window.workbench.verbs() if verb.isEnabled()}


def ways(window: MainWindow) -> set[str]:
    """The keys of the ways to the pages."""
    return {verb.declared.key for verb in window.workbench.verbs() if verb.declared.key.startswith("show-")}


def button_of(window: MainWindow, words: str) -> QPushButton:
    return next(found for found in window.topbar.findChildren(QPushButton) if found.text() == words)


def read_only(qtbot: QtBot, file: Path, tmp_path: Path) -> Reporter:
    path = tmp_path / "demo.claims"
    shutil.copy(file, path)
    return open_window(qtbot, lambda window: window.show_store(open_case(path, author="", read_only=True)))


def test_every_action_has_a_place_in_the_menu_and_a_key_of_its_own(reporter: Reporter) -> None:
    verbs = reporter.window.workbench.verbs()
    menus = [menu for menu in reporter.window.topbar.menu().findChildren(QMenu) if menu.title()]
    shown = [entry for menu in menus for entry in menu.actions()]
    assert sorted(map(id, shown)) == sorted(map(id, verbs))
    assert [group.text() for group in reporter.window.topbar.menu().actions()] == list(GROUPS)
    assert [menu.title() for menu in menus] == list(GROUPS)
    keys = [verb.declared.key for verb in verbs]
    shortcuts = [verb.declared.shortcut for verb in verbs if verb.declared.shortcut]
    assert len(set(keys)) == len(keys) > 60
    assert len(set(shortcuts)) == len(shortcuts) > 25
    assert all(verb in reporter.window.actions() for verb in verbs)  # or its shortcut would not be triggered


def test_an_action_of_no_menu_or_with_an_unknown_need_is_refused() -> None:
    with pytest.raises(ValueError, match="no menu"):
        action("x", "X", group="Elsewhere")
    with pytest.raises(ValueError, match="no need"):
        action("x", "X", group="Case", needs="luck")


def test_every_desk_check_is_mended_by_an_action_that_there_is(reporter: Reporter) -> None:
    assert all(reporter.window.workbench.verb(check.fix_action).text() for check in CHECKS)


def test_a_key_is_given_once(reporter: Reporter) -> None:
    twice = Verb(Action("undo", "Undo again", group="Edit"), reporter.window.update, reporter.window)
    with pytest.raises(ValueError, match="undo"):
        reporter.window.workbench.offer(twice)


def test_without_a_case_nothing_can_be_done_that_needs_one(qtbot: QtBot) -> None:
    window = open_window(qtbot, lambda _: None).window
    assert possible(window) == WITHOUT_A_CASE


def test_closing_a_case_disables_what_needs_one(demo_reporter: Reporter) -> None:
    assert len(possible(demo_reporter.window)) > 50
    demo_reporter.act("close-case")
    assert possible(demo_reporter.window) == WITHOUT_A_CASE


def test_without_a_claim_nothing_can_be_done_with_one(reporter: Reporter) -> None:
    needing = {v.declared.key for v in reporter.window.workbench.verbs() if "claim" in v.declared.needs.split()}
    assert {"set-verdict", "sign-off", "open-words", "remove-claim", "copy-claims"} <= needing
    assert not needing & possible(reporter.window)
    assert {"new-claim", "add-source"} <= possible(reporter.window)


def test_the_selection_enables_and_disables(demo_reporter: Reporter) -> None:
    session = demo_reporter.window.session
    assert session is not None
    assert "set-verdict" in possible(demo_reporter.window)
    session.select(None)
    assert "set-verdict" not in possible(demo_reporter.window)
    session.select(session.found[0].id)
    assert "set-verdict" in possible(demo_reporter.window)


def test_a_read_only_case_can_be_read_and_nothing_else(qtbot: QtBot, demo_file: Path, tmp_path: Path) -> None:
    window = read_only(qtbot, demo_file, tmp_path).window
    assert possible(window) == WITHOUT_A_CASE | READING | ways(window)
    assert not button_of(window, "New claim").isEnabled()
    assert button_of(window, "Dossier…").isEnabled()
    window.workbench.show("people")
    assert not button_of(window, "Add person…").isEnabled()


def test_what_cannot_be_done_says_why_where_it_is_asked_for_all_the_same(
    qtbot: QtBot, demo_file: Path, tmp_path: Path
) -> None:
    window = read_only(qtbot, demo_file, tmp_path).window
    window.workbench.do("assign-claim")
    assert window.banner.words.text() == "The case is open read-only."


def test_there_is_something_to_undo_only_after_a_step(reporter: Reporter) -> None:
    assert not {"undo", "redo"} & possible(reporter.window)
    with reporter.store.step("Rename"):
        reporter.store.put(replace(reporter.store.case, name="The bridge"))
    assert {"undo", "redo"} & possible(reporter.window) == {"undo"}
    reporter.act("undo")
    assert {"undo", "redo"} & possible(reporter.window) == {"redo"}
    assert reporter.window.workbench.verb("redo").text().startswith("Redo: ")


def test_a_search_can_be_saved_and_cleared_once_there_is_one(demo_reporter: Reporter) -> None:
    assert not {"save-search", "clear-search"} & possible(demo_reporter.window)
    demo_reporter.window.workbench.search(Query.parse("llama"))
    assert {"save-search", "clear-search"} <= possible(demo_reporter.window)
    demo_reporter.act("clear-search")
    assert not {"save-search", "clear-search"} & possible(demo_reporter.window)


def test_a_source_and_a_person_are_merged_where_they_are_shown(demo_reporter: Reporter) -> None:
    assert not {"edit-source", "merge-sources"} & possible(demo_reporter.window)
    demo_reporter.act("show-sources")
    assert {"edit-source", "merge-sources"} <= possible(demo_reporter.window)
    demo_reporter.act("show-people")
    assert "merge-people" in possible(demo_reporter.window)


def test_the_palette_offers_what_can_be_done(qtbot: QtBot, demo_file: Path, tmp_path: Path) -> None:
    window = read_only(qtbot, demo_file, tmp_path).window
    window.workbench.do("go-to-anything", "dossier")
    palette = window.findChild(Palette)
    assert palette is not None
    assert ("action", "write-dossier") in [row.id for row in palette.list.rows()]
    palette.line.setText("new claim")
    assert ("action", "new-claim") not in [row.id for row in palette.list.rows()]


def test_the_keys_are_told_as_they_are_declared(demo_reporter: Reporter) -> None:
    demo_reporter.act("show-keys")
    dialog = next(
        found for found in demo_reporter.window.findChildren(TextDialog) if found.windowTitle() == "Keyboard shortcuts"
    )
    lines = [line.split() for line in dialog.text.toPlainText().splitlines()]
    for verb in demo_reporter.window.workbench.verbs():
        if verb.declared.shortcut:
            assert [*verb.declared.words.split(), verb.declared.shortcut] in lines


def test_a_case_that_is_open_elsewhere_says_so_where_it_is_seen(demo_reporter: Reporter, qtbot: QtBot) -> None:
    window = MainWindow(Settings(author="Reporter"), theme.LIGHT)
    qtbot.addWidget(window)
    window.show()
    window.workbench.do("open-case", demo_reporter.store.path)
    assert window.banner.isVisible()
    assert "read-only" in window.banner.words.text()
