"""The Desk page: decisions to make, open issues, due dates, and changes since the last visit."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from tracker.domain.query import Query, Term
from tracker.domain.review import Verdicts
from tracker.gui import theme
from tracker.gui.page import Page
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, clear, column, heading, label, row, scrolled
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import StepApplied, history, reading_case
from tracker.store.claims.checks import CHECKS

_DAYS = 28
_LINE = 22  # pixels
_NAMES, _COUNTS = 150, 44  # pixels beside the bars


class DeskPage(Page):
    """Each number opens the list it counts."""

    key = "desk"

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        self.workbench = workbench
        self.seen = workbench.remembered.seen(self.session.store.case.uid)
        self._course: list[tuple[str, Counter[str]]] = []
        self._course_step = 0
        inner = QWidget(self)
        inner.setObjectName("page")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inner = inner
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(36, 26, 36, 26)
        self._grid.setHorizontalSpacing(48)
        self._grid.setVerticalSpacing(22)
        for at in range(3):
            self._grid.setColumnStretch(at, 1)
        area = scrolled(inner, self)
        self.setFocusProxy(area)  # focusable, so that keys scroll it
        column(self).addWidget(area)

    def refresh(self, step: StepApplied | None = None) -> None:
        clear(self._grid)
        index, store = self.session.index, self.session.store
        verdicts, states, checks = index.counts()
        mine, calls = (Term(field, (store.author,)).text() if store.author else "" for field in ("assignee", "calls"))
        self._card(0, 0, tr("Waiting for a decision"), [
            (tr("in review"), states["in review"], "review:in-review"),
            (tr("changed since sign-off"), checks["changed"], "check:changed"),
            (tr("sent back"), states["sent back"], "review:sent-back"),
            (tr("assigned to me"), len(index.select(Query.parse(mine))) if mine else 0, mine),
            (tr("mentions of me"), len(index.select(Query.parse(calls))) if calls else 0, calls),
            (tr("with open comments"), len(index.select(Query.parse("has:comment"))), "has:comment"),
        ], tr("Start reviewing"))  # fmt: skip
        self._card(0, 1, tr("Due"), [
            (tr("predictions due"), checks["prediction-due"], "check:prediction-due"),
            (tr("replies overdue"), checks["reply-overdue"], "check:reply-overdue"),
            (tr("replies awaited"), checks["awaiting-reply"], "check:awaiting-reply"),
        ])  # fmt: skip
        weak = [(tr(c.label).lower(), checks[c.key], f"check:{c.key}") for c in CHECKS
                if checks[c.key] and c.key not in ("changed", "prediction-due", "reply-overdue", "awaiting-reply")]  # fmt: skip
        self._card(0, 2, tr("Open issues"), sorted(weak, key=lambda hole: -hole[1]))
        self._news(1, 0)
        changes = history.by_day(store.db, _days()[0])
        days = [(day, changes.get(day, 0)) for day in _days()]
        self._picture(1, 1, tr("Activity, last four weeks"), _Days(days, self.colours, self._inner))
        bars = _Verdicts(self.session.store.verdicts, verdicts, self.colours, self._inner)
        bars.chosen.connect(self._search)
        self._picture(1, 2, tr("Verdicts"), bars)
        course = _Course(store.verdicts, self._course, self.colours, self._inner)
        self._picture(2, 0, tr("Verdicts over time"), course, wide=3)
        self._grid.setRowStretch(3, 1)
        self._read_course(course)

    def _read_course(self, shown: "_Course") -> None:
        """Read the verdicts of every day in a thread; a long history takes a moment."""
        store = self.session.store
        path, step = store.path, store.last_step.n
        if path is None or step == self._course_step:
            return

        known, after = self._course, self._course_step

        def work() -> tuple[int, list[tuple[str, Counter[str]]]]:
            with reading_case(path) as other:
                return step, history.verdicts_by_day(other.db, known, after, step)

        self._shown_course = shown
        task = Task(work, shown)
        task.done.connect(self._course_read)
        task.start()

    def _course_read(self, found: tuple[int, list[tuple[str, Counter[str]]]]) -> None:
        self._course_step, self._course = found
        self._shown_course.show_days(self._course)

    def _card(self, line: int, side: int, title: str, entries: list[tuple[str, int, str]], action: str = "") -> None:
        holder = QWidget(self._inner)
        layout = column(holder, spacing=3)
        layout.addWidget(heading(title, holder))
        table = QGridLayout()
        table.setHorizontalSpacing(10)
        table.setVerticalSpacing(3)
        table.setColumnStretch(1, 1)
        layout.addLayout(table)
        for at, (words, count, query) in enumerate(entries):
            number = self._number(count, words, holder)
            number.setProperty("query", query)
            number.clicked.connect(self._go)
            table.addWidget(number, at, 0)
            table.addWidget(label(words, holder, role="" if count else "faint"), at, 1)
        if not entries:
            layout.addWidget(label(tr("None found."), holder, role="soft"))
        if action:
            layout.addSpacing(10)
            start = button(action, holder, role="primary")
            start.clicked.connect(self.workbench.verb("show-review").trigger)
            layout.addLayout(row(start, None))
        layout.addStretch(1)
        self._grid.addWidget(holder, line, side, Qt.AlignmentFlag.AlignTop)

    def _number(self, count: int, words: str, holder: QWidget) -> QPushButton:
        number = button(f"{count:,}", holder, role="count")
        number.setFont(theme.font(1.35, bold=bool(count)))
        number.setMinimumWidth(52)
        number.setAccessibleName(f"{count} {words}")
        return number

    def _news(self, line: int, side: int) -> None:
        """What colleagues changed since the user last opened the case."""
        holder = QWidget(self._inner)
        layout = column(holder, spacing=3)
        layout.addWidget(heading(tr("Since my last visit"), holder))
        store = self.session.store
        count, latest = history.by_others(store.db, self.seen, store.author, 6)
        words = trn("change by others", "changes by others", count)
        number = self._number(count, words, holder)
        number.clicked.connect(self._show_news)
        layout.addLayout(row(number, label(words, holder), None, spacing=10))
        for step in latest:
            layout.addWidget(
                label(
                    f"{step.at[5:16].replace('T', ' ')} · {step.author} · {step.name}", holder, role="soft", wrap=True
                )
            )
        layout.addStretch(1)
        self._grid.addWidget(holder, line, side, Qt.AlignmentFlag.AlignTop)

    def _picture(self, line: int, side: int, title: str, picture: QWidget, *, wide: int = 1) -> None:
        holder = QWidget(self._inner)
        layout = column(holder, spacing=6)
        layout.addWidget(heading(title, holder))
        picture.setParent(holder)
        layout.addWidget(picture)
        self._grid.addWidget(holder, line, side, 1, wide, Qt.AlignmentFlag.AlignTop)

    def _go(self) -> None:
        self._search(self.sender().property("query"))

    def _search(self, query: str) -> None:
        self.workbench.search(Query.parse(query))

    def _show_news(self) -> None:
        from tracker.gui.pages.history import HistoryPage  # imported here: the first page is drawn without it

        self.workbench.bring(HistoryPage).show_since(self.seen)

    def enter(self) -> None:
        """Leave the focus where it is: this page has no text field."""


def _days() -> list[str]:
    """The last days, today last (ISO 8601, UTC as the history has it)."""
    today = datetime.now(UTC).date()
    return [(today - timedelta(days=_DAYS - 1 - n)).isoformat() for n in range(_DAYS)]


class _Days(QWidget):
    """A bar for each day."""

    def __init__(self, days: list[tuple[str, int]], colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._days, self._colours = days, colours
        self.setAccessibleName(tr("Activity per day"))
        self.setAccessibleDescription(", ".join(f"{day}: {count}" for day, count in days if count))

    def sizeHint(self) -> QSize:
        return QSize(260, 96)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            most = max((count for _, count in self._days), default=0) or 1
            step = self.width() / len(self._days)
            floor = self.height() - 18
            for at, (_, count) in enumerate(self._days):
                high = round(count / most * (floor - 4)) if count else 1
                box = QRect(round(at * step), floor - high, max(2, round(step) - 2), high)
                painter.fillRect(box, QColor(self._colours.accent if count else self._colours.line))
            painter.setPen(QColor(self._colours.soft))
            painter.setFont(theme.font(0.86))
            first, last = self._days[0][0][5:], self._days[-1][0][5:]
            painter.drawText(0, floor + 2, self.width(), 16, Qt.AlignmentFlag.AlignLeft, first)
            painter.drawText(0, floor + 2, self.width(), 16, Qt.AlignmentFlag.AlignRight, last)


class _Verdicts(QWidget):
    """A bar for each verdict: colour, glyph, word and number; a click emits `chosen` (the query of its claims)."""

    chosen = Signal(str)

    def __init__(self, known: Verdicts, counts: Counter[str], colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._known, self._counts, self._colours = known, counts, colours
        self.setAccessibleName(tr("Verdicts"))
        self.setAccessibleDescription(", ".join(f"{known[key].label}: {count}" for key, count in counts.items()))

        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        return QSize(260, _LINE * len(self._known))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y()) // _LINE
        if 0 <= at < len(self._known):
            self.chosen.emit(Term("verdict", (list(self._known)[at],)).text())

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme.font(0.94))
            most = max(self._counts.values(), default=0) or 1
            room = max(self.width() - _NAMES - _COUNTS - 8, 20)
            metrics = painter.fontMetrics()
            for at, verdict in enumerate(self._known.values()):
                count, top = self._counts[verdict.key], _LINE * at
                ink, _ = self._colours.verdict(verdict)
                painter.setPen(ink)
                words = metrics.elidedText(
                    f"{verdict.glyph} {tr(verdict.label)}", Qt.TextElideMode.ElideRight, _NAMES - 8
                )
                painter.drawText(0, top, _NAMES, 20, Qt.AlignmentFlag.AlignVCenter, words)
                if count:
                    painter.fillRect(
                        QRect(_NAMES, top + 5, max(2, round(count / most * room)), 10), QColor(verdict.fill)
                    )
                painter.drawText(
                    _NAMES + 6 + round(count / most * room),
                    top,
                    _COUNTS,
                    20,
                    Qt.AlignmentFlag.AlignVCenter,
                    f"{count:,}",
                )


class _Course(QWidget):
    """The verdicts over time: for each day a column of all claims, in the colours of their verdicts."""

    def __init__(self, known: Verdicts, days: list[tuple[str, Counter[str]]], colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._known, self._colours = known, colours
        self.days: list[tuple[str, Counter[str]]] = []
        self.setAccessibleName(tr("Verdicts over time"))
        self.show_days(days)

    def show_days(self, days: list[tuple[str, Counter[str]]]) -> None:
        self.days = days
        summary = ", ".join(f"{self._known[key].label} {count}" for key, count in days[-1][1].items()) if days else ""
        self.setAccessibleDescription(f"{days[0][0]} – {days[-1][0]}: {summary}" if days else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 150)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setFont(theme.font(0.86))
            if not self.days:
                return
            first = date.fromisoformat(self.days[0][0])
            whole = (max(datetime.now(UTC).date(), date.fromisoformat(self.days[-1][0])) - first).days + 1
            most = max(sum(counts.values()) for _, counts in self.days) or 1
            floor, room = self.height() - 18, self.width() - _COUNTS
            last = first + timedelta(days=whole)
            ends = [date.fromisoformat(day) for day, _ in self.days[1:]] + [last]
            for (day, counts), end in zip(self.days, ends, strict=True):
                left = round((date.fromisoformat(day) - first).days / whole * room)
                right = max(left + 2, round((end - first).days / whole * room))
                top, below = float(floor), 0
                for verdict in self._known.values():
                    below += counts[verdict.key]
                    higher = floor - below / most * (floor - 4)
                    box = QRect(left, round(higher), right - left, round(top) - round(higher))
                    painter.fillRect(box, QColor(verdict.fill))
                    top = higher
            painter.setPen(QColor(self._colours.soft))
            painter.drawText(room + 6, 0, _COUNTS, 16, Qt.AlignmentFlag.AlignLeft, f"{most:,}")
            painter.drawText(0, floor + 2, room, 16, Qt.AlignmentFlag.AlignLeft, first.isoformat())
            if whole > 1:
                today = (last - timedelta(days=1)).isoformat()
                painter.drawText(0, floor + 2, room, 16, Qt.AlignmentFlag.AlignRight, today)
