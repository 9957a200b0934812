"""The model of the claims table: ids in order, facts read from the session; `cells` paints them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from tracker.domain.dates import FuzzyDate
from tracker.domain.review import Verdict
from tracker.gui.session import Session
from tracker.gui.widgets.plain import visible
from tracker.i18n import tr
from tracker.store import matching, queries
from tracker.store.claims.facts import Facts
from tracker.store.matching import Match

ROW_HEIGHT = 46
DRAGGED = "application/x-claimline-claim"  # MIME type of a dragged claim id
_PAGE = 32  # rows read at once

Index = QModelIndex | QPersistentModelIndex


Lines = tuple[str, str]  # the text of a cell: a line, and a fainter one under it


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key`, its name in the settings; its title; its sort key (`Selection.ordered`); its width in pixels;
    whether it is shown by default. `lines` returns its text; None for the columns that `cells` draws.
    """

    key: str
    title: str
    order: str
    width: int
    lines: "Callable[[ClaimsModel, Facts], Lines] | None" = None
    first: bool = False


def _more(count: int) -> str:
    return tr("and {n} more", n=count) if count > 0 else ""


def _date(date: FuzzyDate, missing: str = "") -> Lines:
    """A date and the words it was read from; "?" for words that were not read."""
    if not date.words and not date.edtf:
        return ("?", missing) if missing else ("—", "")
    words = f"“{date.words}”" if date.words and date.words != date.edtf else ""
    return (date.edtf, words) if date.edtf else ("?", words or tr("not read"))


def _said(_: "ClaimsModel", facts: Facts) -> Lines:
    return _date(facts.said, tr("no date"))


def _number(_: "ClaimsModel", facts: Facts) -> Lines:
    return facts.claim.label, ""


def _about(_: "ClaimsModel", facts: Facts) -> Lines:
    return _date(facts.claim.about)


def _due(_: "ClaimsModel", facts: Facts) -> Lines:
    return _date(facts.claim.due)


def _kinds(_: "ClaimsModel", facts: Facts) -> Lines:
    return ", ".join(tr(kind) for kind in facts.claim.kinds), ""


def _tags(_: "ClaimsModel", facts: Facts) -> Lines:
    return ", ".join(f"#{tag}" for tag in facts.tags), ""


def _source(model: "ClaimsModel", facts: Facts) -> Lines:
    return model.source_title(facts), _more(len(facts.source_ids) - 1)


def _origins(_: "ClaimsModel", facts: Facts) -> Lines:
    return f"{facts.origins.count}", tr("of {n}", n=facts.origins.sources)


COLUMNS = (
    Column("review", "✓", "review", 38, first=True), Column("verdict", "Verdict", "verdict", 128, first=True),
    Column("claim", "Claim", "number", 300, first=True), Column("claimant", "Claimant", "claimant", 116, first=True),
    Column("said", "Said", "said", 112, _said, first=True),
    Column("evidence", "Evidence", "evidence", 92, first=True), Column("number", "Number", "number", 74, _number),
    Column("about", "About", "about", 112, _about), Column("due", "Due", "due", 112, _due),
    Column("kinds", "Kinds", "kinds", 96, _kinds), Column("tags", "Tags", "tag", 110, _tags),
    Column("source", "Source", "source", 150, _source), Column("origins", "Origins", "origins", 70, _origins),
)  # fmt: skip
_SECTIONS = {column.key: at for at, column in enumerate(COLUMNS)}


def section(key: str) -> int:
    """The index of a column in the table."""
    return _SECTIONS[key]


class ClaimsModel(QAbstractTableModel):
    """The rows the session's query finds."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._ids = session.found.ids
        self._forget()

    def refresh(self) -> None:
        """Update from the session's search results; reset the model only where the rows changed."""
        self._forget()
        ids = self._session.found.ids
        if np.array_equal(ids, self._ids):
            if len(ids):
                self.dataChanged.emit(self.index(0, 0), self.index(len(ids) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._ids = ids
        self.endResetModel()

    def _forget(self) -> None:
        self._wanted = matching.term_groups(self._session.query)
        self.needles = matching.patterns(self._session.query)
        self._page: tuple[int, list[Facts]] = (-1, [])
        self._places: tuple[int, dict[int, Match]] = (-1, {})
        self._titles: dict[int, str] = {}

    def claim_id(self, row: int) -> int | None:
        return int(self._ids[row]) if 0 <= row < len(self._ids) else None

    def row_of(self, claim_id: int | None) -> int:
        at = np.flatnonzero(self._ids == (claim_id or 0))
        return int(at[0]) if len(at) else -1

    def verdict(self, facts: Facts) -> Verdict:
        return self._session.store.verdicts[facts.claim.verdict]

    def facts(self, row: int) -> Facts:
        """The facts of a row; its neighbours are read with it, since they are needed next."""
        first = row // _PAGE * _PAGE
        if self._page[0] != first:
            self._page = (first, self._session.index.facts.several(self._ids[first : first + _PAGE].tolist()))
        return self._page[1][row - first]

    def place(self, row: int) -> Match | None:
        """The place of the search words in a row's claim where its statement does not contain them."""
        if not self.needles:
            return None
        first = row // _PAGE * _PAGE
        if self._places[0] != first:
            ids = self._ids[first : first + _PAGE].tolist()
            self._places = (first, matching.where_claims(self._session.store, ids, self._wanted))
        return self._places[1].get(int(self._ids[row]))

    def source_title(self, facts: Facts) -> str:
        """The title of the source a claim was read in; "" where there is none."""
        source_id = facts.first.source_id if facts.first else None
        if source_id is None:
            return ""
        if source_id not in self._titles:
            self._titles |= queries.names(self._session.store, "source", [source_id])
        return self._titles[source_id]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the claims by a column; by number where no column is chosen."""
        by = COLUMNS[column].order if 0 <= column < len(COLUMNS) else "number"
        self._session.sort(by, downwards=order == Qt.SortOrder.DescendingOrder)
        self.refresh()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row can be dragged onto another, which relates the two claims."""
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The id of the claim of the first row."""
        dragged = QMimeData()
        uid, claim_id = self._session.store.case.uid, self.claim_id(indexes[0].row())
        dragged.setData(DRAGGED, f"{uid} {claim_id}".encode())
        return dragged

    def dragged(self, data: QMimeData) -> int | None:
        """The id of a dragged claim of this case; None for any other data."""
        uid, _, claim_id = bytes(data.data(DRAGGED).data()).decode("utf-8", "replace").partition(" ")
        known = (
            uid == self._session.store.case.uid and claim_id.isdecimal() and int(claim_id) in self._session.index.facts
        )
        return int(claim_id) if known else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return tr(COLUMNS[section].title)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        facts, column = self.facts(index.row()), COLUMNS[index.column()]
        if column.lines is not None:
            return visible(" ".join(column.lines(self, facts)))
        match column.key:
            case "review":
                return facts.claim.review + (", changed since" if facts.changed else "")
            case "verdict":
                return self.verdict(facts).label
            case "claim":
                place = self.place(index.row())
                where = f" — {place.where}: {place.text}" if place else ""
                return visible(f"{facts.claim.label} {facts.claim.statement}{where}")
            case "claimant":
                return visible(", ".join(facts.claimants))
            case "evidence":
                return f"{facts.supports} supporting, {facts.refutes} refuting"
        return None
