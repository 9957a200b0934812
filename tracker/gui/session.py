"""The open case as the window sees it: store and desk, the query, the selected claim, and one way to run commands."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from tracker.commands import sources
from tracker.errors import ClaimlineError
from tracker.store import Store, Touched
from tracker.store.desk import Desk, Found
from tracker.store.facts import Facts

T = TypeVar("T")


class Session(QObject):
    """Signals carry ids as objects: 63-bit numbers do not fit Qt's int."""

    stepped = Signal(object)  # Touched
    query_changed = Signal(str)
    claim_selected = Signal(object)  # claim id or None
    failed = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.desk = Desk(store, sources.today())
        self.query = ""
        self.order = ("number", False)
        self.claim_id: int | None = None
        self.found: Found = self.desk.select("")
        store.listeners.append(self._follow)

    def close(self) -> None:
        self.store.close()

    def _follow(self, touched: Touched) -> None:
        self.desk.follow(touched)
        self.found = self._find()
        if self.claim_id is not None and self.claim_id not in self.desk.facts:
            self.select(None)
        self.stepped.emit(touched)

    def search(self, query: str) -> None:
        """Show the claims a query finds; any string is a query."""
        if query.strip() == self.query:
            return
        self.query = query.strip()
        self.found = self._find()
        self.query_changed.emit(self.query)

    def sort(self, by: str, *, downwards: bool) -> None:
        """Put the claims in another order (`Found.ordered`)."""
        if (by, downwards) != self.order:
            self.order = (by, downwards)
            self.found = self.found.ordered(by, downwards=downwards)

    def _find(self) -> Found:
        by, downwards = self.order
        found = self.desk.select(self.query)
        return found if self.order == ("number", False) else found.ordered(by, downwards=downwards)

    def select(self, claim_id: int | None) -> None:
        if claim_id != self.claim_id:
            self.claim_id = claim_id
            self.claim_selected.emit(claim_id)

    @property
    def selected(self) -> Facts | None:
        return self.desk.facts.get(self.claim_id) if self.claim_id is not None else None

    def run(self, command: Callable[[], T]) -> T | None:
        """Run a command; the world's errors become a sentence at the window and None here."""
        try:
            return command()
        except ClaimlineError as error:
            self.failed.emit(str(error))
            return None
