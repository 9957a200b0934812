"""screenshot_article.py CASE CLAIM FILE.png: the article in which a claim was logged, as the window shows it."""

import os
import sys
import threading
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from tracker.app import application
from tracker.domain.claim import Claim
from tracker.gui import theme
from tracker.gui.tasks import THREAD
from tracker.gui.window import MainWindow
from tracker.settings import Settings
from tracker.store import open_case

WIDTH, HEIGHT = 1280, 800  # pixels


def main() -> None:
    """Open the claim, then its quote in the source, and take the screenshot."""
    case, number, output = sys.argv[1:4]
    store = open_case(Path(case), author="", read_only=True)
    qt = application()
    theme.apply(qt, theme.LIGHT)
    window = MainWindow(Settings(), theme.LIGHT, remember=False)
    window.resize(WIDTH, HEIGHT)
    window.show()
    window.show_store(store)
    window.workbench.open_claim(store.all(Claim, number=int(number.removeprefix("C-")))[0].id)
    qt.processEvents()
    window.workbench.do("open-words")
    while any(thread.name == THREAD for thread in threading.enumerate()):
        qt.processEvents()
    for _ in range(4):
        qt.processEvents()
    if not window.grab().save(output, "PNG"):
        sys.exit(f"{output} could not be written.")
    window.close()


if __name__ == "__main__":
    main()
