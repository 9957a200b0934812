"""The settings of the user, written to disk shortly after the last change."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from tracker import settings
from tracker.settings import Settings

_QUIET = 400  # milliseconds; the width of a column is dragged through many


class Remembered(QObject):
    """The person's settings while the window is open. Cases are named by their uid. With `on_disk` false nothing is stored
    beyond the window.
    """

    def __init__(self, settings: Settings, parent: QObject, *, on_disk: bool = True) -> None:
        super().__init__(parent)
        self.settings = settings
        self._on_disk = on_disk
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_QUIET)
        self._wait.timeout.connect(self._save)

    def change(self, changed: Settings) -> None:
        """Change the settings; they are written when nothing more changes for a moment."""
        self.settings = changed
        self._wait.start()

    def flush(self) -> None:
        """Write what waits to be written."""
        if self._wait.isActive():
            self._wait.stop()
            self._save()

    def _save(self) -> None:
        if self._on_disk:
            settings.save(self.settings)

    def opened(self, path: Path) -> None:
        """Put a case first among the recent ones."""
        self.change(self.settings.opened(path))

    def seen(self, case_uid: str) -> str:
        """The time (ISO 8601) of the last step a person has seen of a case, "" for a new one."""
        return self.settings.seen.get(case_uid, "")

    def visited(self, case_uid: str, at: str) -> None:
        self.change(self.settings.visited(case_uid, at))

    def columns(self, case_uid: str) -> list[tuple[str, int]]:
        """(column, width) of those that the table of a case shows; empty for the usual ones."""
        return self.settings.columns.get(case_uid, [])

    def keep_columns(self, case_uid: str, columns: list[tuple[str, int]]) -> None:
        self.change(self.settings.with_columns(case_uid, columns))

    def lanes(self, case_uid: str) -> dict[str, list[str]]:
        """The keys of timeline lanes in the order a person gave them, by what the lanes are."""
        return {lanes: list(keys) for lanes, keys in self.settings.lanes.get(case_uid, {}).items()}

    def keep_lanes(self, case_uid: str, orders: dict[str, list[str]]) -> None:
        self.change(self.settings.with_lanes(case_uid, orders))

    def keep_folded(self, section: str, folded: bool) -> None:
        """Which sections of the rail are closed."""
        others = [key for key in self.settings.folded if key != section]
        self.change(replace(self.settings, folded=tuple([*others, section] if folded else others)))

    def uses(self, case_uid: str) -> dict[str, int]:
        """How often each entry of the palette was chosen in a case; "" for where no case is open."""
        return dict(self.settings.uses.get(case_uid, {}))

    def used(self, case_uid: str, entry: str) -> None:
        self.change(self.settings.used(case_uid, entry))
