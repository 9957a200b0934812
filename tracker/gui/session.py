"""The open case in the window: store, claim index, query and selected claim, and the one way to run commands."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from tracker.commands import sources
from tracker.domain.query import EVERYTHING, Query
from tracker.errors import ClaimlineError
from tracker.gui.finder import FacetCounts, Finder, SearchRequest, count_facets
from tracker.gui.tasks import Task
from tracker.store import StepApplied, Store, queries, reading_case
from tracker.store.claims.facets import links
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import ClaimIndex, Selection

if TYPE_CHECKING:
    from tracker.store.claims.duplicates import Similarities

T = TypeVar("T")
_COMPARED = 30_000  # claims; in a larger case they are compared only on request
_QUIET = 1500  # milliseconds after a step before all claims are compared for duplicates


class Session(QObject):
    """Signals carry ids as objects: 63-bit numbers do not fit Qt's int."""

    stepped = Signal(object)  # StepApplied
    query_changed = Signal(object)  # Query
    counts_changed = Signal()  # `facet_counts` is new
    similarities_changed = Signal()  # duplicates were found again
    claim_selected = Signal(object)  # claim id or None
    failed = Signal(str)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.index = ClaimIndex(store, sources.today())
        self.query = EVERYTHING
        self.order = ("number", False)
        self.claim_id: int | None = None
        self.found: Selection = self.index.select()
        self.facet_counts = FacetCounts(EVERYTHING, {}, {}, {})
        self._saved = self._saved_searches()
        self.finder = Finder(store, self)
        self.finder.found.connect(self._take_found)
        self.finder.facet_counts.connect(self._take_counts)
        self.finder.failed.connect(self.failed)
        self._comparing: Task | None = None
        self._quiet_timer = QTimer(self)
        self._quiet_timer.setSingleShot(True)
        self._quiet_timer.setInterval(_QUIET)
        self._quiet_timer.timeout.connect(self.find_duplicates_in_background)
        store.listeners.append(self._follow)

    def close(self) -> None:
        self._quiet_timer.stop()
        if self._comparing is not None:
            self._comparing.cancel()
        self.finder.close()
        self.finder.found.disconnect(self._take_found)  # results of a search that was still running
        self.finder.facet_counts.disconnect(self._take_counts)
        self.store.close()

    def _follow(self, applied: StepApplied) -> None:
        self.finder.give_up()
        self.index.follow(applied)
        if "saved_search" in applied.kinds:
            self._saved = self._saved_searches()
        self.found = self._find()
        if self.claim_id is not None and self.claim_id not in self.index.facts:
            self.select(None)
        self.stepped.emit(applied)
        self.recount()
        self._quiet_timer.start()

    def search(self, query: Query) -> None:
        """Show the claims a query finds; in a large case asynchronously."""
        if query == self.query:
            return
        self.query = query
        if self.finder.suits(self.index):
            self._ask()
            return
        self.found = self._find()
        self.query_changed.emit(self.query)
        self.recount()

    def sort(self, by: str, *, downwards: bool) -> None:
        """Sort the claims in another order (`Selection.ordered`)."""
        if (by, downwards) != self.order:
            self.order = (by, downwards)
            self.found = self.found.ordered(by, downwards=downwards)

    def recount(self) -> None:
        """Count again the claims found by person, tag, source and year."""
        if self.finder.suits(self.index):
            self._ask()
        else:
            self.facet_counts = count_facets(self.index, self.query, links(self.store), self._saved)
            self.counts_changed.emit()

    def _ask(self) -> None:
        by, downwards = self.order
        self.finder.ask(SearchRequest(self.query, by, downwards, self._saved, self.index, self.store.last_step.n))

    def find_duplicates_in_background(self) -> None:
        """Look for possible duplicates in a thread some time after the last step; not in a large case."""
        path = self.store.path
        if path is None or self._comparing is not None or len(self.index) > _COMPARED:
            return

        def work() -> "Similarities":
            from tracker.store.claims.duplicates import (
                find_similarities,  # imports rapidfuzz, which the first painting does not need
            )

            with reading_case(path) as store:
                return find_similarities(store)

        self._comparing = Task(work, self)
        self._compared_step = self.store.last_step.n
        self._comparing.done.connect(self._take_similarities)
        self._comparing.failed.connect(self._comparing_failed)
        self._comparing.start()

    def _comparing_failed(self, _: str) -> None:
        """Ignore the error: the next step starts the search for duplicates again."""
        self._comparing = None

    def _take_similarities(self, found: "Similarities") -> None:
        self._comparing = None
        if self._compared_step != self.store.last_step.n:
            self.find_duplicates_in_background()
        if found != self.index.similarities:
            self.index.take_similarities(found)
            self.found = self._find()
            self.similarities_changed.emit()

    def _saved_searches(self) -> tuple[Query, ...]:
        return tuple(Query.parse(search.query) for search in queries.saved_searches(self.store))

    def _take_found(self, request: SearchRequest, found: Selection) -> None:
        if request.query != self.query or request.step != self.store.last_step.n:
            return
        self.index.adopt_cache(found.claim_index)
        self.found = Selection(self.index, found.at)
        if (request.by, request.downwards) != self.order:
            self.found = self.found.ordered(self.order[0], downwards=self.order[1])
        self.query_changed.emit(self.query)

    def _take_counts(self, request: SearchRequest, found: FacetCounts) -> None:
        if request.query == self.query and request.step == self.store.last_step.n:
            self.facet_counts = found
            self.counts_changed.emit()

    def _find(self) -> Selection:
        by, downwards = self.order
        found = self.index.select(self.query)
        return found if self.order == ("number", False) else found.ordered(by, downwards=downwards)

    def select(self, claim_id: int | None) -> None:
        if claim_id != self.claim_id:
            self.claim_id = claim_id
            self.claim_selected.emit(claim_id)

    @property
    def selected(self) -> Facts | None:
        return self.index.facts.get(self.claim_id) if self.claim_id is not None else None

    def similar_claims(self) -> list[tuple[int, str]]:
        """(claim id, why) of claims nearly identical to the selected one, as far as they were compared."""
        if self.claim_id is None or self.index.similarities is None:
            return []
        pairs = self.index.similarities.of_claim(self.claim_id)
        others = [(pair.second if pair.first == self.claim_id else pair.first, pair.why) for pair in pairs]
        return [(other, why) for other, why in others if other in self.index.facts]

    def similar_sources(self, source_id: int) -> list[tuple[int, str]]:
        """(source id, why) of sources similar to one, as far as they were compared."""
        pairs = self.index.similarities.sources if self.index.similarities is not None else ()
        found = [pair for pair in pairs if source_id in (pair.first, pair.second)]
        return [(pair.second if pair.first == source_id else pair.first, pair.why) for pair in found]

    def run(self, command: Callable[[], T]) -> T | None:
        """Run a command and return its result; an expected error (input, disk, rights) is shown as a sentence and gives None."""
        try:
            return command()
        except ClaimlineError as error:
            self.failed.emit(str(error))
            return None
