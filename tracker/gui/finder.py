"""Search of a large case in a thread; a running search is cancelled as soon as another one starts."""

import threading
from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from tracker.domain.query import Query
from tracker.errors import ClaimlineError, Stopped
from tracker.gui.tasks import THREAD
from tracker.store import Store, matching, open_case
from tracker.store.claims.facets import Facet, Links, facets, links
from tracker.store.claims.index import ClaimIndex

AT_ONCE = 5_000  # claims; a smaller case is searched on the main thread
_REST = 0.12  # seconds to wait for another key press before the claims found are counted


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search for the worker thread: the query, the order, the saved searches to count, the claim index and its step."""

    query: Query
    by: str
    downwards: bool
    saved: tuple[Query, ...]
    index: ClaimIndex
    step: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """Counts for a query: claims per value of each field, claims per saved search, and how many
    sources, actors and events contain the words searched for. The keys of `saved` are the texts of the searches.
    """

    query: Query
    facets: dict[str, list[Facet]]
    saved: dict[str, int]
    others: dict[str, int]


def count_facets(index: ClaimIndex, query: Query, joined: dict[str, Links], saved: tuple[Query, ...]) -> FacetCounts:
    others = {kind: len(matching.find_records(index.store, kind, query)) for kind in ("source", "actor", "event")}
    return FacetCounts(
        query, facets(index, query, joined), {search.text: len(index.select(search)) for search in saved}, others
    )


class Finder(QObject):
    """One search at a time, in a thread with its own connection.

    `found` gives (SearchRequest, Selection of an index in the thread), `facet_counts` then (SearchRequest, FacetCounts); `failed` a sentence where the search failed.
    """

    found = Signal(object, object)
    facet_counts = Signal(object, object)
    failed = Signal(str)
    _broke = Signal(object)

    def __init__(self, store: Store, parent: QObject) -> None:
        super().__init__(parent)
        self._path = store.path
        self._reader: Store | None = None
        self._step = 0
        self._links: tuple[int, dict[str, Links]] = (0, {})
        self._asked: SearchRequest | None = None
        self._taken: SearchRequest | None = None
        self._closed = False
        self._thread: threading.Thread | None = None
        self._turn = threading.Condition()
        self._broke.connect(self._raise)

    def suits(self, index: ClaimIndex) -> bool:
        """Whether a case is so large that it is searched in the thread."""
        return self._path is not None and len(index) > AT_ONCE

    def ask(self, request: SearchRequest) -> None:
        """Start a search and cancel the running one."""
        self._next(request)
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=THREAD, daemon=True)
            self._thread.start()

    def give_up(self) -> None:
        """Cancel the running search, if any."""
        self._next(None)

    def close(self) -> None:
        self._closed = True
        self._next(None)
        if self._thread is not None:
            self._thread.join()

    def _next(self, request: SearchRequest | None) -> None:
        with self._turn:
            self._asked = request
            if self._reader is not None:
                self._reader.db.interrupt()
            self._turn.notify()

    def _work(self) -> None:
        """Run the latest request, then wait for the next."""
        while not self._closed:
            with self._turn:
                self._turn.wait_for(self._wanted)
                request = self._taken = self._asked
            if request is not None and not self._closed:
                with suppress(RuntimeError):  # the window may be closed by now
                    self._answer(request)
        if self._reader is not None:
            self._reader.close()

    def _wanted(self) -> bool:
        return self._closed or self._asked is not self._taken

    def _answer(self, request: SearchRequest) -> None:
        try:
            index = request.index.with_store(self._store(request.step))
            found = index.select(request.query)
            if (request.by, request.downwards) != ("number", False):
                found = found.ordered(request.by, downwards=request.downwards)
            if self._asked is request:
                self.found.emit(request, found)
            with self._turn:
                if self._turn.wait_for(self._wanted, _REST):
                    return
            if self._links[0] != request.step:
                self._links = (request.step, links(self._store(request.step)))
            if self._asked is request:
                self.facet_counts.emit(request, count_facets(index, request.query, self._links[1], request.saved))
        except Stopped:
            return
        except ClaimlineError as error:
            self.failed.emit(str(error))
        except Exception as error:
            self._broke.emit(error)

    def _store(self, step: int) -> Store:
        """The case opened for reading, again after each step: an open one keeps the verdicts that it has read."""
        if self._reader is None or self._step != step:
            assert self._path is not None
            reader = open_case(self._path, author="", read_only=True)
            with self._turn:
                before, self._reader, self._step = self._reader, reader, step
            if before is not None:
                before.close()
        return self._reader

    def _raise(self, error: Exception) -> None:
        """Report an unexpected error in the search like any other bug."""
        raise error
