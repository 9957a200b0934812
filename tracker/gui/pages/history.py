"""The history page: every change of the case in words; filter, restore a record, export."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from tracker.commands import redaction, telling
from tracker.commands.saving import save_bytes
from tracker.commands.telling import HistoryEntry
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, iso, read_date
from tracker.gui.dialogs.text import confirm
from tracker.gui.page import Page
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, column, label, row, visible
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import StepApplied, reading_case

_SHORT = 2_000  # steps and claims; above that the history is filtered in a thread
_MOST = 500  # changes shown at most; a filter finds the others
_KINDS = (
    "",
    "claim",
    "attribution",
    "evidence",
    "relation",
    "source",
    "actor",
    "event",
    "reply",
    "comment",
    "assignment",
    "verdict",
    "design",
    "member",
)
_FORMS = {".txt": "text", ".csv": "csv", ".jsonl": "jsonl"}


class HistoryPage(Page):
    """Every change, the newest first."""

    key = "history"

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        self.workbench = workbench
        self._entries: list[HistoryEntry] = []
        self._task: Task | None = None
        bar = QWidget(self)
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.by, self.record, self.since = QLineEdit(bar), QLineEdit(bar), QLineEdit(bar)
        for line, words in (
            (self.by, tr("By whom")),
            (self.record, tr("Claim, source …")),
            (self.since, tr("Since 2026-01-12")),
        ):
            line.setPlaceholderText(words)
            line.setAccessibleName(words)
            line.setMaximumWidth(210)
            line.textChanged.connect(self._typed)
        self.kind = QComboBox(bar)
        self.kind.addItems([tr(kind) if kind else tr("every kind") for kind in _KINDS])
        self.kind.setAccessibleName(tr("Kind of record"))
        self.kind.currentIndexChanged.connect(self._typed)
        restore = button(
            tr("Restore this version…"),
            bar,
            tip=tr("Restore the record to its version after the chosen step"),
        )
        write = button(tr("Export…"), bar)
        restore.clicked.connect(self.restore)
        write.clicked.connect(self.write)
        tools = row(self.by, self.record, self.kind, self.since, None, restore, write, spacing=8)
        tools.setContentsMargins(14, 8, 12, 8)
        bar.setLayout(tools)
        self.list = RowList(self.colours, self, height=46, name=tr("Changes"))
        layout = column(self)
        layout.addWidget(bar)
        layout.addWidget(self.list, 1)
        self._foot = label("", self, role="faint", scale=0.9)
        self._foot.setContentsMargins(14, 4, 0, 4)
        layout.addWidget(self._foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(150)
        self._pause.timeout.connect(self._look_again)
        self.list.opened.connect(self._opened)

    def refresh(self, step: StepApplied | None = None) -> None:
        """Show the newest changes that pass the filters; a long history is searched in a thread."""
        self.cancel()
        since = self.since.text().strip()
        if since and not self._day(since):
            self._entries = []
            self.list.show_rows([], None)
            self._foot.setText(tr("“{words}” cannot be read as a date.", words=visible(since)))
            return
        store, look = self.session.store, self._look()
        path = store.path
        filtered = self.by.text() or self.record.text() or self.since.text() or self.kind.currentIndex()
        if path is None or not filtered or store.last_step.n + len(self.session.index) < _SHORT:
            self._show(list(look(store, most=_MOST)))
            return

        def work() -> list[HistoryEntry]:
            with reading_case(path) as other:
                return list(look(other, most=_MOST))

        self._foot.setText(tr("Searching…"))
        self._task = Task(work, self)
        self._task.done.connect(self._show)
        self._task.failed.connect(self.session.failed)
        self._task.start()

    def _look(self) -> Callable[..., Iterator[HistoryEntry]]:
        """The history entries of a case that pass the current filters."""
        return partial(
            telling.feed, by=self.by.text().strip(), record=self.record.text().strip(),
            kind=_KINDS[self.kind.currentIndex()], since=self._day(self.since.text().strip()),
        )  # fmt: skip

    def _day(self, words: str) -> str:
        """The first day or moment of a date in words (ISO 8601); "" where it is no date."""
        if re.match(r"\d{4}-\d\d-\d\dT", words):
            return words
        found = read_date(words, self.session.index.today) if words else UNDATED
        return iso(found.earliest) if found.earliest is not None else ""

    def _show(self, entries: list[HistoryEntry]) -> None:
        self._entries = entries
        rows = [Row(at, _title(entry), _note(entry), "·") for at, entry in enumerate(self._entries)]
        self.list.show_rows(rows, self.list.current() if rows else None)
        more = tr(" — newest only; use a filter to see older ones") if len(rows) == _MOST else ""
        self._foot.setText(trn("{n} change", "{n} changes", len(rows)) + more)

    def show_since(self, when: str) -> None:
        """Show only changes from a time on."""
        for line in (self.by, self.record):
            line.clear()
        self.since.setText(when)
        self.refresh()

    def status(self) -> str:
        return trn("{n} step", "{n} steps", self.session.store.last_step.n)

    def chosen(self) -> HistoryEntry | None:
        at = self.list.current()
        return self._entries[at] if isinstance(at, int) and at < len(self._entries) else None

    def restore(self) -> None:
        """Restore the record of the chosen change to its state after that step."""
        entry, store = self.chosen(), self.session.store
        if entry is None:
            self.workbench.warn(tr("Choose a change first."))
            return
        if self.session.run(lambda: telling.restore(store, entry.kind, entry.record_id, entry.step)) is not None:
            self.workbench.say(tr("{record} was restored to step {n}", record=entry.record or entry.kind, n=entry.step))

    def write(self) -> None:
        """Write the filtered changes as text, CSV or JSON Lines, by the ending of the file."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Write the history"), "history.txt", "*.txt *.csv *.jsonl")
        if not name:
            return
        form = _FORMS.get(Path(name).suffix.lower(), "text")
        entries = self._look()(self.session.store, newest=False)
        text, store = telling.written(entries, form), self.session.store
        house = tr("The history names protected people. The file must not leave the newsroom.")
        if redaction.find_protected_name(text, redaction.protected_names(store)) and not confirm(
            house, tr("Write the file"), self
        ):
            return
        if self.session.run(lambda: save_bytes(Path(name), text.encode())) is not None:
            self.workbench.say(tr("Wrote {path}", path=name))

    def give_focus(self) -> None:
        self.list.setFocus()

    def cancel(self) -> None:
        self._pause.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _look_again(self) -> None:
        self.refresh()

    def _typed(self, _changed: object = None) -> None:
        self._pause.start()

    def _opened(self, at: object) -> None:
        entry = self._entries[at] if isinstance(at, int) and at < len(self._entries) else None
        found = (
            self.session.store.all(Claim, number=int(entry.record[2:]))
            if entry and entry.record[2:].isdecimal()
            else []
        )
        if found:
            self.workbench.open_claim(found[0].id)


def _title(entry: HistoryEntry) -> str:
    return f"{entry.record}: {entry.what}" if entry.record else entry.what


def _note(entry: HistoryEntry) -> str:
    reason = f" — “{entry.reason}”" if entry.reason else ""
    return f"{entry.at[:16].replace('T', ' ')} · {entry.by} · {entry.name}{reason}"
