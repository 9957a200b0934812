"""The declaration of an action, and the action in the menu."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from tracker.i18n import tr

LAST = 90  # the place of the actions at the end of a menu
MIDDLE = 50


@dataclass(frozen=True, slots=True)
class Action:
    """`group` is its menu, in the order of `place` (0 first) and of declaration; `needs` are names in
    `needs.NEEDS`, all of which must be met; `short` is its text on a button of the top bar.
    """

    key: str
    words: str
    shortcut: str = ""
    group: str = ""
    needs: str = "case"
    short: str = ""
    place: int = MIDDLE


class Verb(QAction):
    """An action in the menu. While it is not possible it is disabled, and `lacking` says why."""

    def __init__(self, declared: Action, method: Callable[..., None], parent: QObject) -> None:
        super().__init__(tr(declared.words), parent)
        self.declared, self.method = declared, method
        self.lacking = ""
        if declared.shortcut:
            self.setShortcut(QKeySequence(declared.shortcut))
        self.triggered.connect(self._do)

    @property
    def short(self) -> str:
        """Its text for a button."""
        return tr(self.declared.short or self.declared.words)

    def allow(self, lacking: str) -> None:
        """Enable it when nothing is lacking."""
        self.lacking = lacking
        self.setEnabled(not lacking)

    def _do(self) -> None:
        self.method()
