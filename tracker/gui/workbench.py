"""The interface of the window for pages, the inspector and actions."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.domain.query import EVERYTHING, Query
from tracker.gui.actions.verb import Verb
from tracker.gui.dialogs.writing import WritingDialog
from tracker.gui.page import Listed, Page
from tracker.gui.remembered import Remembered
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.working import Working
from tracker.store.history import Step

if TYPE_CHECKING:
    from tracker.gui.session import Session

P = TypeVar("P", bound=Page)
T = TypeVar("T")


class Workbench(QObject):
    """The open case, its pages, and the window's messages. `window` is the parent of dialogs; `current` the key of
    the page in view; `whole` whether the last check found the case intact; `next_undo` and `next_redo` are cached between
    steps.
    """

    message = Signal(str)
    warned = Signal(str)
    changed = Signal()  # the possible actions, or the status of the page in view
    brought = Signal()  # another page is in view
    opened = Signal(object)  # a Store to show
    closing = Signal()  # a request to close the case
    recoloured = Signal(str)  # the chosen theme
    searching = Signal()  # a request to focus the search bar

    def __init__(
        self, window: QWidget, remembered: Remembered, colours: Theme, working: Working, pages: Sequence[Listed]
    ) -> None:
        super().__init__(window)
        self.window, self.remembered, self.colours, self.working = window, remembered, colours, working
        self.current = ""
        self.whole = True
        self.next_undo: Step | None = None
        self.next_redo: Step | None = None
        self._listed = {page.key: page for page in pages}
        self._pages: dict[str, Page] = {}
        self._session: Session | None = None
        self._stack: QStackedWidget | None = None
        self._verbs: dict[str, Verb] = {}
        working.changed.connect(self.changed)

    # The open case

    @property
    def is_open(self) -> bool:
        return self._session is not None

    @property
    def session(self) -> "Session":
        """The open case. Raises RuntimeError where there is none."""
        if self._session is None:
            raise RuntimeError("no case is open")
        return self._session

    def take(self, session: "Session", stack: QStackedWidget) -> None:
        """Show another case; its pages are added to `stack` when they are first shown."""
        self._session, self._stack = session, stack
        self._pages, self.current, self.whole = {}, "", True
        self.note_steps()

    def detach(self) -> None:
        """Detach from the case; afterwards none is open."""
        for page in self._pages.values():
            page.cancel()
        self._session = self._stack = None
        self._pages, self.current = {}, ""
        self.next_undo = self.next_redo = None

    def note_steps(self) -> None:
        """Read the names of the steps that can be undone and redone now."""
        store = self.session.store
        self.next_undo, self.next_redo = store.next_undo, store.next_redo

    # Pages

    def title_of(self, key: str) -> str:
        """The title of a page in the rail."""
        return self._listed[key].title

    def pages(self) -> list[Page]:
        """The pages created so far."""
        return list(self._pages.values())

    def record_on(self, key: str) -> int | None:
        """The id of the record that a page shows; None while the page is not created."""
        return self._pages[key].shown_record() if key in self._pages else None

    def page(self, kind: type[P]) -> P:
        """A page, created if necessary; it need not be in view."""
        found = self._get(kind.key)
        if not isinstance(found, kind):
            raise TypeError(f"the page “{kind.key}” is no {kind.__name__}")
        return found

    @property
    def front(self) -> Page:
        """The page in view."""
        return self._pages[self.current]

    def show(self, key: str) -> Page:
        """Show a page, refreshed. Raises KeyError for an unknown one."""
        page = self._get(key)
        if self.current:
            self.front.save_in_place()
        if self._stack is not None:
            self._stack.setCurrentWidget(page)
        other, self.current = key != self.current, key
        if other:
            self.brought.emit()
        page.refresh()
        page.enter()
        self.changed.emit()
        return page

    def bring(self, kind: type[P]) -> P:
        """Show a page."""
        self.show(kind.key)
        return self.page(kind)

    def _get(self, key: str) -> Page:
        if key not in self._pages:
            if self._stack is None:
                raise RuntimeError("no case is open")
            page = self._listed[key].kind()(self, self._stack)
            self._stack.addWidget(page)
            self._pages[key] = page
        return self._pages[key]

    def save_in_place(self) -> None:
        """Save what is typed in place on any page."""
        for page in self.pages():
            page.save_in_place()

    # Navigation

    def open_record(self, page_key: str, record_id: int, part: int | None = None) -> None:
        """Show a record on its page, and a part of it such as an anchor."""
        self.show(page_key).show_record(record_id, part)
        self.changed.emit()

    def open_claim(self, claim_id: object) -> None:
        """Show a claim on the claims page, even if the search hides it; does nothing where there is no such claim."""
        session = self.session
        if not isinstance(claim_id, int) or claim_id not in session.index.facts:
            return
        if not session.found.holds(claim_id):
            session.search(EVERYTHING)
        session.select(claim_id)
        if self.current == "claims":  # which has followed already
            self.front.enter()
        else:
            self.show("claims")

    def search(self, query: Query) -> None:
        """Show what a query finds, on a page that shows claims."""
        if not self.front.shows_found:
            self.show("claims")
        self.session.search(query)

    def narrow(self, term: str) -> None:
        """Add a term to the search."""
        self.session.search(Query.parse(f"{self.session.query.text} {term}"))

    # Messages and long work

    def say(self, words: str) -> None:
        """Show a short message that disappears after some seconds."""
        self.message.emit(words)

    def warn(self, words: str) -> None:
        """Show an error as a sentence that stays until it is dismissed."""
        self.warned.emit(words)

    def watch(self, task: Task, words: str) -> None:
        """Start a task and show its progress until it ends; an error is shown as a sentence."""
        task.failed.connect(self.warned)
        self.working.watch(task, words)

    def write_large(self, words: str, write: Callable[[Callable[[int, int], None]], T]) -> T | None:
        """Write a long step with a progress dialog that can stop it. `write` is called with a progress callback taking
        (done, total). Returns its result, None where it was refused or stopped.
        """
        self.save_in_place()
        dialog = WritingDialog(words, self.window)
        dialog.open()
        try:
            with Task.hold_results():
                return self.session.run(lambda: write(dialog.report))
        finally:
            dialog.hide()
            dialog.deleteLater()

    # Actions

    def offer(self, verb: Verb) -> None:
        """Register an action. Raises ValueError when another one has its key."""
        if verb.declared.key in self._verbs:
            raise ValueError(f"two actions are called “{verb.declared.key}”")
        self._verbs[verb.declared.key] = verb

    def verbs(self) -> list[Verb]:
        """Every action, in the order they were offered."""
        return list(self._verbs.values())

    def verb(self, key: str) -> Verb:
        """An action. Raises KeyError for an unknown one."""
        return self._verbs[key]

    def do(self, key: str, *given: object) -> None:
        """Run an action; `given` are arguments it would ask for otherwise. Shows the reason where it is not possible."""
        verb = self.verb(key)
        if verb.isEnabled():
            verb.method(*given)
        else:
            self.warn(verb.lacking)
