"""What the window remembers is written once it has been quiet, and at the latest when the case is left."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import Reporter
from tracker import settings
from tracker.gui.remembered import Remembered
from tracker.paths import settings_file
from tracker.settings import Settings


@pytest.fixture
def owner(qapp: QApplication) -> QObject:
    """What the timer belongs to."""
    return QObject(qapp)


def test_many_changes_are_written_once(qtbot: QtBot, owner: QObject) -> None:
    remembered = Remembered(Settings(author="Reporter"), owner)
    remembered.keep_folded("checks", folded=True)
    remembered.keep_folded("verdict", folded=True)
    remembered.keep_folded("checks", folded=False)
    assert not settings_file().exists()
    qtbot.waitUntil(settings_file().exists)
    assert settings.load().folded == ("verdict",)


def test_what_waits_is_written_at_once_when_asked(owner: QObject, tmp_path: Path) -> None:
    remembered = Remembered(Settings(author="Reporter"), owner)
    remembered.keep_lanes("a case", {"claimant": ["actor:1"]})
    remembered.keep_columns("a case", [("verdict", 300)])
    remembered.used("a case", "claim:7")
    remembered.opened(tmp_path / "story.claims")
    remembered.flush()
    read = settings.load()
    assert read == remembered.settings
    assert Remembered(read, owner).lanes("a case") == {"claimant": ["actor:1"]}
    assert Remembered(read, owner).columns("another case") == []


def test_a_window_that_is_to_remember_nothing_writes_nothing(owner: QObject) -> None:
    remembered = Remembered(Settings(author="Reporter"), owner, on_disk=False)
    remembered.visited("a case", "2026-01-12T10:00:00")
    remembered.flush()
    assert remembered.seen("a case") == "2026-01-12T10:00:00"
    assert not settings_file().exists()


def test_leaving_a_case_writes_what_was_seen_of_it(demo_reporter: Reporter) -> None:
    uid, at = demo_reporter.store.case.uid, demo_reporter.store.last_step.at
    demo_reporter.act("close-case")
    assert settings.load().seen == {uid: at}
