"""The main window: it builds the pages, lays them out, and lists every connection in one place."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracker import demo, settings
from tracker.capture.drafts import Draft, text_in
from tracker.commands import (
    actors,
    cases,
    claims,
    data,
    importing,
    package,
    picture,
    reviewing,
    sources,
    takeover,
    telling,
    whole_case,
)
from tracker.commands.saving import save_bytes
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, read_date
from tracker.domain.newsroom import ROLES
from tracker.domain.query import parse
from tracker.domain.records import Record
from tracker.domain.source import Source
from tracker.errors import ClaimlineError, Leak, Refused
from tracker.exporters import formats
from tracker.gui import theme
from tracker.gui.actions import ACTIONS
from tracker.gui.dialogs.add_source import AddSourceDialog
from tracker.gui.dialogs.changes import ChangesDialog
from tracker.gui.dialogs.dossier import DossierDialog
from tracker.gui.dialogs.import_file import ImportDialog
from tracker.gui.dialogs.merge import MergeDialog
from tracker.gui.dialogs.palette import Palette, key
from tracker.gui.dialogs.picture import PictureDialog
from tracker.gui.dialogs.takeover import TakeOverDialog
from tracker.gui.dialogs.text import AskDialog, TextDialog, ToggleDialog, confirm
from tracker.gui.dialogs.verdicts import VerdictsDialog
from tracker.gui.dialogs.writing import WritingDialog
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.pages.claims import ClaimsPage
from tracker.gui.pages.desk import DeskPage
from tracker.gui.pages.events import EventsPage
from tracker.gui.pages.history import HistoryPage
from tracker.gui.pages.people import PeoplePage
from tracker.gui.pages.review import ReviewPage
from tracker.gui.pages.sources import SourcesPage
from tracker.gui.pages.start import StartPage
from tracker.gui.pages.timeline import TimelinePage
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, label, set_tip, visible
from tracker.gui.widgets.rail import Rail
from tracker.gui.widgets.searchbar import SearchBar
from tracker.gui.widgets.working import Working
from tracker.i18n import tr, trn
from tracker.importers.drafts import Draft as ImportDraft
from tracker.importers.mapping import Mapping
from tracker.importers.tables import Table
from tracker.paths import cases_folder
from tracker.settings import Settings
from tracker.store import Store, Touched, captures, history, matching, queries
from tracker.store.backup import back_up
from tracker.store.check import check
from tracker.store.completing import completions, doubts
from tracker.store.desk import Desk
from tracker.store.search import fold

_MESSAGE_SECONDS = 6
_ENDING = ".claims"
_BACKUP_MINUTES = 60
_IMPORTED = "*.csv *.tsv *.xlsx *.json *.jsonl *.html *.ris *.bib *.ics *.txt *.timeline *.xml"
_SETTLED = 90  # milliseconds after a search until what stands around it follows


T = TypeVar("T")


class MainWindow(QMainWindow):
    """One window, at most one case."""

    def __init__(self, kept: Settings, colours: Theme) -> None:
        super().__init__()
        self.settings, self.colours = kept, colours
        self.session: Session | None = None
        self.page = ""
        self._whole = True
        self._doubt = ""
        self.remember = True
        self.setWindowTitle("Claimline")
        self.resize(1440, 900)
        self.setAcceptDrops(True)
        self.actions_by_key: dict[str, QAction] = {}
        self._build_actions()
        self.search = SearchBar(self)
        self.banner = _Banner(self)
        self.working = Working(self)
        self.stack = QStackedWidget(self)
        self._build()
        self._after_search = QTimer(self)
        self._after_search.setSingleShot(True)
        self._after_search.setInterval(_SETTLED)
        self._after_search.timeout.connect(self._searched_out)
        self._columns_timer = QTimer(self)
        self._columns_timer.setSingleShot(True)
        self._columns_timer.setInterval(400)
        self._columns_timer.timeout.connect(self._save_columns)
        self._backups = QTimer(self)
        self._backups.setInterval(_BACKUP_MINUTES * 60_000)
        self._backups.timeout.connect(self._back_up)
        self._backups.start()
        self.show_start()

    # Building

    def _build_actions(self) -> None:
        for entry in ACTIONS:
            action = QAction(tr(entry.words), self)
            if entry.shortcut:
                action.setShortcut(QKeySequence(entry.shortcut))
            action.setEnabled(not entry.case)
            action.triggered.connect(getattr(self, entry.key.replace("-", "_")))
            self.addAction(action)
            self.actions_by_key[entry.key] = action

    def _build(self) -> None:
        center = QWidget(self)
        layout = QVBoxLayout(center)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._topbar())
        layout.addWidget(self.banner)
        layout.addWidget(self.working)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self._statusline())
        self.setCentralWidget(center)
        self.search.left.connect(self._leave_search)
        self.search.changed.connect(self._searched)
        self.search.completing.connect(self._complete_search)

    def _topbar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(50)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.setContentsMargins(0, 6, 0, 6)
        self._case_name = label("Claimline", bar, medium=True)
        self._case_file = label("", bar, role="soft", scale=0.88)
        self._case_name.setFixedWidth(184)
        self._case_file.setFixedWidth(184)
        names.addWidget(self._case_name)
        names.addWidget(self._case_file)
        self.search.setMinimumWidth(280)
        self.search.setMaximumWidth(560)
        self.page_button = button("", bar)
        self.page_button.clicked.connect(self._page_action)
        self.new_button = button(tr("New claim"), bar, role="primary", tip="Ctrl+N")
        self.new_button.clicked.connect(self.new_claim)
        menu_button = QToolButton(bar)
        menu_button.setText("⋮")
        menu_button.setAccessibleName(tr("Menu"))
        menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu_button.setMenu(self._menu(menu_button))
        line = QHBoxLayout(bar)
        line.setContentsMargins(14, 0, 10, 0)
        line.setSpacing(10)
        line.addLayout(names)
        line.addWidget(self.search, 1)
        line.addStretch(1)
        line.addWidget(self.page_button)
        line.addWidget(self.new_button)
        line.addWidget(menu_button)
        return bar

    def _menu(self, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        groups: dict[str, QMenu] = {}
        for entry in ACTIONS:
            if entry.group not in groups:
                groups[entry.group] = menu.addMenu(tr(entry.group))
            groups[entry.group].addAction(self.actions_by_key[entry.key])
        return menu

    def _statusline(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("statusline")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(27)
        self._status_left = label("", bar, role="soft", scale=0.92)
        self._status_message = label("", bar, role="good", scale=0.92)
        self._status_saved = label("", bar, role="soft", scale=0.92)
        self._undo_button = button("", bar, role="link")
        self._undo_button.clicked.connect(self.undo)
        self._status_whole = label("", bar, role="soft", scale=0.92)
        line = QHBoxLayout(bar)
        line.setContentsMargins(14, 0, 14, 0)
        line.setSpacing(12)
        line.addWidget(self._status_left)
        line.addWidget(self._status_message)
        line.addStretch(1)
        for widget in (self._status_saved, self._undo_button, self._status_whole):
            line.addWidget(widget)
        self._message_timer = QTimer(self)
        self._message_timer.setSingleShot(True)
        self._message_timer.setInterval(_MESSAGE_SECONDS * 1000)
        self._message_timer.timeout.connect(self._status_message.clear)
        return bar

    # A case opens, a case closes

    def show_start(self) -> None:
        """The page with no case."""
        start = StartPage(self.settings.recent, self.colours, self.stack)
        start.new_case.connect(self.new_case)
        start.open_case.connect(self.open_case)
        start.demo_case.connect(self.demo_case)
        start.recent.connect(self.open_path)
        self._swap(start)
        self._case_name.setText("Claimline")
        self._case_file.hide()
        self.setWindowTitle("Claimline")
        self._enable(False)
        for text in (self._status_left, self._status_saved, self._status_whole):
            text.setText("")

    def show_store(self, store: Store) -> None:
        """Open the pages on a case."""
        if not self.leave_case():
            store.close()
            return
        self.session = session = Session(store, self)
        view = QWidget(self.stack)
        self.rail = Rail(session, self.colours, frozenset(self.settings.folded), view)
        self.pages = QStackedWidget(view)
        self.claims_page = ClaimsPage(session, self.colours, self.pages)
        self.claims_page.arrange(self.settings.columns.get(store.case.uid, []))
        self.timeline_page = TimelinePage(session, self.colours, self._lane_orders(session), self.pages)
        self.sources_page = SourcesPage(session, self.colours, self.pages)
        self.people_page = PeoplePage(session, self.colours, self.pages)
        self.review_page = ReviewPage(session, self.colours, self.pages)
        self.events_page = EventsPage(session, self.colours, self.pages)
        self.desk_page = DeskPage(session, self.colours, self.pages)
        self.desk_page.seen = self.settings.seen.get(store.case.uid, "")
        self.history_page = HistoryPage(session, self.colours, self.pages)
        self._pages: dict[str, QWidget] = {
            "claims": self.claims_page, "timeline": self.timeline_page, "sources": self.sources_page,
            "people": self.people_page, "review": self.review_page, "events": self.events_page,
            "desk": self.desk_page, "history": self.history_page,
        }  # fmt: skip
        for page in self._pages.values():
            self.pages.addWidget(page)
        line = QHBoxLayout(view)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(self.pages, 1)
        self._connect(session)
        self._swap(view)
        self._whole = True
        self.page = ""
        if store.path is not None and self.remember:
            self.settings = self.settings.opened(store.path)
            settings.save(self.settings)
        self._enable(True)
        self._show_case()
        if len(session.found):
            session.select(session.found[0].id)
        self.show_page("desk" if len(session.desk) else "claims")
        session.spread_out()
        session.look_around()
        self._back_up()
        self.timeline_page.prepare()

    def _back_up(self) -> None:
        """Copy the case if it changed since the last backup, through a connection of the worker's own."""
        session = self.session
        if session is None or session.store.read_only or session.store.path is None:
            return
        path = session.store.path

        def work() -> None:
            with Store.reading(path) as store:
                back_up(store)

        task = Task(work, session)
        task.failed.connect(self.banner.say)
        task.start()

    def _connect(self, session: Session) -> None:
        """Every wire between the parts of an open case."""
        session.stepped.connect(self._stepped)
        session.query_changed.connect(self._query_changed)
        session.claim_selected.connect(self._claim_selected)
        session.failed.connect(self.banner.say)
        self.rail.page.connect(self.show_page)
        self.rail.term.connect(self._term_chosen)
        self.rail.folded.connect(self._keep_folded)
        session.spread_changed.connect(self.rail.show_spread)
        self.claims_page.new_claim.connect(self.new_claim)
        self.claims_page.add_source.connect(self.add_source)
        self.claims_page.open_event.connect(self.open_event)
        self.claims_page.arranged.connect(self._keep_columns)
        self.claims_page.copied.connect(self.copy_claims)
        self.claims_page.pasted.connect(self.paste_rows)
        self.claims_page.notice.wished.connect(self._noticed)
        session.spread_changed.connect(self.claims_page.show_notice)
        session.suspected.connect(self._suspected)
        self.timeline_page.open_claim.connect(self.open_claim)
        self.timeline_page.open_event.connect(self.open_event)
        self.timeline_page.search_for.connect(self._narrow)
        self.timeline_page.arranged.connect(self._keep_lanes)
        self.timeline_page.shown.connect(self._show_status)
        self.sources_page.add_source.connect(self.add_source)
        self.sources_page.open_claim.connect(self.open_claim)
        self.sources_page.logged.connect(self.say)
        self.sources_page.list.chosen.connect(self._show_status)
        self.sources_page.long_work.connect(self.working.watch)
        self.people_page.open_claim.connect(self.open_claim)
        self.people_page.show_claims.connect(self._term_chosen)
        self.review_page.decided.connect(self.say)
        self.desk_page.term.connect(self._term_chosen)
        self.desk_page.since.connect(self._history_since)
        self.desk_page.review.connect(self.show_review)
        self.history_page.open_claim.connect(self.open_claim)
        self.history_page.said.connect(self.say)
        for inspector in (self.claims_page.inspector, self.review_page.inspector):
            inspector.open_source.connect(self.open_words_of)
            inspector.open_claim.connect(self.open_claim)
            inspector.open_history.connect(self._history_of)
            inspector.compare.connect(self._merge_pair)
            inspector.assign.connect(self.assign_claim)
            inspector.changes.connect(self._show_changes)
            inspector.left.connect(self._leave_inspector)

    def _lane_orders(self, session: Session) -> dict[str, list[str]]:
        return {lanes: list(keys) for lanes, keys in self.settings.lanes.get(session.store.case.uid, {}).items()}

    def _keep_lanes(self) -> None:
        """Remember the order a person gave the lanes of this case."""
        if self.session is not None and self.remember:
            self.settings = self.settings.with_lanes(self.session.store.case.uid, self.timeline_page.orders)
            settings.save(self.settings)

    def _keep_columns(self) -> None:
        """Remember the columns a person chose for this case; a width is dragged through many, so they are kept later."""
        self._columns_timer.start()

    def _save_columns(self) -> None:
        if self.session is not None and self.remember:
            arranged = self.claims_page.arrangement()
            self.settings = self.settings.with_columns(self.session.store.case.uid, arranged)
            settings.save(self.settings)

    def _keep_folded(self, section: str, folded: bool) -> None:
        """Remember which sections of the rail are closed."""
        kept = [key for key in self.settings.folded if key != section]
        self.settings = replace(self.settings, folded=tuple([*kept, section] if folded else kept))
        if self.remember:
            settings.save(self.settings)

    def _complete_search(self, typed: str) -> None:
        if self.session is not None:
            self.search.offer(completions(self.session.desk, typed))

    def _narrow(self, term: str) -> None:
        """Add a term to the search."""
        if self.session is not None:
            self.session.search(f"{self.session.query} {term}".strip())

    def leave_case(self) -> bool:
        """Close the case; asks when a form holds unsaved text. False if the person stays."""
        session = self.session
        if session is None:
            return True
        self.claims_page.inspector.flush()
        self.review_page.inspector.flush()
        if self._unsaved() and not confirm(
            tr("A form holds text that is not saved. Close the case and give it up?"), tr("Give it up"), self
        ):
            return False
        self.working.stop()
        if self.remember:
            self.settings = self.settings.visited(session.store.case.uid, session.store.last_step.at)
            settings.save(self.settings)
        if self._columns_timer.isActive():
            self._columns_timer.stop()
            self._save_columns()
        self.session = None
        self.sources_page.rest()
        self.timeline_page.stop()
        session.close()
        session.deleteLater()
        return True

    def _dirty_forms(self) -> list[Form]:
        pages = (
            self.claims_page.inspector,
            self.review_page.inspector,
            self.sources_page,
            self.people_page,
            self.events_page,
        )
        return [form for page in pages for form in page.dirty_forms()]

    def _unsaved(self) -> bool:
        inspectors = (self.claims_page.inspector, self.review_page.inspector)
        return bool(self._dirty_forms()) or any(inspector.unsaved() for inspector in inspectors)

    def _swap(self, widget: QWidget) -> None:
        old = self.stack.currentWidget()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        if old is not None:
            self.stack.removeWidget(old)
            old.deleteLater()

    def _enable(self, case_open: bool) -> None:
        for entry in ACTIONS:
            self.actions_by_key[entry.key].setEnabled(case_open or not entry.case)
        self.search.setVisible(case_open)
        self.page_button.setVisible(case_open)
        self.new_button.setVisible(case_open)
        self._undo_button.setVisible(case_open)

    # What the case says

    def _stepped(self, touched: Touched) -> None:
        """A step was made: the page in view follows at once, the others when they are shown."""
        self.claims_page.model.refresh()
        self.rail.refresh()
        if self.page == "timeline":
            self.timeline_page.follow(touched)
        else:
            self._refresh_page()
        self._show_case()
        self._show_status()

    def _query_changed(self, query: str) -> None:
        """The claims found are painted at once; what stands around them follows when the keys rest."""
        self.search.show_query(query)
        if self.page == "claims":
            self.claims_page.show_found()
        self._show_status()
        if self.session is not None and self.session.finder.suits(self.session.desk):
            self._after_search.start()
        else:
            self._searched_out()
        said = " ".join(doubts(self.session.desk, query)) if self.session is not None else ""
        if said:
            self.say(said)
        elif self._doubt and self._status_message.text() == visible(self._doubt):
            self._status_message.clear()
        self._doubt = said

    def _searched_out(self) -> None:
        """The keys rest (in a small case nothing waits for that): counts, timeline and the page in view follow the search."""
        if self.session is None:
            return
        self.rail.refresh()
        if self.page == "claims":
            self.claims_page.refresh_strip()
            self.claims_page.strip.select(self.session.claim_id)
        else:
            self.claims_page.model.refresh()
            self._refresh_page()
            self._show_status()

    def _claim_selected(self, claim_id: object) -> None:
        self.claims_page.show_selection()
        if self.page == "claims":
            self.claims_page.inspector.refresh()
        elif self.page == "timeline":
            self.timeline_page.show_selection()
        elif self.page == "sources":
            self.sources_page.show_selection()
        elif self.page == "review":
            self.review_page.show_selection()

    def _refresh_page(self) -> None:
        if self.session is None:
            return
        match self.page:
            case "claims":
                self.claims_page.refresh()
                self.claims_page.inspector.refresh()
            case "timeline":
                self.timeline_page.refresh()
            case "sources":
                self.sources_page.refresh()
            case "people":
                self.people_page.refresh()
            case "review":
                self.review_page.refresh()
            case "events":
                self.events_page.refresh()
            case "desk":
                self.desk_page.refresh()
            case "history":
                self.history_page.refresh()

    def show_page(self, key: str) -> None:
        """Bring a page to the front, up to date."""
        if self.session is None or key not in self._pages:
            return
        if self.page == "claims":
            self.claims_page.inspector.flush()
        elif self.page == "review":
            self.review_page.inspector.flush()
        if key != self.page:
            self.banner.hide()  # what was said of another page
        self.page = key
        self.pages.setCurrentWidget(self._pages[key])
        self.rail.mark_page(key)
        self._refresh_page()
        words = {"sources": tr("Add source…"), "timeline": tr("Export picture…"), "people": tr("Add person…"),
                 "events": tr("Add event…")}.get(key, tr("Dossier…"))  # fmt: skip
        self.page_button.setText(words)
        self.page_button.setAccessibleName(words)
        if key == "review":
            self.review_page.start()
        elif key == "timeline":
            self.timeline_page.view.setFocus()
        elif key == "claims":
            self.claims_page.table.setFocus()
        elif key == "sources":
            self.sources_page.reader.setFocus()
        elif key == "people":
            self.people_page.list.setFocus()
        elif key == "events":
            self.events_page.list.setFocus()
        elif key == "history":
            self.history_page.list.setFocus()
        self._show_status()

    def _page_action(self) -> None:
        wishes: dict[str, Callable[[], None]] = {
            "sources": self.add_source, "timeline": self.export_picture, "people": self.add_person,
            "events": self.add_event,
        }  # fmt: skip
        wishes.get(self.page, self.write_dossier)()

    def _show_case(self) -> None:
        if self.session is None:
            return
        store = self.session.store
        name = store.case.name
        file = store.path.name if store.path else tr("in memory")
        self._case_name.setText(_shortened(visible(name), self._case_name))
        set_tip(self._case_name, name)
        self._case_file.show()
        self._case_file.setText(_shortened(file + (tr(" · read-only") if store.read_only else ""), self._case_file))
        self.setWindowTitle(f"{visible(name)} – Claimline")

    def _show_status(self, _chosen: object = None) -> None:
        session = self.session
        if session is None:
            return
        store, total = session.store, len(session.desk.facts)
        match self.page:
            case "timeline":
                left = self.timeline_page.status()
            case "sources":
                left = self.sources_page.status()
            case "people":
                left = self.people_page.status()
            case "review":
                left = self.review_page.status()
            case "events":
                left = self.events_page.status()
            case "history":
                left = self.history_page.status()
            case _:
                left = tr("{n} of {m} claims", n=f"{len(session.found):,}", m=f"{total:,}")
                left += f"   ▲ {session.found.sum('supports'):,} {tr('supporting')}"
                left += f" · ▼ {session.found.sum('refutes'):,} {tr('refuting')}"
        self._status_left.setText(left)
        self._status_saved.setText(tr("read-only") if store.read_only else tr("All changes saved"))
        step = store.next_undo
        self._undo_button.setText(tr("undo: {step}", step=step.name) if step else "")
        self._undo_button.setVisible(step is not None and not store.read_only)
        self.actions_by_key["undo"].setText(tr("Undo: {step}", step=step.name) if step else tr("Undo"))
        again = store.next_redo
        self.actions_by_key["redo"].setText(tr("Redo: {step}", step=again.name) if again else tr("Redo"))
        self._status_whole.setText(tr("integrity ✓") if self._whole else tr("integrity: see the check"))

    def say(self, words: str) -> None:
        """A short word in the status line that goes away by itself."""
        self._status_message.setText(visible(words))
        self._message_timer.start()

    # Going places

    def open_claim(self, claim_id: object) -> None:
        """Show a claim on the claims page, whatever the search hides."""
        session = self.session
        if session is None or not isinstance(claim_id, int) or claim_id not in session.desk.facts:
            return
        if not session.found.holds(claim_id):
            session.search("")
        session.select(claim_id)
        self.show_page("claims")

    def open_event(self, event_id: object) -> None:
        self.show_page("events")
        self.events_page.show_event(event_id)

    def open_words_of(self, source_id: object, anchor_id: object) -> None:
        self.show_page("sources")
        self.sources_page.show_words(int(str(source_id)), anchor_id if isinstance(anchor_id, int) else None)

    def _history_of(self, claim_id: object) -> None:
        if self.session is None or not isinstance(claim_id, int):
            return
        lines = []
        for step, change in history.of_claim(self.session.store.db, claim_id):
            reason = f" — “{step.reason}”" if step.reason else ""
            what = "" if change.kind == "claim" else f" ({change.kind.replace('_', ' ')})"
            lines.append(f"{step.at[:19].replace('T', ' ')}  {step.author}  {step.name}{what}{reason}")
            old, new = change.old(), change.new()
            if change.before is not None and change.after is not None:
                for column in new:
                    if not column.endswith(("_rule", "_anchor", "_inferred", "_hash", "_earliest", "_latest")):
                        lines.append(f"      {column.replace('_', ' ')}: {old.get(column)!s} → {new[column]!s}")
        claim = self.session.desk.facts[claim_id].claim
        TextDialog(tr("History of {claim}", claim=claim.label), "\n".join(lines), self).open()

    def _term_chosen(self, query: str) -> None:
        if self.session is not None:
            if self.page not in ("claims", "timeline"):
                self.show_page("claims")
            self.session.search(query)

    def _searched(self, query: str) -> None:
        if self.session is not None:
            if self.page not in ("claims", "timeline"):
                self.show_page("claims")
                self.search.line.setFocus()
            self.session.search(query)

    def _leave_inspector(self) -> None:
        """A form was closed: the keys go back to the list."""
        (self.review_page.list if self.page == "review" else self.claims_page.table).setFocus()

    def _leave_search(self) -> None:
        if self.session is not None:
            self._pages[self.page].setFocus()
            if self.page == "claims":
                self.claims_page.table.setFocus()
            elif self.page == "timeline":
                self.timeline_page.view.setFocus()

    def _uses(self) -> dict[str, int]:
        """How often each entry of the palette was chosen in this case."""
        return dict(self.settings.uses.get(self.session.store.case.uid if self.session else "", {}))

    def _palette_chosen(self, what: str, entry: object) -> None:
        self.settings = self.settings.used(self.session.store.case.uid if self.session else "", key((what, entry)))
        if self.remember:
            settings.save(self.settings)
        if what == "action":
            self.actions_by_key[str(entry)].trigger()
        elif what == "claim":
            self.open_claim(entry)
        elif what == "event":
            self.open_event(entry)
        elif what == "query":
            self._term_chosen(str(entry))
        elif what == "actor":
            self.show_page("people")
            self.people_page.show_actor(entry)
        elif what == "source":
            self.show_page("sources")
            self.sources_page.show_source(entry)

    # Actions (see `actions.ACTIONS`)

    def new_case(self) -> None:
        folder = cases_folder()
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("New case"),
            str((folder if folder.exists() else Path.home()) / f"untitled{_ENDING}"),
            f"*{_ENDING}",
        )
        if name:
            self.create_path(Path(name))

    def create_path(self, path: Path) -> None:
        """Make a case at a path and open it."""
        path = path if path.suffix == _ENDING else path.with_name(path.name + _ENDING)
        try:
            store = Store.create(path, path.stem.replace("-", " "), author=self.settings.name)
        except ClaimlineError as error:
            self.banner.say(str(error))
            return
        self.show_store(store)

    def open_case(self) -> None:
        folder = cases_folder()
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Open case"), str(folder if folder.exists() else Path.home()), f"*{_ENDING}"
        )
        if name:
            self.open_path(name)

    def open_path(self, name: str) -> None:
        """Open a case; one that is open elsewhere is opened read-only, and says so."""
        path = Path(name)
        if self.session is not None and self.session.store.path == path:
            return
        try:
            try:
                store = Store.open(path, author=self.settings.name)
            except ClaimlineError as error:
                if "is open for" not in str(error):
                    raise
                store = Store.open(path, author=self.settings.name, read_only=True)
                self.banner.say(f"{error} It is shown read-only.")
        except ClaimlineError as error:
            self.banner.say(str(error))
            return
        self.show_store(store)

    def demo_case(self) -> None:
        path = cases_folder() / f"llama-4-benchmarks{_ENDING}"
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                demo.build(path, author=self.settings.name)
            except (ClaimlineError, OSError) as error:
                self.banner.say(str(error))
                return
        self.open_path(str(path))

    def close_case(self) -> None:
        if self.leave_case():
            self.show_start()

    def describe_case(self) -> None:
        if self.session is None:
            return
        store, case = self.session.store, self.session.store.case
        asked = AskDialog(tr("The case"), [(tr("Name"), case.name), (tr("Summary"), case.summary)], self)
        if asked.exec():
            name, summary = asked.values()
            self.session.run(lambda: cases.describe_case(store, name=name, summary=summary))

    def write_dossier(self) -> None:
        if self.session is not None:
            self.claims_page.inspector.flush()
            made = DossierDialog(self.session, self.colours, self)
            made.written.connect(self._file_written)
            made.open()

    def _file_written(self, path: str) -> None:
        self.say(tr("Wrote {path}", path=path))

    def import_file(self) -> None:
        """Claims, sources or events from a file; what will happen to each row is shown first."""
        session = self.session
        if session is None or self.working.busy():
            return
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Import"), "", tr("Tables, references, calendars, links ({endings})", endings=_IMPORTED)
        )
        if name:
            self.import_path(Path(name))

    def import_path(self, path: Path) -> None:
        session = self.session
        if session is None:
            return
        if path.is_file() and whole_case.is_lossless(path):
            words = tr("Importing {name}…", name=path.name)
            count = self._written(words, lambda said: whole_case.take_lines(session.store, path, said))
            if count is not None:
                self.say(tr("Took in a whole case of {n} records", n=f"{count:,}"))
                self.show_page("claims")
            return
        self._import(path.name, lambda: importing.opened(path))

    def _import(self, name: str, read: Callable[[], tuple[Table | None, list[ImportDraft]]]) -> None:
        """Show what will happen to each row of a file, or of what was pasted."""
        session = self.session
        if session is None:
            return
        kept = []
        for entry in self.settings.mappings:
            with suppress(ValueError):
                kept.append(Mapping.from_json(entry))
        dialog = ImportDialog(session, name, read, kept, self.colours, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._bring_in)
        dialog.open()

    def _bring_in(self, plans: list[importing.Plan], name: str, mapping: Mapping | None) -> None:
        session = self.session
        if session is None:
            return
        if mapping is not None:
            self.settings = self.settings.with_mapping(mapping.as_json())
            if self.remember:
                settings.save(self.settings)
        report = self._written(
            tr("Importing {name}…", name=name), lambda said: importing.bring_in(session.store, plans, name, said)
        )
        if report is not None:
            self.say(tr("{n} new, {m} there already, {k} left out", n=report.new, m=report.there, k=report.left_out))
            self.show_page("claims")

    def _written(self, words: str, write: Callable[[Callable[[int, int], None]], T]) -> T | None:
        """Write much in one step, while the person sees how far it is and may stop it."""
        session = self.session
        if session is None:
            return None
        self.claims_page.inspector.flush()
        dialog = WritingDialog(words, self)
        dialog.open()
        try:
            with Task.answers_wait():
                return session.run(lambda: write(dialog.said))
        finally:
            dialog.hide()
            dialog.deleteLater()

    def export_data(self) -> None:
        """The claims found, for spreadsheets and other programs."""
        session = self.session
        if session is None:
            return
        filters = ";;".join(f"{tr(one.title)} (*{one.suffix})" for one in formats.DATA)
        name, picked = QFileDialog.getSaveFileName(
            self, tr("Export {n} claims", n=len(session.found)), "claims.csv", filters
        )
        if name:
            path = Path(name)
            chosen = next((one for one in formats.DATA if picked.startswith(tr(one.title))), formats.DATA[0])
            form = (formats.of_file(formats.DATA, path) or chosen).key
            self._export_to(path, form)

    def _export_to(self, target: Path, form: str) -> None:
        """Write in a worker, which reads the case through a connection of its own."""
        session = self.session
        if session is None or session.store.path is None or self.working.busy():
            return
        self.claims_page.inspector.flush()
        path, query, today = session.store.path, session.query, session.desk.today

        def work() -> str:
            try:
                with Store.reading(path) as store:
                    desk = Desk(store, today)
                    finished = data.content(store, desk, desk.select(query), form)
            except Leak as leak:
                raise Refused(" ".join([str(leak), *leak.places[:3]])) from leak
            task.report(1, 1)
            return str(save_bytes(target, finished))

        task = Task(work, session)
        task.done.connect(self._file_written)
        task.failed.connect(self.banner.say)
        self.working.watch(task, tr("Writing {name}…", name=target.name))

    def write_package(self) -> None:
        """The claims found with their originals, as a package that can be verified; in a worker."""
        session = self.session
        if session is None or session.store.path is None or self.working.busy():
            return
        self.claims_page.inspector.flush()
        name, _ = QFileDialog.getSaveFileName(
            self, tr("Evidence package of {n} claims", n=len(session.found)), "evidence.zip", "*.zip"
        )
        if not name:
            return
        path, target, query, today = session.store.path, Path(name), session.query, session.desk.today

        def work() -> package.Written:
            with Store.reading(path) as store:
                desk = Desk(store, today)
                return package.write(store, desk, desk.select(query), target, said=task.report)

        task = Task(work, session)
        task.done.connect(self._packed)
        task.failed.connect(self.banner.say)
        self.working.watch(task, tr("Packing {name}…", name=target.name))

    def _packed(self, written: package.Written) -> None:
        self.say(tr("Wrote a package of {n} claims and {m} originals", n=written.claims, m=written.originals))
        if written.left_out:
            self.banner.say(
                tr(
                    "These originals stay in, for they name a protected source: {titles}.",
                    titles="; ".join(written.left_out),
                )
            )

    def take_package(self) -> None:
        """Take the claims of a package into this case."""
        session = self.session
        if session is None:
            return
        name, _ = QFileDialog.getOpenFileName(self, tr("Take in a package"), "", "*.zip")
        if not name:
            return
        path = Path(name)
        task = Task(lambda: package.read_through(path, text_in), session)
        task.done.connect(self._package_read)
        task.failed.connect(self.banner.say)
        self.working.watch(task, tr("Reading {name}…", name=path.name))

    def _package_read(self, read: package.Sound) -> None:
        session = self.session
        if session is None:
            return
        words = tr("Taking in {name}…", name=read.path.name)
        count = self._written(words, lambda said: package.take_in(session.store, read, said))
        if count is not None:
            self.say(tr("Took in {n} claims", n=count))

    def export_picture(self) -> None:
        if self.session is None:
            return
        page = self.timeline_page
        shown = picture.Choice(page.place, page.lanes, page.view.days(), order=tuple(page.order), step=page.past_step)
        made = PictureDialog(self.session, shown, self)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.written.connect(self._file_written)
        made.open()

    def check_case(self) -> None:
        if self.session is None:
            return
        findings = check(self.session.store)
        self._whole = not any(finding.severity == "error" for finding in findings)
        receipt = self.session.store.receipt()
        lines = [f"{finding.severity}: {finding.message}" for finding in findings]
        lines = lines or [tr("The case is whole: file, history, captures, quotes and search index agree.")]
        lines += ["", tr("Receipt: case {case}, step {step}", case=receipt.case_uid, step=receipt.step), receipt.head]
        TextDialog(tr("Check"), "\n".join(lines), self).open()
        self._show_status()

    def quit(self) -> None:
        self.close()

    def undo(self) -> None:
        self._replay(Store.undo, tr("Undone"))

    def redo(self) -> None:
        self._replay(Store.redo, tr("Redone"))

    def _replay(self, verb: Callable[[Store], history.Step], words: str) -> None:
        if self.session is None:
            return
        self.claims_page.inspector.flush()
        store = self.session.store
        step = self.session.run(lambda: verb(store))
        if step is not None:
            self.banner.hide()
            self.say(f"{words}: {step.name}")

    def focus_search(self) -> None:
        self.search.line.setFocus()
        self.search.line.selectAll()

    def go_to_anything(self, words: str | bool = "") -> None:
        opened = Palette(self.session, self._uses(), self.colours, self)
        opened.line.setText(words if isinstance(words, str) else "")
        opened.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opened.chosen.connect(self._palette_chosen)
        opened.show()
        opened.line.setFocus()

    def save_search(self) -> None:
        session = self.session
        if session is None:
            return
        if not session.query:
            self.banner.say(tr("Search for something first, then save the search."))
            return
        asked = AskDialog(tr("Save this search"), [(tr("Name"), session.query)], self)
        if asked.exec():
            session.run(lambda: cases.save_search(session.store, asked.values()[0], session.query))

    def clear_search(self) -> None:
        if self.session is not None:
            self.session.search("")

    def new_claim(self) -> None:
        """From anywhere: the form of a new claim beside the table."""
        if self.session is None:
            return
        source = self.sources_page.source if self.page == "sources" else None
        attribution = Attribution(claim_id=0, source_id=source.id, said=source.published) if source else None
        self.show_page("claims")
        inspector = self.claims_page.inspector
        inspector.start_new(
            claim_forms.claim_form(self.session, inspector, title=tr("New claim"), attribution=attribution)
        )

    def add_attribution(self) -> None:
        self._inspector_form("attribution")

    def link_evidence(self) -> None:
        self._inspector_form("evidence")

    def relate_claim(self) -> None:
        self._inspector_form("relation")

    def request_reply(self) -> None:
        self._inspector_form("reply")

    def set_dates(self) -> None:
        """The form in which the date stands that is missing or was not read."""
        session = self.session
        facts = session.selected if session is not None else None
        if facts is None:
            return
        claim, first = facts.claim, facts.first
        of_claim = any(date.words and not date.edtf for date in (claim.about, claim.due))
        self._inspector_form("details" if of_claim or first is None else "said")

    def open_reply(self) -> None:
        """The request that waits for an answer."""
        self._inspector_form("waiting")

    def claim_details(self) -> None:
        self._inspector_form("details")

    def _inspector_form(self, section: str) -> None:
        if self.page not in ("claims", "review"):
            self.show_page("claims")
        page = self.review_page if self.page == "review" else self.claims_page
        page.inspector.open_form(section)

    def set_verdict(self) -> None:
        if self.session is None or self.session.selected is None:
            return
        if self.page not in ("claims", "review"):
            self.show_page("claims")
        page = self.review_page if self.page == "review" else self.claims_page
        page.inspector.show_verdicts()

    def submit_claim(self) -> None:
        session = self.session
        if session is not None and session.selected is not None:
            facts = session.selected
            self.claims_page.inspector.flush()
            if session.run(lambda: claims.set_review(session.store, facts.id, "in review", "")):
                self.say(tr("{claim} waits for review", claim=facts.claim.label))

    def sign_off(self) -> None:
        self._move("signed off")

    def send_back(self) -> None:
        self._move("sent back")

    def _move(self, target: str) -> None:
        if self.session is None or self.session.selected is None:
            return
        if self.page != "review":
            self.show_page("claims")
        page = self.review_page if self.page == "review" else self.claims_page
        page.inspector.make_move(target)

    def open_words(self) -> None:
        facts = self.session.selected if self.session else None
        if facts is None:
            return
        if facts.first is None or facts.first.source_id is None:
            self.banner.say(tr("{claim} has no source to open.", claim=facts.claim.label))
            return
        self.open_words_of(facts.first.source_id, facts.first.anchor_id)

    def back_to_claim(self) -> None:
        if self.session is not None:
            self.open_claim(self.session.claim_id)

    # The desk's own

    def assign_claim(self) -> None:
        """Give the selected claims to somebody, in one step."""
        session = self.session
        if session is None:
            return
        ids = self.claims_page.chosen_ids() if self.page == "claims" else []
        ids = ids if session.claim_id in ids else [session.claim_id] if session.claim_id is not None else []
        if not ids:
            return
        given = reviewing.assignment(session.store, ids[0])
        asked = AskDialog(tr("Assign"), [(tr("To whom (empty: nobody)"), given.who if given else session.store.author),
                                         (tr("Until when"), given.due.words if given else "")], self)  # fmt: skip
        if asked.exec():
            who, due = asked.values()
            date = read_date(due, session.desk.today) if due else UNDATED
            session.run(lambda: reviewing.assign(session.store, ids, who, date))

    def _show_changes(self, claim_id: object) -> None:
        """What changed since a claim was signed off: before and after, in words."""
        session = self.session
        if session is None or not isinstance(claim_id, int):
            return
        claim = session.desk.facts[claim_id].claim
        head = tr("{claim} was signed off by {name} on {when} UTC.", claim=claim.label, name=claim.signed_by,
                  when=claim.signed_at[:16].replace("T", " "))  # fmt: skip
        changes = telling.since_signed(session.store, claim)
        dialog = ChangesDialog(head, changes, may_sign=not session.store.read_only, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self.sign_off)
        dialog.open()

    def _history_since(self, when: str) -> None:
        self.show_page("history")
        self.history_page.show_since(when)

    def set_rules(self) -> None:
        """What signing off needs in this case."""
        session = self.session
        if session is None:
            return
        rules = reviewing.policy(session.store)
        asked = ToggleDialog(tr("Signing off needs"), [
            (tr("somebody else than who wrote the claim"), rules.four_eyes), (tr("a reason"), rules.needs_reason),
            (tr("somebody who said it"), rules.needs_attribution), (tr("evidence"), rules.needs_evidence),
            (tr("that it was submitted for review"), rules.submit_first),
            (tr("that somebody was asked for a reply"), rules.needs_reply),
        ], self)  # fmt: skip
        if asked.exec():
            session.run(lambda: reviewing.set_policy(session.store, replace(rules, **dict(
                zip(("four_eyes", "needs_reason", "needs_attribution", "needs_evidence", "submit_first", "needs_reply"),
                    asked.values(), strict=True)
            ))))  # fmt: skip

    def set_verdicts(self) -> None:
        """Which verdicts there are in this case, and what its claims' become."""
        if self.session is not None:
            dialog = VerdictsDialog(self.session, self.colours, self)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def your_role(self) -> None:
        """Name, initials and role of the person at the window, for this case."""
        session = self.session
        if session is None:
            return
        mine = next((m for m in reviewing.members(session.store) if m.name == session.store.author), None)
        asked = AskDialog(tr("Who you are in this case"), [
            (tr("Name (typed in, no proof)"), session.store.author), (tr("Initials"), mine.initials if mine else ""),
        ], self, (tr("Role"), ROLES, mine.role if mine else "reporter"))  # fmt: skip
        if asked.exec():
            name, initials, role = asked.values()
            session.store.author = name or session.store.author
            session.run(lambda: reviewing.put_member(session.store, session.store.author, initials, role))

    def write_receipt(self) -> None:
        """Write a receipt of the case, or compare the case with an earlier one that is chosen."""
        session = self.session
        if session is None:
            return
        made = session.store.receipt()
        text = json.dumps({"case": made.case_uid, "step": made.step, "head": made.head, "at": made.at}, indent=1)
        name, _ = QFileDialog.getSaveFileName(self, tr("Receipt"), "receipt.json", "*.json")
        if name and session.run(lambda: save_bytes(Path(name), text.encode())) is not None:
            self._file_written(name)

    def take_over_copy(self) -> None:
        """Compare the case with another copy of it, in a worker; then ask what is taken over."""
        session = self.session
        if session is None or session.store.path is None or self.working.busy():
            return
        self.claims_page.inspector.flush()
        name, _ = QFileDialog.getOpenFileName(self, tr("The other copy"), "", f"*{_ENDING}")
        if not name:
            return
        here, there = session.store.path, Path(name)

        def work() -> tuple[Path, takeover.Comparison]:
            with (
                Store.reading(here) as ours,
                Store.reading(there) as other,
            ):
                return there, takeover.compare(ours, other)

        task = Task(work, session)
        self.working.watch(task, tr("Comparing with {name}…", name=there.name))
        task.done.connect(self._compared)
        task.failed.connect(self.banner.say)

    def _compared(self, told: tuple[Path, takeover.Comparison]) -> None:
        session, (there, found) = self.session, told
        asked = TakeOverDialog(found, self)
        agreed, answers = asked.exec(), asked.answers()
        asked.deleteLater()
        if session is None or not agreed:
            return

        def write(said: Callable[[int, int], None]) -> int:
            with Store.reading(there) as other:
                return takeover.take_over(session.store, other, answers, said)

        count = self._written(tr("Taking over {name}…", name=there.name), write)
        if count is not None:
            self.say(trn("Took over {n} record", "Took over {n} records", count))

    # Merging

    def merge_claims(self) -> None:
        """The two claims that are selected, or the selected one and what reads like it."""
        session = self.session
        if session is None:
            return
        ids = self.claims_page.chosen_ids()[:3] if self.page == "claims" else []
        if len(ids) != 2 and session.claim_id is not None:
            ids = [session.claim_id]
            ids += [twin for twin, _ in session.twins()[:1]]
        if len(ids) == 2:
            self._merge_pair(ids[0], ids[1])
        elif ids:
            other = self._ask_other(session.desk.facts[ids[0]].claim.label, tr("Number of the other claim"))
            found = session.run(lambda: claims.claim_named(session.store, other)) if other else None
            if found is not None:
                self._merge_pair(ids[0], found.id)

    def _merge_pair(self, first: object, second: object) -> None:
        session = self.session
        if session is None or not isinstance(first, int) or not isinstance(second, int):
            return
        suspected = session.desk.suspects.of_claim(first) if session.desk.suspects else []
        why = next((pair.why for pair in suspected if second in (pair.first, pair.second)), "")
        kept, gone = session.store.get(Claim, first), session.store.get(Claim, second)
        if (done := self._merge(kept, gone, why)) is not None:
            self.open_claim(done)

    def merge_people(self) -> None:
        """The person shown and somebody who looks like her; else whoever is named."""
        session = self.session
        if session is None:
            return
        pair = next(iter(session.desk.suspects.actors), None) if session.desk.suspects else None
        first = session.store.find(Actor, self.people_page.actor_id) if self.page == "people" else None
        if first is None and pair is None:
            self.banner.say(tr("Choose a person on the People page first."))
            return
        if pair is not None and (first is None or first.id in (pair.first, pair.second)):
            one, other = session.store.get(Actor, pair.first), session.store.get(Actor, pair.second)
            self._merged_person(self._merge(one, other, pair.why))
        elif first is not None and (name := self._ask_other(first.name, tr("Name of the other one"))):
            found = actors.find_actor(session.store, name)
            if found is None:
                self.banner.say(tr("Nobody in this case is called “{name}”.", name=name))
            else:
                self._merged_person(self._merge(first, found, ""))

    def _merged_person(self, kept: int | None) -> None:
        if kept is not None:
            self.show_page("people")
            self.people_page.show_actor(kept)

    def merge_sources(self) -> None:
        """The source shown and another one that is the same, or one that is named."""
        session = self.session
        if session is None:
            return
        first = self.sources_page.source
        if first is None:
            self.banner.say(tr("Choose a source on the Sources page first."))
            return
        pairs = session.desk.suspects.sources if session.desk.suspects else ()
        pair = next((pair for pair in pairs if first.id in (pair.first, pair.second)), None)
        if pair is not None:
            second = session.store.get(Source, pair.second if pair.first == first.id else pair.first)
            kept = self._merge(first, second, pair.why)
        else:
            title = self._ask_other(first.title, tr("Title of the other source"))
            found = [s for s in queries.titles(session.store) if s[1] == fold(title)] if title else []
            if title and not found:
                self.banner.say(tr("No source of this case has the title “{title}”.", title=title))
            kept = self._merge(first, session.store.get(Source, found[0][0]), "") if found else None
        if kept is not None:
            self.show_page("sources")
            self.sources_page.show_source(kept)

    def _ask_other(self, name: str, words: str) -> str:
        asked = AskDialog(tr("Merge {name} with…", name=name), [(words, "")], self)
        return asked.values()[0] if asked.exec() else ""

    def _merge(self, first: Record, second: Record, why: str) -> int | None:
        """Show two records side by side; the id of the one they became, None when they stay two."""
        if self.session is None or first.id == second.id:
            return None
        self.claims_page.inspector.flush()
        dialog = MergeDialog(self.session, first, second, why, self)
        done = dialog.exec()
        dialog.deleteLater()
        return dialog.kept if done else None

    def _noticed(self, key: str) -> None:
        if key == "find:" and self.session is not None:
            self.go_to_anything(" ".join(matching.asked_words(parse(self.session.query))))
        elif key in self.actions_by_key:
            session = self.session
            if session is not None and len(session.found) and not session.found.holds(session.claim_id or 0):
                session.select(session.found[0].id)
            self.actions_by_key[key].trigger()
            self.claims_page.show_selection()

    def _suspected(self) -> None:
        """What looks like the same twice is known anew; a claim that somebody is typing into is left alone."""
        self.rail.refresh()
        self.claims_page.model.refresh()
        inspector = self.claims_page.inspector
        busy = inspector.isAncestorOf(self.focusWidget() or self) or inspector.unsaved()
        if not busy and self.session is not None and self.session.twins():
            inspector.refresh()
        self.sources_page.show_twin()

    def claim_history(self) -> None:
        if self.session is not None and self.session.claim_id is not None:
            self._history_of(self.session.claim_id)

    def remove_claim(self) -> None:
        session = self.session
        if session is not None and session.selected is not None:
            facts = session.selected
            session.run(lambda: claims.remove_claim(session.store, facts.id))
            self.say(tr("Removed {claim}. Ctrl+Z brings it back.", claim=facts.claim.label))

    def add_source(self) -> None:
        self._source_dialog()

    def copy_claims(self) -> None:
        """The selected claims with their sources, as a list that a word processor keeps its form of."""
        session = self.session
        ids = self.claims_page.chosen_ids() or ([session.claim_id] if session and session.claim_id else [])
        if session is None or not ids:
            return
        self.claims_page.inspector.flush()
        try:
            text, page = data.listing(session.store, session.desk, session.desk.among(ids))
        except Leak as leak:
            self.banner.say(" ".join([str(leak).replace("written", "copied"), *leak.places[:3]]))
            return
        copied = QMimeData()
        copied.setText(text)
        copied.setData("text/html", page.encode())
        QApplication.clipboard().setMimeData(copied)
        self.say(trn("Copied {n} claim", "Copied {n} claims", len(ids)))

    def paste_rows(self) -> None:
        """Rows of a spreadsheet come in as claims; anything else is a source."""
        text = QApplication.clipboard().text()
        if "\t" in text.strip("\r\n"):
            self._import(tr("what was pasted"), lambda: importing.pasted(text))
        else:
            self.paste_source()

    def paste_source(self) -> None:
        self._source_dialog(QApplication.clipboard().mimeData())

    def edit_source(self) -> None:
        self.show_page("sources")
        self.sources_page.edit_source()

    def add_person(self) -> None:
        self.show_page("people")
        self.people_page.new_actor()

    def add_event(self) -> None:
        self.show_page("events")
        self.events_page.new_event()

    def show_desk(self) -> None:
        self.show_page("desk")

    def show_history(self) -> None:
        self.show_page("history")

    def show_claims(self) -> None:
        self.show_page("claims")

    def show_timeline(self) -> None:
        self.show_page("timeline")

    def show_sources(self) -> None:
        self.show_page("sources")

    def show_people(self) -> None:
        self.show_page("people")

    def show_review(self) -> None:
        self.show_page("review")

    def show_events(self) -> None:
        self.show_page("events")

    def theme_light(self) -> None:
        self._set_theme("light")

    def theme_dark(self) -> None:
        self._set_theme("dark")

    def theme_system(self) -> None:
        self._set_theme("system")

    def _set_theme(self, name: str) -> None:
        """Take the theme now; the pages are built anew with its colours."""
        if self.session is not None and self._dirty_forms():
            self.banner.say(tr("A form holds text that is not saved. Save or cancel it, then change the colours."))
            return
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        self.settings = replace(self.settings, theme=name)
        settings.save(self.settings)
        self.colours = theme.chosen(name, application)
        theme.apply(application, self.colours)
        if self.session is None:
            self.show_start()
        else:
            page, claim_id, store = self.page, self.session.claim_id, self.session.store
            store.listeners.clear()
            self.session.deleteLater()
            self.session = None
            self.show_store(store)
            self.show_page(page)
            if self.session is not None:
                self.session.select(claim_id)

    def your_name(self) -> None:
        asked = AskDialog(
            tr("Your name"), [(tr("It signs each change; a name typed in, no proof."), self.settings.name)], self
        )
        if asked.exec() and asked.values()[0]:
            self.settings = replace(self.settings, author=asked.values()[0])
            settings.save(self.settings)
            if self.session is not None:
                self.session.store.author = self.settings.name

    def tell_name_once(self) -> None:
        """At the very first start: whose name signs what is done, and where it is changed."""
        if self.settings.author:
            return
        self.settings = replace(self.settings, author=self.settings.name)
        if self.remember:
            settings.save(self.settings)
        words = tr("What you do is signed “{name}”, the name of this account. “Your name…” in the menu changes it.",
                   name=self.settings.author)  # fmt: skip
        self.banner.say(words)

    def show_keys(self) -> None:
        width = max(len(entry.words) for entry in ACTIONS) + 4
        lines = []
        for group in dict.fromkeys(entry.group for entry in ACTIONS):
            lines += ["", tr(group)]
            lines += [f"  {tr(e.words):<{width}}{e.shortcut}" for e in ACTIONS if e.group == group and e.shortcut]
        lines += ["", tr("In a source"), tr("  Ctrl+Down / Ctrl+Up: next, previous sentence; with Shift: add it"),
                  tr("  S: next suggested sentence · X: dismiss it · N, P: next, previous logged words"),
                  tr("  Enter: log claim · E: edit first · Q: add quote · V: evidence · T: event"), "",
                  tr("In the timeline"), tr("  ← →: next, previous · ↑ ↓: scroll · + −: zoom · 1–7: day … century · F: fit · Enter: open · Menu: more"),
                  tr("  shift-drag: search a span · double-click: look closer · drag an end: change its date")]  # fmt: skip
        TextDialog(tr("Keys"), "\n".join(lines).strip(), self).open()

    # Adding sources

    def _source_dialog(self, data: QMimeData | None = None) -> None:
        if self.session is None:
            return
        dialog = AddSourceDialog(self.session.desk.today, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ready.connect(self._keep_source)
        if data is not None:
            files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
            if files:
                dialog.show_file(Path(files[0]))
            elif data.hasHtml() and data.hasText():
                dialog.show_page_part(data.text(), data.html())
            elif data.hasText():
                dialog.show_text(data.text())
        dialog.open()

    def _keep_source(self, source: Source, draft: Draft | None) -> None:
        """Keep a source; the bytes of a large file are laid into the case by a worker first."""
        session = self.session
        if session is None:
            return
        if draft is None or draft.file is None or session.store.path is None:
            self._put_source(source, draft, draft.content if draft is not None else None)
            return
        file, path = draft.file, session.store.path
        task = Task(lambda: (source, draft, captures.keep_file(path, file, task.report)), session)
        task.done.connect(self._source_laid)
        task.failed.connect(self.banner.say)
        self.working.watch(task, tr("Preserving {name}…", name=visible(draft.origin)))

    def _source_laid(self, laid: tuple[Source, Draft, tuple[str, int]]) -> None:
        self._put_source(*laid)

    def _put_source(self, source: Source, draft: Draft | None, given: bytes | tuple[str, int] | None) -> None:
        session = self.session
        if session is None:
            return
        original = None
        if draft is not None and given is not None:
            original = sources.Original(
                given, draft.media_type, draft.origin, draft.url, draft.final_url, draft.headers
            )
        kept = session.run(lambda: sources.add_source(session.store, source, original))
        if kept is not None:
            self.show_page("sources")
            self.sources_page.show_source(kept.id)
            self.sources_page.reader.setFocus()
            self._show_status()
            self.say(
                tr("Added “{title}”", title=kept.title)
                if original
                else tr("Added as a link only: nothing is preserved")
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.session is not None and (event.mimeData().hasUrls() or event.mimeData().hasText()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._source_dialog(event.mimeData())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.leave_case():
            event.accept()
        else:
            event.ignore()


def _shortened(text: str, widget: QLabel) -> str:
    return widget.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, widget.width() - 4)


class _Banner(QWidget):
    """What went wrong, in a sentence, until it is put away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 6, 10, 6)
        self.words = label("", self, wrap=True)
        close = button("×", self, role="link", tip=tr("Put away"))
        close.clicked.connect(self.hide)
        line.addWidget(self.words, 1)
        line.addWidget(close)
        self.hide()

    def say(self, words: str) -> None:
        self.words.setText(visible(words))
        self.show()
