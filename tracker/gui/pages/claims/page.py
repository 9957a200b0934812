"""The claims page: table, timeline strip under it, inspector beside it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from tracker.commands import placing
from tracker.gui.models.claims import ClaimsModel, section
from tracker.gui.pages.claims.menus import ClaimsMenus
from tracker.gui.pages.claims.nothing import NoClaims
from tracker.gui.pages.claims.table import ClaimsTable
from tracker.gui.pages.inspecting import InspectingPage
from tracker.gui.timeline.overview import Overview
from tracker.gui.timeline.view import TimelineView
from tracker.gui.widgets.notice import Notice
from tracker.gui.widgets.plain import column
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import StepApplied
from tracker.store.claims.checks import CHECK
from tracker.store.search import fold
from tracker.timeline import density
from tracker.timeline.item import Item
from tracker.timeline.scene import STRIP

STRIP_MOST = 400  # items; more are not readable in the strip and need the timeline page


class ClaimsPage(InspectingPage):
    """The table of claims, with the order and columns chosen by the user."""

    key = "claims"
    shows_found = True

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        self._case = self.session.store.case.uid
        self.model = ClaimsModel(self.session, self)
        self.table = self._make_table()
        self.strip = TimelineView(self.colours, self, STRIP)
        self.overview = Overview(self.colours, self, 26)
        self._nothing = NoClaims(workbench, self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self.notice = Notice(self)
        upper = QWidget(self)
        over = column(upper)
        over.addWidget(self.notice)
        over.addLayout(self._stack, 1)
        strip = QWidget(self)
        beneath = column(strip)
        beneath.addWidget(self.strip, 1)
        beneath.addWidget(self.overview)
        left = QSplitter(Qt.Orientation.Vertical, self)
        left.addWidget(upper)
        left.addWidget(strip)
        left.setSizes([600, 210])
        left.setStretchFactor(0, 1)
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.addWidget(left)
        both.addWidget(self.inspector)
        both.setSizes([840, 404])
        both.setStretchFactor(0, 1)
        both.setHandleWidth(1)
        left.setHandleWidth(1)
        column(self).addWidget(both)
        self.table.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.strip.selected.connect(self._item_chosen)
        self.strip.moved.connect(self._strip_moved)
        self.overview.brushed.connect(self.strip.show_days)
        self.notice.requested.connect(self._run_notice)
        self.session.counts_changed.connect(self.show_notice)
        self.session.similarities_changed.connect(self._similarities_changed)

    def refresh(self, step: StepApplied | None = None) -> None:
        self.show_found()
        self.settle()
        self.inspector.refresh()

    def show_found(self) -> None:
        self.model.refresh()
        self._stack.setCurrentIndex(0 if self.session.found else 1)
        self._nothing.refresh()
        self.show_notice()
        self._mark_selection()

    def settle(self) -> None:
        self.refresh_strip()
        self.strip.select(self.session.claim_id)

    def show_selection(self) -> None:
        self._mark_selection()
        self.inspector.refresh()

    def give_focus(self) -> None:
        self.table.setFocus()

    def chosen_claims(self) -> list[int]:
        """The claims of the selected rows, from top to bottom, if the selected claim is one of them."""
        ids = self.table.chosen_ids()
        return ids if self.session.claim_id in ids else super().chosen_claims()

    def _similarities_changed(self) -> None:
        """Update the possible duplicates, except for a claim that is being edited."""
        if not self.isVisible():
            return
        self.model.refresh()
        focus = self.window().focusWidget()
        busy = self.inspector.unsaved() or (focus is not None and self.inspector.isAncestorOf(focus))
        if not busy and self.session.similar_claims():
            self.inspector.refresh()

    def _run_notice(self, key: str) -> None:
        """Run the action of the notice; it selects the first claim found if the selected one is not among them."""
        session = self.session
        if key == "find:":
            self.workbench.do("go-to-anything", " ".join(session.query.words()))
            return
        if len(session.found) and not session.found.holds(session.claim_id or 0):
            session.select(session.found[0].id)
        self.workbench.do(key)
        self._mark_selection()

    def show_notice(self) -> None:
        """Explain the desk check searched for and offer its fix; for a text search, count other records with the words."""
        query = self.session.query
        keys = query.values("check")
        check = CHECK.get(fold(keys[-1]).strip().replace(" ", "-").replace("_", "-")) if keys else None
        if check is not None:
            mend = ((check.fix_action, self.workbench.verb(check.fix_action).text()),) if self.session.found else ()
            self.notice.say(f"{check.glyph} {tr(check.label)}: {tr(check.meaning)}", mend)
            return
        others = [
            (kind, trn(one, many, self.session.facet_counts.others[kind]))
            for kind, one, many in (("source", "{n} source", "{n} sources"), ("actor", "{n} person", "{n} people"),
                                    ("event", "{n} event", "{n} events"))
            if self.session.facet_counts.others.get(kind)
        ]  # fmt: skip
        if not others or self.session.facet_counts.query != query:
            self.notice.say("")
            return
        self.notice.say(tr("These words were also found in {places}.", places=", ".join(words for _, words in others)),
                        (("find:", tr("Show")),))  # fmt: skip

    def refresh_strip(self) -> None:
        today = self.session.index.today
        found = self.session.found[:STRIP_MOST]
        items = (
            placing.TimelineBuilder.read(self.session.store, today=today).with_words(found.ids.tolist()).items(found)
        )
        self.strip.show_items(items, today)
        self.overview.show_sums(density.sums(items), self.strip.days())

    def _mark_selection(self) -> None:
        """Mark the session's claim in table and strip."""
        at = self.model.row_of(self.session.claim_id)
        selection = self.table.selectionModel()
        if at >= 0 and self.table.currentIndex().row() != at:
            index = self.model.index(at, section("claim"))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(index, flags)
            self.table.scrollTo(index)
        elif at < 0:
            selection.clear()
        self.strip.select(self.session.claim_id)

    def _make_table(self) -> ClaimsTable:
        table = ClaimsTable(self.model, self.colours, self)
        table.arrange(self.workbench.remembered.columns(self._case))
        table.arranged.connect(self._keep_columns)
        table.horizontalHeader().sortIndicatorChanged.connect(self._mark_selection)  # the selected claim stays in view
        table.copied.connect(self.workbench.verb("copy-claims").trigger)
        table.pasted.connect(self._paste)
        ClaimsMenus(self.workbench, table)
        return table

    def _keep_columns(self) -> None:
        self.workbench.remembered.keep_columns(self._case, self.table.arrangement())

    def _paste(self) -> None:
        self.workbench.do("paste-rows")

    def _row_chosen(self, current: QModelIndex) -> None:
        claim_id = self.model.claim_id(current.row()) if current.isValid() else None
        if claim_id is not None:
            self.session.select(claim_id)

    def _item_chosen(self, item: Item) -> None:
        if item.kind == "claim":
            self.session.select(item.id)
        else:
            self.workbench.open_record("events", item.id)

    def _strip_moved(self) -> None:
        self.overview.show_view(self.strip.days())
