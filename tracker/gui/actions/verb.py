"""The declaration of an action, and the action in the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from tracker.i18n import tr

LAST = 90  # the place of what ends a menu
MIDDLE = 50


@dataclass(frozen=True, slots=True)
class Action:
    """`group` is its menu, in the order of `place` (0 first) and of declaration; `needs` are words of
    `needs.NEEDS`, all of which must hold; `short` is said on a button of the top bar.
    """

    key: str
    words: str
    shortcut: str = ""
    group: str = ""
    needs: str = "case"
    short: str = ""
    place: int = MIDDLE


class Verb(QAction):
    """An action in the menu. While it cannot be done it is disabled, and `lacking` says what it needs."""

    def __init__(self, declared: Action, method: Callable[..., None], parent: QObject) -> None:
        super().__init__(tr(declared.words), parent)
        self.declared, self.method = declared, method
        self.lacking = ""
        if declared.shortcut:
            self.setShortcut(QKeySequence(declared.shortcut))
        self.triggered.connect(self._do)

    @property
    def short(self) -> str:
        """Its words for a button."""
        return tr(self.declared.short or self.declared.words)

    def allow(self, lacking: str) -> None:
        """Enable it when it lacks nothing."""
        self.lacking = lacking
        self.setEnabled(not lacking)

    def _do(self) -> None:
        self.method()
