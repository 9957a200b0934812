"""Preview of an import: the field of each column, and what will happen to each row. Nothing is written by it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QWidget

from tracker.commands import importing
from tracker.commands.importing import ImportPlan
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, column, label, row, scrolled, visible, waiting_bar
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr, trn
from tracker.importers.drafts import Draft
from tracker.importers.mapping import FIELDS, Mapping, guess, lettered, usual_verdict
from tracker.importers.tables import Table
from tracker.store import reading_case

Read = tuple[Table | None, list[Draft]]
_SHOWN = 500  # rows of the preview
_GLYPHS = {"new": "+", "there already": "=", "left out": "×"}


class ImportDialog(QDialog):
    """Emits `chosen` (plans, name, mapping or None) when the rows are to be imported. `read` returns the table, or the drafts,
    of the file called `name`; it runs in a thread.
    """

    chosen = Signal(object, str, object)

    def __init__(
        self,
        session: Session,
        name: str,
        read: Callable[[], Read],
        stored: Sequence[Mapping],
        colours: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Import {name}", name=visible(name)))
        self.resize(1000, 640)
        self._session, self._name, self._kept = session, name, stored
        self._table: Table | None = None
        self._drafts: list[Draft] = []
        self.plans: list[ImportPlan] = []
        self.mapping: Mapping | None = None
        layout = column(self, margins=(18, 14, 18, 14), spacing=8)
        self._words = label(tr("Reading…"), self, medium=True, wrap=True)
        layout.addWidget(self._words)
        self._bar = waiting_bar(self)
        self._bar.show()
        layout.addWidget(self._bar)
        both = row(spacing=14)
        self._side = QWidget(self)
        self._grid = QGridLayout(self._side)
        self._grid.setVerticalSpacing(4)
        self._scroll = scrolled(self._side, self)
        self._scroll.setFixedWidth(380)
        self._scroll.hide()
        both.addWidget(self._scroll)
        self.list = RowList(colours, self, height=44, name=tr("Rows"))
        self.list.chosen.connect(self._explain)
        both.addWidget(self.list, 1)
        layout.addLayout(both, 1)
        self._detail = label("", self, role="soft", wrap=True)
        self._detail.hide()
        layout.addWidget(self._detail)
        self._error = label("", self, role="bad", wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        cancel = button(tr("Cancel"), self)
        self.take = button(tr("Import"), self, role="primary")
        self.take.setEnabled(False)
        cancel.clicked.connect(self.reject)
        self.take.clicked.connect(self._take)
        layout.addLayout(row(None, cancel, self.take))
        self.fields: dict[str, QComboBox] = {}
        self.order: QComboBox | None = None
        self._ratings: dict[str, QComboBox] = {}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self.preview)
        self._task = Task(read, self)
        self._task.done.connect(self._read)
        self._task.failed.connect(self._failed)
        self._task.start()

    def reject(self) -> None:
        self._task.cancel()
        super().reject()

    def _read(self, found: tuple[Table | None, list[Draft]]) -> None:
        self._bar.hide()
        self._table, self._drafts = found
        if self._table is not None:
            usual = guess(self._table)
            fitting = sorted(filter(self._fits, self._kept), key=lambda mapping: -len(mapping.columns))
            self.mapping = next(iter(fitting), usual)
            if usual.day_first is not None:  # the dates of the table are unambiguous
                self.mapping.day_first = usual.day_first
            self._build(self._table)
        self.preview()

    def _fits(self, mapping: Mapping) -> bool:
        """Whether a stored mapping fits a table with these columns."""
        if self._table is None or all(map(lettered, self._table.columns)):
            return False  # columns called A, B, C mean something else each time
        return set(mapping.columns.values()) <= set(self._table.columns)

    def _build(self, table: Table) -> None:
        assert self.mapping is not None
        for at, name in enumerate(FIELDS, self._build_questions(table)):
            box = QComboBox(self._side)
            box.addItem("—", "")
            for path in table.columns:
                box.addItem(visible(path), path)
            box.setCurrentIndex(max(0, box.findData(self.mapping.columns.get(name, ""))))
            box.setAccessibleName(name.replace("_", " "))
            box.setMaximumWidth(220)
            box.currentIndexChanged.connect(self._changed)
            self._grid.addWidget(label(tr(name.replace("_", " ")), self._side, role="soft"), at, 0)
            self._grid.addWidget(box, at, 1)
            self.fields[name] = box
        self._scroll.show()

    def _build_questions(self, table: Table) -> int:
        """Add the questions about the whole table above its columns. Returns the next free row of the grid."""
        assert self.mapping is not None
        self.order = QComboBox(self._side)
        for words, value in (
            (tr("ask"), None),
            (tr("day first (31-10-2020)"), True),
            (tr("month first (10-31-2020)"), False),
        ):
            self.order.addItem(words, value)
        self.order.setCurrentIndex({None: 0, True: 1, False: 2}[self.mapping.day_first])
        self.order.setAccessibleName(tr("Order of dates"))
        self.order.currentIndexChanged.connect(self._changed)
        self._grid.addWidget(label(tr("05-10-2020 means"), self._side, role="soft"), 0, 0)
        self._grid.addWidget(self.order, 0, 1)
        self._build_ratings(table, 1)
        line = 1 + len(self._ratings)
        self._grid.setRowMinimumHeight(line, 12)
        return line + 1

    def _build_ratings(self, table: Table, line: int) -> None:
        """Add a field for each verdict of the table: which verdict of the case it means."""
        assert self.mapping is not None
        column_ = self.mapping.columns.get("verdict", "")
        words = sorted({text for entry in table.rows for text in table.at(entry, column_)})[:24] if column_ else []
        for at, word in enumerate(words, line):
            box = QComboBox(self._side)
            meant = usual_verdict(word, self._session.store.verdicts)
            box.addItem(
                tr("matched by name: {verdict}", verdict=tr(meant.label)) if meant else tr("unknown label: unverified"),
                "",
            )
            for verdict in self._session.store.verdicts.values():
                box.addItem(tr(verdict.label), verdict.key)
            box.setCurrentIndex(max(0, box.findData(self.mapping.ratings.get(word, ""))))
            box.setAccessibleName(f"{word}")
            box.currentIndexChanged.connect(self._changed)
            self._grid.addWidget(label(f"“{word}”", self._side, role="soft", wrap=True), at, 0)
            self._grid.addWidget(box, at, 1)
            self._ratings[word] = box

    def _changed(self, _index: int) -> None:
        self._task.cancel()  # its plans are of the previous mapping and must not be imported
        self._bar.show()
        self.take.setEnabled(False)
        self._pause.start()

    def preview(self) -> None:
        """Compute what would happen to each row, in a thread with its own connection to the case."""
        self._error.hide()
        self.take.setEnabled(False)
        self._task.cancel()
        path, table, drafts = self._session.store.path, self._table, self._drafts
        if path is None:
            return
        if table is not None and self.order is not None:
            columns = {name: str(box.currentData()) for name, box in self.fields.items() if box.currentData()}
            ratings = {word: str(box.currentData()) for word, box in self._ratings.items() if box.currentData()}
            self.mapping = Mapping(columns, ratings, self.order.currentData())
        mapping = self.mapping

        def work() -> list[ImportPlan]:
            with reading_case(path) as store:
                mapped = table is not None and mapping is not None
                found = importing.drafts_of(table, mapping, store.verdicts) if mapped else drafts  # type: ignore[arg-type]
                return importing.plan(store, found)

        self._bar.show()
        self._task = Task(work, self)
        self._task.done.connect(self._planned)
        self._task.failed.connect(self._failed)
        self._task.start()

    def _planned(self, plans: list[ImportPlan]) -> None:
        self._bar.hide()
        self.plans = plans
        self.list.show_rows([_row(at, entry) for at, entry in enumerate(self.plans[:_SHOWN])], None)
        counts = {what: sum(entry.what == what for entry in self.plans) for what in _GLYPHS}
        problems = sum(bool(entry.problems) for entry in self.plans)
        form = self._table.form if self._table is not None else tr("a known format")
        self._words.setText(
            tr("{form}: {new} new, {there} already in the case, {out} skipped", form=form, new=f"{counts['new']:,}",
               there=f"{counts['there already']:,}", out=f"{counts['left out']:,}")
            + trn("; {n} row needs checking.", "; {n} rows need checking.", problems)
        )  # fmt: skip
        self.take.setEnabled(counts["new"] > 0)
        if self._table is not None and self._table.problems:
            self._failed_rows(self._table.problems)

    def _failed_rows(self, problems: Sequence[str]) -> None:
        more = tr(" … and {n} more", n=len(problems) - 3) if len(problems) > 3 else ""
        self._error.setText("; ".join(map(visible, problems[:3])) + more)
        self._error.show()

    def _explain(self, at: object) -> None:
        """Show all problems of a row below the table, where a cell has no room for them."""
        if isinstance(at, int):
            self._detail.setText(visible("; ".join(self.plans[at].problems)))
            self._detail.setVisible(bool(self.plans[at].problems))

    def _failed(self, words: str) -> None:
        self._bar.hide()
        self.plans = []
        self.list.show_rows([], None)
        self._words.setText("")
        self._error.setText(words)
        self._error.show()

    def _take(self) -> None:
        self.chosen.emit(self.plans, self._name, self.mapping)
        self.accept()


def _row(at: int, entry: ImportPlan) -> Row:
    draft = entry.draft
    name = getattr(draft, "statement", "") or getattr(draft, "title", "") or "—"
    notes = [getattr(draft, "claimant", ""), getattr(draft, "said", "") or getattr(draft, "published", ""),
             getattr(draft, "verdict", ""), getattr(draft, "source_title", ""), *entry.problems]  # fmt: skip
    note = " · ".join(filter(None, notes)) or entry.what
    return Row(at, name, note, _GLYPHS[entry.what], "#c4410c" if entry.problems else "")
