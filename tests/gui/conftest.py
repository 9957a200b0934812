"""A window on a fresh case, and hands to work it with."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from tracker.gui import theme
from tracker.gui.tasks import THREAD
from tracker.gui.window import MainWindow
from tracker.samples import llama4
from tracker.settings import Settings
from tracker.store import Store

_PATIENCE = 60_000  # milliseconds that a busy machine may need; a wait ends as soon as what it waits for is there


class PatientBot(QtBot):
    """A bot with one timeout for all waits."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = _PATIENCE) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: SignalInstance, *, timeout: int = _PATIENCE, **options: Any) -> SignalBlocker:
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(request: pytest.FixtureRequest) -> QtBot:
    """The bot of every GUI test, with the shared application."""
    request.getfixturevalue("qapp")
    return PatientBot(request)


class Reporter:
    """A reporter at the window: she clicks what she reads and types what she means."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot

    @property
    def store(self) -> Store:
        assert self.window.session is not None
        return self.window.session.store

    def click(self, words: str, inside: QWidget | None = None) -> None:
        """Click the visible button with these words."""
        QApplication.processEvents()
        for found in (inside or self.window).findChildren(QPushButton):
            if found.isVisible() and found.text().replace("&&", "&") == words:
                self._scroll_to(found)
                self.bot.mouseClick(found, Qt.MouseButton.LeftButton)
                return
        seen = [b.text() for b in (inside or self.window).findChildren(QPushButton) if b.isVisible()]
        raise AssertionError(f"no button “{words}” in view, only {seen}")

    def _scroll_to(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()
        QApplication.processEvents()

    def shortcut(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a shortcut of the window."""
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)
        self.press(key, *modifiers)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press a key where the cursor is."""
        QApplication.processEvents()
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        target = front.focusWidget() or front
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.bot.keyClick(target, key, held)

    def type(self, text: str, where: QWidget | None) -> None:
        """Type a text; Chinese is entered as by an input method."""
        assert where is not None, f"nowhere to type “{text}”"
        where.setFocus()
        if text.isascii():
            self.bot.keyClicks(where, text)
        else:
            QApplication.clipboard().setText(text)
            self.bot.keyClick(where, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QApplication.processEvents()
        if (completions := QApplication.activePopupWidget()) is not None:
            completions.hide()

    def rest(self, inside: QWidget | None = None) -> None:
        """Wait until the window, or a part of it, has done what it put off for a moment."""
        timers = (inside or self.window).findChildren(QTimer)
        self.bot.waitUntil(lambda: not any(timer.isSingleShot() and timer.isActive() for timer in timers))
        QApplication.processEvents()

    def act(self, key: str) -> None:
        """Choose an action of the menu."""
        action = self.window.workbench.verb(key)
        assert action.isEnabled()
        action.trigger()


def open_window(bot: QtBot, show: Callable[[MainWindow], None]) -> Reporter:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.load_fonts()
    theme.apply(application, theme.LIGHT)
    window = MainWindow(Settings(author="Reporter"), theme.LIGHT)
    bot.addWidget(window, before_close_func=give_up_forms)
    with bot.waitExposed(window, timeout=_PATIENCE):
        window.show()
    window.activateWindow()
    show(window)
    if window.session is not None:
        window.workbench.show("claims")
    return Reporter(window, bot)


@pytest.fixture
def reporter(qtbot: QtBot, tmp_path: Path) -> Reporter:
    """A window on an empty case."""
    return open_window(qtbot, lambda window: window.workbench.do("new-case", tmp_path / "story.claims"))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo case, created once; every test works on a copy."""
    path = tmp_path_factory.mktemp("demo") / "demo.claims"
    llama4.build(path, author="Reporter")
    return path


@pytest.fixture
def demo_reporter(qtbot: QtBot, tmp_path: Path, demo_file: Path) -> Reporter:
    """A window on the demo case."""
    path = tmp_path / "demo.claims"
    shutil.copy(demo_file, path)
    return open_window(qtbot, lambda window: window.workbench.do("open-case", path))


def give_up_forms(window: MainWindow) -> None:
    """Close the window without a question, and wait for its background work."""
    for dialog in window.findChildren(QDialog):
        dialog.close()
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(_PATIENCE / 1000)
    window.leave_case(give_up=True)
