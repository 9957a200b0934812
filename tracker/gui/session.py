"""The open case as the window sees it: store and desk, the query, the selected claim, and one way to run commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.commands import sources
from tracker.domain.query import EVERYTHING, Query
from tracker.errors import ClaimlineError
from tracker.gui.finder import Asked, Finder, Spread, spread
from tracker.gui.tasks import Task
from tracker.store import Store, Touched, queries, reading_case
from tracker.store.claims.facets import links
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import Desk, Found

if TYPE_CHECKING:
    from tracker.store.claims.suspects import Suspects

T = TypeVar("T")
_COMPARED = 30_000  # claims; more are compared with each other only when asked
_QUIET = 1500  # milliseconds after a step before everything is compared with everything


class Session(QObject):
    """Signals carry ids as objects: 63-bit numbers do not fit Qt's int."""

    stepped = Signal(object)  # Touched
    query_changed = Signal(object)  # Query
    spread_changed = Signal()  # `spread` is new
    suspected = Signal()  # what looks like the same twice is known anew
    claim_selected = Signal(object)  # claim id or None
    failed = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.desk = Desk(store, sources.today())
        self.query = EVERYTHING
        self.order = ("number", False)
        self.claim_id: int | None = None
        self.found: Found = self.desk.select()
        self.spread = Spread(EVERYTHING, {}, {}, {})
        self._saved = self._saved_searches()
        self.finder = Finder(store, self)
        self.finder.found.connect(self._take_found)
        self.finder.spread.connect(self._take_spread)
        self.finder.failed.connect(self.failed)
        self._looking: Task | None = None
        self._suspicions = QTimer(self)
        self._suspicions.setSingleShot(True)
        self._suspicions.setInterval(_QUIET)
        self._suspicions.timeout.connect(self.look_around)
        store.listeners.append(self._follow)

    def close(self) -> None:
        self._suspicions.stop()
        if self._looking is not None:
            self._looking.cancel()
        self.finder.close()
        self.finder.found.disconnect(self._take_found)  # what was still on its way
        self.finder.spread.disconnect(self._take_spread)
        self.store.close()

    def _follow(self, touched: Touched) -> None:
        self.finder.give_up()
        self.desk.follow(touched)
        if "saved_search" in touched.kinds:
            self._saved = self._saved_searches()
        self.found = self._find()
        if self.claim_id is not None and self.claim_id not in self.desk.facts:
            self.select(None)
        self.stepped.emit(touched)
        self.spread_out()
        self._suspicions.start()

    def search(self, query: Query) -> None:
        """Show the claims a query finds. In a large case they come when they are found."""
        if query == self.query:
            return
        self.query = query
        if self.finder.suits(self.desk):
            self._ask()
            return
        self.found = self._find()
        self.query_changed.emit(self.query)
        self.spread_out()

    def sort(self, by: str, *, downwards: bool) -> None:
        """Put the claims in another order (`Found.ordered`)."""
        if (by, downwards) != self.order:
            self.order = (by, downwards)
            self.found = self.found.ordered(by, downwards=downwards)

    def spread_out(self) -> None:
        """Count anew how the claims found spread over people, tags, sources and years."""
        if self.finder.suits(self.desk):
            self._ask()
        else:
            self.spread = spread(self.desk, self.query, links(self.store), self._saved)
            self.spread_changed.emit()

    def _ask(self) -> None:
        by, downwards = self.order
        self.finder.ask(Asked(self.query, by, downwards, self._saved, self.desk, self.store.last_step.n))

    def look_around(self) -> None:
        """Look for what seems to be the same twice, in a thread, while nothing else happens; not in a large case."""
        path = self.store.path
        if path is None or self._looking is not None or len(self.desk) > _COMPARED:
            return

        def work() -> "Suspects":
            from tracker.store.claims.suspects import suspects  # with rapidfuzz; the first picture needs none

            with reading_case(path) as store:
                return suspects(store)

        self._looking = Task(work, self)
        self._looked_at = self.store.last_step.n
        self._looking.done.connect(self._take_suspects)
        self._looking.failed.connect(self._look_failed)
        self._looking.start()

    def _look_failed(self, _: str) -> None:
        """It is looked again after the next quiet moment."""
        self._looking = None

    def _take_suspects(self, found: "Suspects") -> None:
        self._looking = None
        if self._looked_at != self.store.last_step.n:
            self.look_around()
        if found != self.desk.suspects:
            self.desk.take_suspects(found)
            self.found = self._find()
            self.suspected.emit()

    def _saved_searches(self) -> tuple[Query, ...]:
        return tuple(Query.parse(search.query) for search in queries.saved_searches(self.store))

    def _take_found(self, asked: Asked, found: Found) -> None:
        if asked.query != self.query or asked.step != self.store.last_step.n:
            return
        self.desk.learn(found.desk)
        self.found = Found(self.desk, found.at)
        if (asked.by, asked.downwards) != self.order:
            self.found = self.found.ordered(self.order[0], downwards=self.order[1])
        self.query_changed.emit(self.query)

    def _take_spread(self, asked: Asked, found: Spread) -> None:
        if asked.query == self.query and asked.step == self.store.last_step.n:
            self.spread = found
            self.spread_changed.emit()

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

    def twins(self) -> list[tuple[int, str]]:
        """(claim, why) of claims that say nearly the same as the selected one, as far as they were looked for."""
        if self.claim_id is None or self.desk.suspects is None:
            return []
        pairs = self.desk.suspects.of_claim(self.claim_id)
        others = [(pair.second if pair.first == self.claim_id else pair.first, pair.why) for pair in pairs]
        return [(other, why) for other, why in others if other in self.desk.facts]

    def source_twins(self, source_id: int) -> list[tuple[int, str]]:
        """(source, why) of sources that read like one, as far as they were looked for."""
        pairs = self.desk.suspects.sources if self.desk.suspects is not None else ()
        found = [pair for pair in pairs if source_id in (pair.first, pair.second)]
        return [(pair.second if pair.first == source_id else pair.first, pair.why) for pair in found]

    def run(self, command: Callable[[], T]) -> T | None:
        """Run a command; the world's errors become a sentence at the window and None here."""
        try:
            return command()
        except ClaimlineError as error:
            self.failed.emit(str(error))
            return None
