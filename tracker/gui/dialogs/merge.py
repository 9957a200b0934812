"""Two records side by side, field by field, before they are merged."""

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QRadioButton, QWidget

from tracker.commands import merging
from tracker.domain.actor import Actor
from tracker.domain.claim import Claim
from tracker.domain.dates.saying import say_with_words
from tracker.domain.records import Record
from tracker.domain.review import Verdicts
from tracker.domain.source import Source
from tracker.gui.session import Session
from tracker.gui.widgets.plain import button, column, heading, label, row, rule, scrolled
from tracker.i18n import tr

_VERBS = {Claim: merging.merge_claims, Actor: merging.merge_actors, Source: merging.merge_sources}
_LONGEST = 300  # characters of a field that are shown


class MergeDialog(QDialog):
    """The first record stays; `merged_id` is its id after the merger was made. Nothing is written before that."""

    def __init__(self, session: Session, first: Record, second: Record, why: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._first, self._second = first, second
        self.merged_id: int | None = None
        self.setWindowTitle(tr("Merge"))
        self.resize(860, 520)
        self._layout = column(self, margins=(22, 18, 22, 18), spacing=8)
        self._why = why
        self._sheet: QWidget | None = None
        self._groups: dict[str, QButtonGroup] = {}
        self._error = label("", self, role="bad", wrap=True)
        self._error.hide()
        swap = button(tr("Swap sides"), self)
        cancel, merge = button(tr("Cancel"), self), button(tr("Merge"), self, role="primary")
        swap.clicked.connect(self._swap)
        cancel.clicked.connect(self.reject)
        merge.clicked.connect(self._merge)
        merge.setDefault(True)
        self._layout.addWidget(self._error)
        self._layout.addLayout(row(swap, None, cancel, merge))
        self._show()

    def _show(self, taken: list[str] | None = None) -> None:
        """`taken` are the fields to be taken from the second record; the usual ones at first."""
        if self._sheet is not None:
            self._sheet.hide()
            self._sheet.deleteLater()
        inner = QWidget(self)
        inner.setObjectName("page")
        grid = QGridLayout(inner)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        if self._why:
            grid.addWidget(label(self._why, inner, role="soft", wrap=True), 0, 0, 1, 3)
        for at, (record, words) in enumerate(
            ((self._first, tr("is kept")), (self._second, tr("is merged into it"))), 1
        ):
            grid.addWidget(label(f"{_name(record)} · {words}", inner, bold=True, wrap=True), 1, at)
        grid.addWidget(rule(inner), 2, 0, 1, 3)
        self._groups = {}
        taken = merging.usual(self._first, self._second) if taken is None else taken
        line = 3
        for name in merging.differences(self._first, self._second):
            grid.addWidget(heading(tr(name.replace("_", " ")), inner), line, 0)
            group = QButtonGroup(inner)
            self._groups[name] = group
            for at, record in enumerate((self._first, self._second), 1):
                grid.addWidget(self._choice(group, name, record, at, name in taken, inner), line, at)
            line += 1
        if not self._groups:
            grid.addWidget(label(tr("All fields are identical."), inner, role="soft"), line, 0, 1, 3)
            line += 1
        grid.addWidget(rule(inner), line, 0, 1, 3)
        grid.addWidget(heading(tr("Moved over"), inner), line + 1, 0)
        for at, record in enumerate((self._first, self._second), 1):
            moved = " · ".join(f"{tr(what)} {n}" for what, n in merging.comes_along(self._session.store, record))
            grid.addWidget(label(moved or "—", inner, role="soft", wrap=True), line + 1, at)
        words = tr("Notes and history of both are kept. Undo reverses the merge.")
        grid.addWidget(label(words, inner, role="soft", wrap=True), line + 2, 1, 1, 2)
        grid.setRowStretch(line + 3, 1)
        self._sheet = scrolled(inner, self)
        self._layout.insertWidget(0, self._sheet, 1)

    def _choice(self, group: QButtonGroup, name: str, record: Record, at: int, take: bool, inner: QWidget) -> QWidget:
        box = QWidget(inner)
        pick = QRadioButton(box)
        pick.setAccessibleName(f"{name}: {_words(getattr(record, name), self._session.store.verdicts)}")
        pick.setChecked(take == (at == 2))
        group.addButton(pick, at)
        shown = label(_words(getattr(record, name), self._session.store.verdicts), box, wrap=True)
        layout = row(pick, shown, stretch=1)
        box.setLayout(layout)
        return box

    def _swap(self) -> None:
        taken = [name for name in self._groups if name not in self.take()]
        self._first, self._second = self._second, self._first
        self._show(taken)

    def take(self) -> list[str]:
        """The fields that are taken from the second record."""
        return [name for name, group in self._groups.items() if group.checkedId() == 2]

    def _merge(self) -> None:
        verb: Any = _VERBS[type(self._first)]
        store, stays, gone, take = self._session.store, self._first.id, self._second.id, self.take()
        self._error.hide()
        self._session.failed.connect(self._say)
        merged = self._session.run(lambda: verb(store, stays, gone, take))
        self._session.failed.disconnect(self._say)
        if merged is not None:
            self.merged_id = stays
            self.accept()

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.show()


def _name(record: Record) -> str:
    if isinstance(record, Claim):
        return record.label
    return getattr(record, "name", "") or getattr(record, "title", "")


def _words(value: Any, verdicts: Verdicts) -> str:
    """The value of a field as shown in a column."""
    if isinstance(value, tuple):
        return ", ".join(tr(word) for word in value)
    if hasattr(value, "edtf"):
        return say_with_words(value) or "—"
    text = verdicts[value].label if value in verdicts else str(value)
    return (text[:_LONGEST] + "…" if len(text) > _LONGEST else text) or "—"
