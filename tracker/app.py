"""The program with a window: application, theme, report of bugs, screenshots without a display."""

import gc
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QMessageLogContext, QSize, QtMsgType, QTranslator, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tracker import settings
from tracker.errors import CannotSave, Refused
from tracker.i18n import tr
from tracker.settings import Settings

if TYPE_CHECKING:
    from tracker.gui.window import MainWindow


def application() -> QApplication:
    """The one QApplication, with fonts and Qt's own translations."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    from tracker.gui import theme

    app = QApplication(sys.argv[:1])
    app.setApplicationName("Claimline")
    theme.load_fonts()
    translator = QTranslator(app)
    if translator.load(
        "qtbase_" + os.environ.get("LANG", "en")[:5], QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        app.installTranslator(translator)
    return app


def run(case: Path | None) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM")
    ):
        raise Refused("There is no display to open a window on. Use the commands that need none: claimline --help.")
    qt, window = shown(case)
    sys.excepthook = _Reporter(window).report
    return qt.exec()


@contextmanager
def _collecting_later() -> Iterator[None]:
    """Exclude the objects created at the start from garbage collection, which would take a sixth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@_collecting_later()
def shown(case: Path | None) -> "tuple[QApplication, MainWindow]":
    """The window as the settings want it, on the screen, on the case if one is given."""
    from tracker.gui import theme
    from tracker.gui.actions.newsroom import Newsroom
    from tracker.gui.window import MainWindow

    qt = application()
    stored = settings.load()
    colours = theme.chosen(stored.theme, qt)
    theme.apply(qt, colours)
    window = MainWindow(stored, colours, start=case is None)
    room = window.screen().availableSize() - QSize(
        0, 40
    )  # the size of the frame is known only once the window is shown
    window.resize(window.size().boundedTo(room))
    if case is not None:
        window.workbench.do("open-case", case.absolute())
        if window.session is None:
            window.show_start()
    window.show()  # with its pages: widgets added to a window already on the screen are styled one by one, which is slower
    if window.session is not None:
        window.workbench.front.give_focus()  # else Qt focuses the first button
    window.registry.of(Newsroom).tell_name_once()
    return qt, window


class _Reporter:
    """Handle an unexpected error: show the report to send, and change nothing."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        text = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(text)
        words = tr(
            "Claimline has hit an unexpected error. What you saved is safe, and what you typed is still in its form.\n"
            "Please send this report; it names no case content beyond what you see here.\n\n"
        )
        from tracker.gui.dialogs.text import TextDialog

        TextDialog(tr("Unexpected error"), words + text, self._window).open()


def shot(case: Path, page: str, size: tuple[int, int], theme_name: str, output: Path) -> None:
    """Write a PNG of a page of the window, `size` pixels wide and high, without a display."""
    from tracker.gui import theme
    from tracker.gui.pages.all import PAGES
    from tracker.gui.tasks import THREAD
    from tracker.gui.window import MainWindow
    from tracker.store import open_case

    pages = (*(known.key for known in PAGES), "start")
    if page not in pages:
        raise Refused(f"There is no page “{page}”. The pages are {', '.join(pages)}.")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    qInstallMessageHandler(_without_size_hints)
    store = open_case(case, author="", read_only=True)
    qt = application()
    colours = theme.DARK if theme_name == "dark" else theme.LIGHT
    theme.apply(qt, colours)
    window = MainWindow(Settings(), colours, remember=False)
    window.resize(*size)
    window.show()
    window.show_store(store)
    window.follow_up()
    if page == "start":
        window.workbench.do("close-case")
    else:
        window.workbench.show(page)
    while any(thread.name == THREAD for thread in threading.enumerate()):
        qt.processEvents()
    for _ in range(4):
        qt.processEvents()
    picture = window.grab()
    if not picture.save(str(output), "PNG"):
        raise CannotSave(f"{output} could not be written.")
    window.close()


def _without_size_hints(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Print Qt's messages, except the offscreen platform's note about missing size hints."""
    if "propagateSizeHints" not in message:
        sys.stderr.write(f"{message}\n")
