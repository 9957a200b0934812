"""The claims page: table, timeline strip under it, inspector beside it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCursor,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QHeaderView, QMenu, QSplitter, QStackedLayout, QTableView, QVBoxLayout, QWidget

from tracker.commands import claims, placing, several
from tracker.domain.query import EVERYTHING
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.review import STATES
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.models.cells import ClaimsDelegate
from tracker.gui.models.claims import COLUMNS, ROW_HEIGHT, ClaimsModel, section
from tracker.gui.pages.inspecting import InspectingPage
from tracker.gui.timeline.overview import Overview
from tracker.gui.timeline.view import TimelineView
from tracker.gui.widgets.notice import Notice
from tracker.gui.widgets.plain import button, column, label, row
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import Touched
from tracker.store.claims.checks import CHECK
from tracker.store.search import fold
from tracker.timeline import density
from tracker.timeline.item import Item
from tracker.timeline.scene import STRIP

_LEAST = 200  # pixels of the statement's column
STRIP_MOST = 400  # items; a strip of more is a smear, the timeline page has the room


class _Table(QTableView):
    """Says when it has another size, when its rows are to be copied or others pasted, and when a claim was dropped on
    another (`dropped`: dragged id, id dropped on).
    """

    resized = Signal()
    copied = Signal()
    pasted = Signal()
    dropped = Signal(object, object)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copied.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        if self._claim_at(event) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        target = self._claim_at(event)
        if target is not None:
            self.dropped.emit(*target)
            event.acceptProposedAction()

    def _claim_at(self, event: QDropEvent) -> tuple[int, int] | None:
        """(the claim that is dragged, the claim under it); None for itself or nothing."""
        model = self.model()
        assert isinstance(model, ClaimsModel)
        dragged = model.dragged(event.mimeData())
        found = model.claim_id(self.indexAt(event.position().toPoint()).row())
        return (dragged, found) if dragged is not None and found is not None and found != dragged else None


class ClaimsPage(InspectingPage):
    """What is claimed, in the order and with the columns a person likes."""

    key = "claims"
    shows_found = True

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        self._case = self.session.store.case.uid
        self.model = ClaimsModel(self.session, self)
        self.table = self._table()
        self.arrange(workbench.remembered.columns(self._case))
        self.strip = TimelineView(self.colours, self, STRIP)
        self.overview = Overview(self.colours, self, 26)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty())
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
        self.notice.wished.connect(self._mend)
        self.session.spread_changed.connect(self.show_notice)
        self.session.suspected.connect(self._suspected)

    def refresh(self, step: Touched | None = None) -> None:
        self.show_found()
        self.settle()
        self.inspector.refresh()

    def show_found(self) -> None:
        self.model.refresh()
        self._stack.setCurrentIndex(0 if self.session.found else 1)
        self._empty_words()
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
        ids = self.chosen_ids()
        return ids if self.session.claim_id in ids else super().chosen_claims()

    def _suspected(self) -> None:
        """What looks like the same twice is known anew; a claim that somebody is typing into is left alone."""
        if not self.isVisible():
            return
        self.model.refresh()
        focus = self.window().focusWidget()
        busy = self.inspector.unsaved() or (focus is not None and self.inspector.isAncestorOf(focus))
        if not busy and self.session.twins():
            self.inspector.refresh()

    def _mend(self, key: str) -> None:
        """Do what the notice offers, with the first claim found where another one is selected."""
        session = self.session
        if key == "find:":
            self.workbench.do("go-to-anything", " ".join(session.query.words()))
            return
        if len(session.found) and not session.found.holds(session.claim_id or 0):
            session.select(session.found[0].id)
        self.workbench.do(key)
        self._mark_selection()

    def show_notice(self) -> None:
        """What the desk check that is searched for means and how it is mended; else where else the words stand."""
        query = self.session.query
        keys = query.values("check")
        check = CHECK.get(fold(keys[-1]).strip().replace(" ", "-").replace("_", "-")) if keys else None
        if check is not None:
            mend = ((check.mend, self.workbench.verb(check.mend).text()),) if self.session.found else ()
            self.notice.say(f"{check.glyph} {tr(check.label)}: {tr(check.meaning)}", mend)
            return
        others = [
            (kind, trn(one, many, self.session.spread.others[kind]))
            for kind, one, many in (("source", "{n} source", "{n} sources"), ("actor", "{n} person", "{n} people"),
                                    ("event", "{n} event", "{n} events"))
            if self.session.spread.others.get(kind)
        ]  # fmt: skip
        if not others or self.session.spread.query != query:
            self.notice.say("")
            return
        self.notice.say(tr("These words also stand in {places}.", places=", ".join(words for _, words in others)),
                        (("find:", tr("Show")),))  # fmt: skip

    def refresh_strip(self) -> None:
        today = self.session.desk.today
        found = self.session.found[:STRIP_MOST]
        items = placing.Plan.read(self.session.store, today=today).with_words(found.ids.tolist()).items(found)
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

    def _table(self) -> QTableView:
        table = _Table(self)
        table.resized.connect(self._make_room)
        table.copied.connect(self.workbench.verb("copy-claims").trigger)
        table.pasted.connect(self._paste)
        table.dropped.connect(self._relate)
        table.setDragEnabled(True)
        table.setAcceptDrops(True)
        table.setDragDropMode(QTableView.DragDropMode.DragDrop)
        table.setDragDropOverwriteMode(True)
        table.setModel(self.model)
        table.setItemDelegate(ClaimsDelegate(self.colours, table))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._menu)
        table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setAccessibleName(tr("Claims"))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(section("claim"), Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        header.sortIndicatorChanged.connect(self._sorted)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(section("claim"), QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(30)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._columns_menu)
        header.sectionMoved.connect(self._keep_columns)
        header.sectionResized.connect(self._keep_columns)
        return table

    # Columns

    def arrangement(self) -> list[tuple[str, int]]:
        """(key, width) of the columns shown, from left to right."""
        header = self.table.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [(COLUMNS[at].key, header.sectionSize(at)) for at in order if not header.isSectionHidden(at)]

    def arrange(self, columns: list[tuple[str, int]]) -> None:
        """Show these columns so wide in this order; the usual ones where the list makes no sense."""
        header = self.table.horizontalHeader()
        wide = {key: width for key, width in columns if 20 <= width <= 2000}
        shown = {section(key): width for key, width in wide.items() if key in {column.key for column in COLUMNS}}
        if section("claim") not in shown:
            shown = {at: usual.width for at, usual in enumerate(COLUMNS) if usual.first}
        header.blockSignals(True)
        for at, known_column in enumerate(COLUMNS):
            header.setSectionHidden(at, at not in shown)
            header.resizeSection(at, shown.get(at, known_column.width))
        for place, at in enumerate(shown):
            header.moveSection(header.visualIndex(at), place)
        header.blockSignals(False)
        self._make_room()
        self.table.viewport().update()

    def _make_room(self) -> None:
        """The statement takes the room that is left; where that is too little it has its own width and the table scrolls."""
        header = self.table.horizontalHeader()
        claim = section("claim")
        others = sum(
            header.sectionSize(at) for at in range(header.count()) if at != claim and not header.isSectionHidden(at)
        )
        tight = self.table.viewport().width() - others < _LEAST
        mode = QHeaderView.ResizeMode.Interactive if tight else QHeaderView.ResizeMode.Stretch
        if header.sectionResizeMode(claim) != mode:
            header.setSectionResizeMode(claim, mode)
            if tight:
                header.resizeSection(claim, COLUMNS[claim].width)

    def _columns_menu(self, where: QPoint) -> None:
        """Which columns to show."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        group.setExclusive(False)
        header = self.table.horizontalHeader()
        for at, offered in enumerate(COLUMNS):
            action = menu.addAction(tr("Review") if offered.key == "review" else tr(offered.title))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(at))
            action.setEnabled(offered.key != "claim")
            action.setData(at)
            group.addAction(action)
        menu.addSeparator()
        usual = menu.addAction(tr("The usual columns"))
        usual.setData(-1)
        group.addAction(usual)
        group.triggered.connect(self._column_chosen)
        menu.popup(header.mapToGlobal(where))

    def _column_chosen(self, action: QAction) -> None:
        at = action.data()
        if at < 0:
            self.arrange([])
        else:
            self.table.horizontalHeader().setSectionHidden(at, not action.isChecked())
        self._make_room()
        self._keep_columns()

    def _keep_columns(self) -> None:
        self.workbench.remembered.keep_columns(self._case, self.arrangement())

    def _paste(self) -> None:
        self.workbench.do("paste-rows")

    def chosen_ids(self) -> list[int]:
        """The claims of the selected rows, from top to bottom."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [claim_id for row_ in rows if (claim_id := self.model.claim_id(row_)) is not None]

    def _menu(self, at: QPoint) -> None:
        """What can be done to all selected claims at once; each is one step."""
        ids = self.chosen_ids()
        if not ids or self.session.store.read_only:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        head = menu.addAction(trn("{n} claim", "{n} claims", len(ids)))
        head.setEnabled(False)
        verdicts = menu.addMenu(tr("Set verdict"))
        for verdict in self.session.store.verdicts.values():
            self._add(verdicts, group, f"{verdict.glyph} {tr(verdict.label)}", ("verdict", verdict.key))
        states = menu.addMenu(tr("Review"))
        for state in STATES:
            if state != "signed off":
                self._add(states, group, tr(state), ("review", state))
        self._add(menu, group, tr("Add tags…"), ("tags", ""))
        self._add(menu, group, tr("Assign…"), ("window", "assign-claim"))
        self._add(menu, group, tr("Copy as a list with sources"), ("window", "copy-claims"))
        if len(ids) == 2:
            menu.addSeparator()
            self._add(menu, group, tr("Merge these two…"), ("window", "merge-claims"))
        group.triggered.connect(self._wished)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _relate(self, dragged: int, target: int) -> None:
        """How the claim that was dropped on another stands to it."""
        first, second = (self.session.desk.facts[claim_id].claim.label for claim_id in (dragged, target))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for kind in RELATIONS:
            words = tr("{first} {relation} {second}", first=first, relation=tr(kind), second=second)
            self._add(menu, group, words, ("relate", f"{dragged} {target} {kind}"))
        group.triggered.connect(self._related)
        menu.popup(QCursor.pos())

    def _related(self, action: QAction) -> None:
        dragged, target, kind = action.data()[1].split(" ", 2)
        self.session.run(lambda: claims.relate(self.session.store, int(dragged), kind, int(target)))

    def _add(self, menu: QMenu, group: QActionGroup, words: str, wish: tuple[str, str]) -> None:
        action = menu.addAction(words)
        action.setData(wish)
        group.addAction(action)

    def _wished(self, action: QAction) -> None:
        what, value = action.data()
        if what == "window":
            self.workbench.do(value)
            return
        ids, store = self.chosen_ids(), self.session.store
        question = (tr("Tags"), "") if what == "tags" else (tr("Reason"), "")
        title = tr("{what} for {n} claims", what=action.text(), n=len(ids))
        asked = AskDialog(title, [question], self)
        if not asked.exec():
            return
        answer = asked.values()[0]
        match what:
            case "verdict":
                self.session.run(lambda: several.judge_all(store, ids, value, answer))
            case "review":
                self.session.run(lambda: several.move_all(store, ids, value, answer))
            case "tags":
                self.session.run(lambda: several.tag_all(store, ids, answer.split(",")))

    def _sorted(self) -> None:
        """Keep the selected claim in view in the new order."""
        self._mark_selection()

    def _empty(self) -> QWidget:
        page = QWidget(self)
        page.setObjectName("page")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(page)
        inner.addStretch(1)
        self._empty_title = label("", page, scale=1.25, bold=True)
        self._empty_text = label("", page, role="soft", wrap=True)
        self._empty_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._empty_title, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addWidget(self._empty_text)
        source = button(tr("Add source…"), page, role="primary")
        claim = button(tr("New claim"), page)
        self._all = button(tr("Show all claims"), page)
        source.clicked.connect(self._add_source)
        claim.clicked.connect(self._new_claim)
        self._all.clicked.connect(self._show_all)
        self._empty_source = source
        inner.addLayout(row(None, source, claim, self._all, None))
        inner.addStretch(2)
        return page

    def _empty_words(self) -> None:
        filtered = bool(self.session.query)
        self._empty_title.setText(tr("Nothing found") if filtered else tr("No claim yet"))
        self._empty_text.setText(
            tr("No claim fits this search.")
            if filtered
            else tr("Paste or drop an article, select the words that matter, and press Enter to log a claim.")
        )
        self._all.setVisible(filtered)
        self._empty_source.setVisible(not filtered)

    def _add_source(self) -> None:
        self.workbench.do("add-source")

    def _new_claim(self) -> None:
        self.workbench.do("new-claim")

    def _show_all(self) -> None:
        self.session.search(EVERYTHING)

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
