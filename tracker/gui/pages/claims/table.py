"""The table of claims: adjustable columns; rows can be dragged, copied and pasted."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QDragMoveEvent, QDropEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTableView, QWidget

from tracker.gui.models.cells import ClaimsDelegate
from tracker.gui.models.claims import COLUMNS, ROW_HEIGHT, ClaimsModel, section
from tracker.gui.theme import Theme
from tracker.i18n import tr

_LEAST = 200  # pixels of the statement's column


class ClaimsTable(QTableView):
    """Emits `copied` and `pasted` (keys), `dropped` (dragged claim id, id dropped on), `menu_wanted` (position, for
    the selected rows) and `arranged` (columns or widths changed).
    """

    copied = Signal()
    pasted = Signal()
    dropped = Signal(object, object)
    menu_wanted = Signal(QPoint)
    arranged = Signal()

    def __init__(self, model: ClaimsModel, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._claims = model
        self.setModel(model)
        self.setItemDelegate(ClaimsDelegate(colours, self))
        self._look()
        self._make_header()

    def _look(self) -> None:
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QTableView.DragDropMode.DragDrop)
        self.setDragDropOverwriteMode(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_wanted)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(tr("Claims"))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _make_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicator(section("claim"), Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(section("claim"), QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(30)
        header.setSectionsMovable(True)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._columns_menu)
        header.sectionMoved.connect(self.arranged)
        header.sectionResized.connect(self.arranged)

    def chosen_ids(self) -> list[int]:
        """The claims of the selected rows, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [claim_id for row in rows if (claim_id := self._claims.claim_id(row)) is not None]

    # Columns

    def arrangement(self) -> list[tuple[str, int]]:
        """(key, width) of the columns shown, from left to right."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(at) for at in range(header.count())]
        return [(COLUMNS[at].key, header.sectionSize(at)) for at in order if not header.isSectionHidden(at)]

    def arrange(self, columns: list[tuple[str, int]]) -> None:
        """Show these columns in this order with these widths; the default ones where the list is invalid."""
        header = self.horizontalHeader()
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
        self.viewport().update()

    def _make_room(self) -> None:
        """The statement column fills the remaining width; below its minimum width the table scrolls."""
        header = self.horizontalHeader()
        claim = section("claim")
        others = sum(
            header.sectionSize(at) for at in range(header.count()) if at != claim and not header.isSectionHidden(at)
        )
        tight = self.viewport().width() - others < _LEAST
        mode = QHeaderView.ResizeMode.Interactive if tight else QHeaderView.ResizeMode.Stretch
        if header.sectionResizeMode(claim) != mode:
            header.setSectionResizeMode(claim, mode)
            if tight:
                header.resizeSection(claim, COLUMNS[claim].width)

    def _columns_menu(self, where: QPoint) -> None:
        """The menu of columns to show."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        group.setExclusive(False)
        header = self.horizontalHeader()
        for at, offered in enumerate(COLUMNS):
            action = menu.addAction(tr("Review") if offered.key == "review" else tr(offered.title))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(at))
            action.setEnabled(offered.key != "claim")
            action.setData(at)
            group.addAction(action)
        menu.addSeparator()
        usual = menu.addAction(tr("Reset columns"))
        usual.setData(-1)
        group.addAction(usual)
        group.triggered.connect(self._column_chosen)
        menu.popup(header.mapToGlobal(where))

    def _column_chosen(self, action: QAction) -> None:
        at = action.data()
        if at < 0:
            self.arrange([])
        else:
            self.horizontalHeader().setSectionHidden(at, not action.isChecked())
        self._make_room()
        self.arranged.emit()

    # Keys and drops

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

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
        dragged = self._claims.dragged(event.mimeData())
        found = self._claims.claim_id(self.indexAt(event.position().toPoint()).row())
        return (dragged, found) if dragged is not None and found is not None and found != dragged else None
