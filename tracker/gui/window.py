"""The main window: assembles the parts and passes changes of the open case to them."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from tracker.domain.query import Query
from tracker.gui import theme
from tracker.gui.actions.all import PROVIDERS
from tracker.gui.actions.case_file import CaseFile
from tracker.gui.actions.registry import Registry
from tracker.gui.dialogs.text import confirm
from tracker.gui.pages.all import PAGES
from tracker.gui.remembered import Remembered
from tracker.gui.shell.banner import Banner
from tracker.gui.shell.statusline import StatusLine
from tracker.gui.shell.topbar import TopBar
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import visible
from tracker.gui.widgets.working import Working
from tracker.gui.workbench import Workbench
from tracker.i18n import tr
from tracker.settings import Settings
from tracker.store import StepApplied, Store

if TYPE_CHECKING:
    from tracker.gui.session import Session

_SETTLED = 90  # milliseconds after a search until counts and page are updated
_DRAWN = 100  # milliseconds after a case was opened until background work starts


class MainWindow(QMainWindow):
    """One window, at most one case. `start`: show the start page; False where a case is opened right after."""

    def __init__(self, settings: Settings, colours: Theme, *, remember: bool = True, start: bool = True) -> None:
        super().__init__()
        self.setWindowTitle("Claimline")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.remembered = Remembered(settings, self, on_disk=remember)
        self.banner, self.working, self.statusline = Banner(self), Working(self), StatusLine(self)
        self.workbench = Workbench(self, self.remembered, colours, self.working, PAGES)
        self.registry = Registry(self.workbench, PROVIDERS, PAGES)
        self.topbar = TopBar(self.workbench.verb("new-claim"), self)
        self.topbar.set_menu(self.registry.menu(self.topbar))
        self.search = self.topbar.search
        self.stack = QStackedWidget(self)
        self._doubt = ""
        self._after_search = self._once(_SETTLED)
        self._after_opening = self._once(_DRAWN)
        self._build()
        self._connect()
        if start:
            self.show_start()

    @property
    def session(self) -> "Session | None":
        """The open case."""
        return self.workbench.session if self.workbench.is_open else None

    # Building

    def _once(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    def _build(self) -> None:
        center = QWidget(self)
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.topbar, self.banner, self.working, self.stack, self.statusline):
            layout.addWidget(part, 1 if part is self.stack else 0)
        self.setCentralWidget(center)

    def _connect(self) -> None:
        self.workbench.message.connect(self.statusline.say)
        self.workbench.warned.connect(self.banner.say)
        self.workbench.changed.connect(self._changed)
        self.workbench.brought.connect(self._brought)
        self.workbench.opened.connect(self.show_store)
        self.workbench.closing.connect(self._close_case)
        self.workbench.recoloured.connect(self._recolour)
        self.workbench.searching.connect(self._search)
        self.search.changed.connect(self._searched)
        self.search.completing.connect(self._complete)
        self.search.left.connect(self._leave_search)
        self.statusline.undo.connect(self.workbench.verb("undo").trigger)
        self._after_search.timeout.connect(self._settle)
        self._after_opening.timeout.connect(self.follow_up)

    def _swap(self, widget: QWidget) -> None:
        old = self.stack.currentWidget()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()

    # Opening and closing a case

    def show_start(self) -> None:
        """Show the start page, which needs no case."""
        from tracker.gui.pages.start import StartPage  # most starts open a case

        self._swap(StartPage(self.workbench, self.stack))
        self.setWindowTitle("Claimline")
        self.topbar.show_no_case()
        self.statusline.show_no_case()
        self.registry.refresh()

    def show_store(self, store: Store) -> None:
        """Show a case after closing the open one."""
        from tracker.gui.session import Session  # imports numpy, which a window without a case does not need
        from tracker.gui.widgets.rail import Rail

        if not self.leave_case():
            store.close()
            return
        session = Session(store, self)
        view = QWidget(self.stack)
        pages = QStackedWidget(view)
        self.workbench.take(session, pages)
        entries = [(page.key, page.glyph, page.title) for page in PAGES]
        self.rail = Rail(
            session, self.workbench.colours, entries, frozenset(self.remembered.settings.folded), view
        )  # fmt: skip
        line = QHBoxLayout(view)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(pages, 1)
        session.stepped.connect(self._stepped)
        session.query_changed.connect(self._query_changed)
        session.claim_selected.connect(self._claim_selected)
        session.similarities_changed.connect(self._similarities_changed)
        session.failed.connect(self.banner.say)
        session.counts_changed.connect(self.rail.show_spread)
        self.rail.page.connect(self.workbench.show)
        self.rail.term.connect(self._term_chosen)
        self.rail.folded.connect(self.remembered.keep_folded)
        self._swap(view)
        if store.path is not None:
            self.remembered.opened(store.path)
        self._show_case()
        if len(session.found):
            session.select(session.found[0].id)
        self.registry.refresh()
        self.workbench.show("desk" if len(session.index) else "claims")
        session.recount()
        self._after_opening.start()

    def follow_up(self) -> None:
        """Start what can wait until the case is drawn: the search for duplicates, the backup, slow pages."""
        self._after_opening.stop()
        self.workbench.session.find_duplicates_in_background()
        self.registry.of(CaseFile).back_up()
        for page in PAGES:
            if page.slow_above is not None and len(self.workbench.session.found) > page.slow_above:
                self.workbench.page(page.kind()).refresh()

    def leave_case(self, *, give_up: bool = False) -> bool:
        """Close the case; asks first if text is unsaved, unless it is to be discarded. Returns False if the user cancels."""
        session = self.session
        if session is None:
            return True
        if not give_up:
            self.workbench.save_in_place()
            if any(page.unsaved() for page in self.workbench.pages()) and not confirm(
                tr("A form has unsaved text. Close the case and discard it?"), tr("Discard"), self
            ):
                return False
        self.remembered.visited(session.store.case.uid, session.store.last_step.at)
        self.remembered.flush()
        self._stop_work(session)
        session.close()
        session.deleteLater()
        return True

    def _stop_work(self, session: "Session") -> None:
        """Cancel tasks and searches, so that no result arrives after the case is closed."""
        session.blockSignals(True)  # a search result may still be queued
        self._after_search.stop()
        self._after_opening.stop()
        self.working.stop_all()
        self.workbench.detach()
        for task in self.findChildren(Task):
            task.cancel()

    def _close_case(self) -> None:
        if self.leave_case():
            self.show_start()

    def _recolour(self, name: str) -> None:
        """Apply the theme now; the pages are rebuilt with its colours."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self.remembered.change(replace(self.remembered.settings, theme=name))
        self.workbench.colours = theme.chosen(name, application)
        theme.apply(application, self.workbench.colours)
        session = self.session
        if session is None:
            self.show_start()
            return
        self.workbench.save_in_place()
        page, claim_id, store = self.workbench.current, session.claim_id, session.store
        self._stop_work(session)
        store.listeners.clear()
        session.deleteLater()
        self.show_store(store)
        self.workbench.show(page)
        self.workbench.session.select(claim_id)

    # Changes of the case

    def _stepped(self, step: StepApplied) -> None:
        """After a step the page in view is updated at once, the others when they are shown."""
        self.workbench.note_steps()
        self.rail.refresh()
        self.workbench.front.refresh(step)
        self._show_case()
        self._changed()

    def _claim_selected(self) -> None:
        if self.workbench.current:
            self.workbench.front.show_selection()
            self.registry.refresh()
            self.topbar.follow()

    def _similarities_changed(self) -> None:
        self.rail.refresh()
        self.registry.refresh()

    def _query_changed(self, query: Query) -> None:
        """Show the claims found at once; counts and the page follow shortly after the last key press."""
        from tracker.store.claims.completing import query_warnings

        session = self.workbench.session
        self.search.show_query(query)
        self.workbench.front.show_found()
        self._changed()
        if session.finder.suits(session.index):
            self._after_search.start()
        else:
            self._settle()
        warning = " ".join(query_warnings(session.index, query))
        if warning:
            self.statusline.say(warning)
        else:
            self.statusline.clear(self._doubt)
        self._doubt = warning

    def _settle(self) -> None:
        """Update counts and the page in view after a search, once no key was pressed for a moment (in a small case at once)."""
        if self.workbench.is_open:
            self.rail.refresh()
            self.workbench.front.settle()
            self._changed()

    def _brought(self) -> None:
        self.banner.hide()  # a message about another page
        self.rail.mark_page(self.workbench.current)
        self.topbar.offer(self.workbench.verb(self.workbench.front.button))

    def _show_case(self) -> None:
        store = self.workbench.session.store
        file = store.path.name if store.path else tr("in memory")
        self.topbar.show_case(store.case.name, file + (tr(" · read-only") if store.read_only else ""))
        self.setWindowTitle(f"{visible(store.case.name)} – Claimline")

    def _changed(self) -> None:
        """Update which actions are possible, and the status line of the page in view."""
        self.registry.refresh()
        self.topbar.follow()
        if not self.workbench.current:
            return
        bench, store = self.workbench, self.workbench.session.store
        undo, redo = bench.next_undo, bench.next_redo
        bench.verb("undo").setText(tr("Undo: {step}", step=undo.name) if undo else tr("Undo"))
        bench.verb("redo").setText(tr("Redo: {step}", step=redo.name) if redo else tr("Redo"))
        self.statusline.show_page(bench.front.status())
        self.statusline.show_case(
            read_only=store.read_only, whole=bench.whole, undo=undo.name if undo else ""
        )  # fmt: skip

    # The search

    def _search(self) -> None:
        self.search.line.setFocus()
        self.search.line.selectAll()

    def _searched(self, query: Query) -> None:
        if self.workbench.is_open:
            before = self.workbench.current
            self.workbench.search(query)
            if self.workbench.current != before:
                self.search.line.setFocus()

    def _term_chosen(self, term: str) -> None:
        self.workbench.search(Query.parse(term))

    def _complete(self, typed: str) -> None:
        from tracker.store.claims.completing import completions

        if self.workbench.is_open:
            self.search.offer(completions(self.workbench.session.index, typed))

    def _leave_search(self) -> None:
        if self.workbench.is_open:
            self.workbench.front.give_focus()

    # Drops on the window

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if self.workbench.verb("add-source").isEnabled() and (data.hasUrls() or data.hasText()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.workbench.do("add-source", event.mimeData())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.leave_case():
            self.remembered.flush()
            event.accept()
        else:
            event.ignore()
