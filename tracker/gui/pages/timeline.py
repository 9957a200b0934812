"""The timeline page: lanes over time, what has no date beside it, all of time beneath."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QSizePolicy, QSlider, QWidget

from tracker.commands import dating, placing
from tracker.domain.dates import FuzzyDate, iso
from tracker.domain.dates.moving import moved
from tracker.domain.dates.saying import say, say_with_words
from tracker.domain.event import Event
from tracker.gui.page import Page
from tracker.gui.tasks import Task
from tracker.gui.timeline.card import Card
from tracker.gui.timeline.legend import Legend
from tracker.gui.timeline.overview import Overview
from tracker.gui.timeline.view import ZOOMS, TimelineView
from tracker.gui.widgets.plain import button, column, label, row, visible
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import Touched
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import Found
from tracker.timeline import density
from tracker.timeline.density import Sums
from tracker.timeline.items import EVENT, TINTS, Item, Items
from tracker.timeline.scene import Cluster, Stop

_ROOM_FOR_ZOOMS = 1120  # pixels of the page
_ROOM_FOR_WORDS = 960
_AT_ONCE = 3_000  # claims; more are placed in a thread
_ZOOM_BUTTONS = {"Fit": 0.0, "Year": 366.0, "Month": 31.0, "Week": 7.0}
_IN_CARD = 6  # items of a crowd that its card names
_MOST_ORDERED = 400  # lanes whose order is remembered
_ZOOM_WORDS = ("a day", "a week", "a month", "a quarter", "a year", "a decade", "a century")


@dataclass(frozen=True, slots=True)
class _Placed:
    items: Items
    sums: Sums


class TimelinePage(Page):
    """`orders` are the lanes a person put in place, by what the lanes are; `arranged` says that they changed, `shown` that
    what was to be placed is on the screen.
    """

    key, glyph, title, button = "timeline", "━", "Timeline", "export-picture"
    shows_found = True
    slow_above = _AT_ONCE

    open_claim = Signal(object)
    open_event = Signal(object)
    search_for = Signal(str)
    arranged = Signal()
    shown = Signal()

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        session, colours = self.session, self.colours
        self.workbench, self._case = workbench, session.store.case.uid
        self.orders = workbench.remembered.lanes(self._case)
        self.open_claim.connect(workbench.open_claim)
        self.open_event.connect(self._open_event)
        self.search_for.connect(workbench.narrow)
        self.arranged.connect(self._keep_lanes)
        self.shown.connect(workbench.changed)
        self.place, self.lanes = "said", "claimant"
        self._folded: dict[str, set[str]] = {}
        self._task: Task | None = None
        self._past: placing.Past | None = None
        self._plan: placing.Plan | None = None
        self._dims = False
        self._showing: tuple[object, ...] = ()
        self._planned: tuple[object, ...] = ()
        self.view = TimelineView(colours, self)
        self.overview = Overview(colours, self, 58)
        self.card = Card(self)
        self.legend = Legend(session, colours, self.view.painting, self)
        self.undated = RowList(colours, self, height=44, name=tr("Undated"))
        self._tray_title = label("", self, role="heading", scale=0.86, medium=True)
        self._tray_title.setContentsMargins(14, 8, 0, 6)
        self._tray = QWidget(self)
        self._tray.setObjectName("inspector")
        self._tray.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        tray = column(self._tray)
        tray.addWidget(self._tray_title)
        tray.addWidget(self.undated, 1)
        layout = column(self)
        layout.addWidget(self._toolbar())
        layout.addWidget(self._history_bar())
        layout.addLayout(row(self.view, self._tray, spacing=0, stretch=0), 1)
        layout.addWidget(self.overview)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._show_past)
        self.view.selected.connect(self._chosen)
        self.view.opened.connect(self._opened)
        self.view.hovered.connect(self._hovered)
        self.view.moved.connect(self._moved)
        self.view.spanned.connect(self._spanned)
        self.view.redated.connect(self._redated)
        self.view.folded.connect(self._fold)
        self.view.reordered.connect(self._reorder)
        self.view.asked.connect(self._menu)
        self.overview.brushed.connect(self.view.show_days)
        self.undated.chosen.connect(self._undated_chosen)
        self.undated.opened.connect(self._undated_opened)

    # What is shown

    def refresh(self, step: Touched | None = None) -> None:
        """Place what the session found; in a thread when it is much, so that the window never waits."""
        if step is not None:
            self.follow(step)
            return
        if self._past is not None or self._history.isVisible():
            self._history_range()
            return
        self._light.setVisible(bool(self.session.query))
        dim = self._dims and bool(self.session.query)
        wanted = (self.session.store.last_step.n, self.session.query, self.place, self.lanes, dim)
        if wanted == self._showing:  # placed already, or about to be
            self.show_selection()
            return
        self._showing = wanted
        claims = self.session.desk.select() if dim else self.session.found
        lit = self.session.found if dim else None
        plan = self._read_plan()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if len(claims) <= _AT_ONCE:
            self._show(_placed(plan.with_words(claims.ids.tolist()), claims, lit))
            return

        def work() -> _Placed:
            return _placed(plan, claims, lit)

        self._task = Task(work, self)
        self._task.done.connect(self._placed)
        self._task.failed.connect(self.session.failed)
        self._task.start()

    def _read_plan(self) -> placing.Plan:
        """What placing takes, read again only after a step or another choice: a search needs nothing new."""
        wanted = (self.session.store.last_step.n, self.place, self.lanes)
        if self._plan is None or wanted != self._planned:
            self._planned = wanted
            self._plan = placing.Plan.read(
                self.session.store, today=self.session.desk.today, place=self.place, lanes=self.lanes
            )
        return self._plan

    def give_focus(self) -> None:
        self.view.setFocus()

    def _open_event(self, event_id: int) -> None:
        self.workbench.open_record("events", event_id)

    def _keep_lanes(self) -> None:
        self.workbench.remembered.keep_lanes(self._case, self.orders)

    def cancel(self) -> None:
        """Give up what is being placed: the case is about to close."""
        self._wait.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def follow(self, touched: Touched) -> None:
        """Show a step: one edited claim is put in its new place, anything else is laid out anew."""
        if self._task is not None and self._past is None:
            self.refresh()  # what is being placed does not know of the step
            return
        small = len(touched.claims) == 1 and not touched.kinds - _SMALL
        if small and self._past is None and len(self.view.items) > _AT_ONCE and self._show_changed(*touched.claims):
            self._showing = (touched.step.n, *self._showing[1:])
            return
        self.refresh()

    def _show_changed(self, claim_id: int) -> bool:
        desk, plan = self.session.desk, self._plan
        if plan is None or not self.session.found.holds(claim_id):
            return False
        one = Found(desk, desk.positions([claim_id]))
        key = plan.naming.keys(one)[0][0].key
        lane = next((n for n, name in enumerate(self.view.items.lanes) if name.key == key), -1)
        plan.words.pop(claim_id, None)
        return lane >= 0 and self.view.show_changed(plan.item(one, lane))

    def _placed(self, placed: _Placed) -> None:
        self._task = None
        self._show(placed)

    def _show(self, placed: _Placed) -> None:
        items = placed.items
        self.view.editable = self._past is None and not self.session.store.read_only
        self.view.show_items(
            items, self.session.desk.today, order=self.orders.get(self.lanes, ()),
            collapsed=self._folded.get(self.lanes, ()),
        )  # fmt: skip
        self.overview.show_sums(placed.sums, self.view.days())
        rows = [self._row(item, lane) for item, lane in items.undated]
        self.undated.show_rows(rows, self.session.claim_id)
        self._tray.setVisible(bool(rows))
        self._tray_title.setText(tr("Undated ({n})", n=f"{items.undated_count:,}").upper())
        self.show_selection()
        self.shown.emit()

    def _row(self, item: Item, lane: str) -> Row:
        tint = TINTS[item.tint]
        words = self.view.items.label(item.id)[0]
        return Row(item.id, words, lane, tint.glyph, tint.fill)

    def show_selection(self) -> None:
        facts = self._facts(self.session.claim_id)
        trail = placing.stops(self.session.store, facts) if facts is not None else []
        self.view.select(self.session.claim_id, trail)
        if facts is not None:
            date = dating.standing(facts, self.place)[1]
            verdict = self.session.store.verdicts[facts.claim.verdict].label
            self.view.describe(f"{facts.claim.statement}. {verdict}. {say_with_words(date) or tr('undated')}")
        self.undated.set_current(self.session.claim_id)

    def _facts(self, claim_id: int | None) -> Facts | None:
        known = self._past.claims if self._past is not None else self.session.desk.facts
        return known.get(claim_id) if claim_id is not None else None

    def _event(self, event_id: int) -> Event | None:
        if self._past is not None:
            return self._past.events.get(event_id)
        return self.session.store.find(Event, event_id)

    @property
    def order(self) -> list[str]:
        """The keys of the lanes in the order a person gave them, as far as she did."""
        return self.orders.get(self.lanes, [])

    @property
    def past_step(self) -> int | None:
        """The step after which the case is shown, None for today."""
        return self._past.step.n if self._past is not None else None

    def status(self) -> str:
        """What the status line says of this page."""
        items = self.view.items
        events = int(((items.flags & EVENT) > 0).sum())
        counts = [
            trn("{n} claim", "{n} claims", len(items) - events), trn("{n} event", "{n} events", events),
            tr("{n} undated", n=f"{items.undated_count:,}"),
        ]  # fmt: skip
        hands = tr("wheel: zoom · drag: pan · arrows: next · Enter: open · F: fit · F1: all keys")
        return f"{' · '.join(counts)}      {hands}"

    # The toolbar

    def _toolbar(self) -> QWidget:
        bar = QWidget(self)
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(44)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        places = self._segments(bar, placing.PLACES, self.place, self._set_place)
        lanes = self._segments(bar, placing.LANES, self.lanes, self._set_lanes)
        zooms: list[QWidget] = []
        for words in _ZOOM_BUTTONS:
            zoom = button(tr(words), bar, role="segment")
            zoom.setProperty("zoom", words)
            zoom.clicked.connect(self._zoom)
            zooms.append(zoom)
        self._zoom_buttons = zooms
        self._light = button(tr("Dim the rest"), bar, tip=tr("Show everything and light up what the search finds"))
        self._light.setCheckable(True)
        self._light.toggled.connect(self._set_dims)
        self._as_of = button(tr("As of today ▾"), bar, tip=tr("Show the case as it stood after an earlier step"))
        self._as_of.setCheckable(True)
        self._as_of.toggled.connect(self._set_history)
        legend = button(tr("Legend"), bar, tip=tr("What the shapes and marks mean"))
        legend.clicked.connect(self._toggle_legend)
        by, lanes_words = label(tr("Place by"), bar), label(tr("Lanes"), bar)
        self._spare = (by, lanes_words, legend)
        line = row(by, spacing=8)
        line.addLayout(row(*places, spacing=0))
        line.addWidget(lanes_words)
        line.addLayout(row(*lanes, spacing=0))
        line.addWidget(self._light)
        line.addStretch(1)
        line.addLayout(row(*zooms, spacing=0))
        line.addWidget(legend)
        line.addWidget(self._as_of)
        line.setContentsMargins(14, 0, 14, 0)
        bar.setLayout(line)
        self._light.hide()
        return bar

    def _history_bar(self) -> QWidget:
        """The slider over the steps of the case, hidden until asked for."""
        bar = self._history = QWidget(self)
        bar.setObjectName("toolbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        bar.setFixedHeight(40)
        bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._slider = QSlider(Qt.Orientation.Horizontal, bar)
        self._slider.setAccessibleName(tr("Step of the case"))
        self._slider.setMinimumWidth(280)
        self._slider.valueChanged.connect(self._slid)
        self._step_words = label("", bar, role="soft")
        now = button(tr("Back to today"), bar, role="link")
        now.clicked.connect(self._back_to_today)
        line = row(label(tr("As it stood after step"), bar), self._slider, self._step_words, None, now, spacing=10)
        line.setContentsMargins(14, 0, 14, 0)
        bar.setLayout(line)
        bar.hide()
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for zoom in self._zoom_buttons:  # wheel, keys and menu do the same where there is no room
            zoom.setVisible(self.width() >= _ROOM_FOR_ZOOMS)
        for words in self._spare:
            words.setVisible(self.width() >= _ROOM_FOR_WORDS)
        self._tray.setFixedWidth(216 if self.width() >= _ROOM_FOR_WORDS else 150)
        self._place_legend()

    def _segments(self, bar: QWidget, options: dict[str, str], chosen: str, handler: object) -> list[QWidget]:
        group = QButtonGroup(bar)
        made: list[QWidget] = []
        for key, words in options.items():
            segment = button(tr(words), bar, role="segment")
            segment.setCheckable(True)
            segment.setChecked(key == chosen)
            segment.setProperty("key", key)
            group.addButton(segment)
            made.append(segment)
        group.buttonClicked.connect(handler)
        return made

    def _set_place(self, pressed: QWidget) -> None:
        self.place = str(pressed.property("key"))
        self._replace_all()

    def _set_lanes(self, pressed: QWidget) -> None:
        self.lanes = str(pressed.property("key"))
        self._replace_all()

    def _replace_all(self) -> None:
        if self._past is not None:
            self._show_past()
        else:
            self.refresh()

    def _set_dims(self, dims: bool) -> None:
        self._dims = dims
        self._replace_all()

    def _zoom(self) -> None:
        days = _ZOOM_BUTTONS[self.sender().property("zoom")]
        if days:
            self.view.zoom_to(days)
        else:
            self.view.fit()
        self.view.setFocus()

    def _toggle_legend(self) -> None:
        self.legend.setVisible(not self.legend.isVisible())
        self._place_legend()
        self.legend.raise_()

    def _place_legend(self) -> None:
        size: QSize = self.legend.size()
        self.legend.move(self.width() - size.width() - 14, 52)

    # The case as it stood

    def _set_history(self, on: bool) -> None:
        self._history.setVisible(on)
        self.view.hold()
        if on:
            self._history_range()
            self._slider.setFocus()
        else:
            self._past = None
            self._showing = ()
            self._as_of.setText(tr("As of today ▾"))
            self.refresh()

    def _history_range(self) -> None:
        last = self.session.store.last_step.n
        with QSignalBlocker(self._slider):
            behind = self._past is not None and self._slider.value() < self._slider.maximum()
            self._slider.setRange(1, last)
            self._slider.setPageStep(max(1, last // 10))
            if not behind:
                self._slider.setValue(last)
        self._show_past()

    def _slid(self, _: int) -> None:
        self._wait.start()

    def _back_to_today(self) -> None:
        self._as_of.setChecked(False)
        self.view.setFocus()

    def _show_past(self) -> None:
        path = self.session.store.path
        if path is None or not self._history.isVisible():
            return
        step, query, today = self._slider.value(), self.session.query, self.session.desk.today
        place, lanes, dim = self.place, self.lanes, self._dims

        def work() -> tuple[placing.Past, Sums]:
            past = placing.past(path, step, query, today=today, place=place, lanes=lanes, dim=dim)
            return past, density.sums(past.items)

        if self._task is not None:
            self._task.cancel()
        self._task = Task(work, self)
        self._task.done.connect(self._past_ready)
        self._task.failed.connect(self.session.failed)
        self._task.start()

    def _past_ready(self, answer: tuple[placing.Past, Sums]) -> None:
        self._task = None
        self._past, sums = answer
        step = self._past.step
        self._step_words.setText(visible(f"{step.n} · {step.name} · {step.author} · {step.at[:16].replace('T', ' ')}"))
        self._as_of.setText(tr("As of step {n} ▾", n=step.n))
        self._show(_Placed(self._past.items, sums))

    # Wishes of the view

    def _chosen(self, item: Item) -> None:
        if item.kind == "claim" and item.id in self.session.desk.facts:
            self.session.select(item.id)
        elif item.kind == "event":
            event = self._event(item.id)
            self.view.describe(f"{event.title}. {say_with_words(event.when)}" if event else "")

    def _opened(self, item: Item) -> None:
        if item.kind == "claim":
            self.session.select(item.id)
            self.open_claim.emit(item.id)
        else:
            self.open_event.emit(item.id)

    def _undated_chosen(self, item_id: object) -> None:
        if isinstance(item_id, int) and item_id in self.session.desk.facts:
            self.session.select(item_id)

    def _undated_opened(self, item_id: object) -> None:
        wish = self.open_claim if item_id in self.session.desk.facts else self.open_event
        wish.emit(item_id)

    def _moved(self) -> None:
        self.overview.show_view(self.view.days())
        self.card.hide()

    def _spanned(self, first: float, last: float) -> None:
        """A stretch of time becomes a term of the search."""
        low, high = iso(int(first)), iso(int(last))
        self.search_for.emit(f"{self.place}:{low}..{high}")

    def _fold(self, key: str) -> None:
        folded = self._folded.setdefault(self.lanes, set())
        folded.symmetric_difference_update({key})
        self._arrange()

    def _reorder(self, keys: list[str]) -> None:
        """Keep the order of the lanes; those that a search hides keep their places in it."""
        shown = set(keys)
        known = self.orders.get(self.lanes, [])
        turn = iter(keys)
        kept = [next(turn) if key in shown else key for key in known]
        self.orders[self.lanes] = [*kept, *turn][:_MOST_ORDERED]
        self.arranged.emit()
        self._arrange()

    def _arrange(self) -> None:
        self.view.arrange(self.orders.get(self.lanes, ()), self._folded.get(self.lanes, ()))

    # An end dragged to another day

    def _redated(self, item: Item, end: str, day: int) -> None:
        """Ask how exactly the new end is meant; then it is one step."""
        date = self._date_of(item)
        if date is None or not self.view.editable:
            return
        menu = QMenu(self)
        menu.setAccessibleName(tr("How exactly is it meant?"))
        head = menu.addAction(tr("How exactly is it meant?"))
        head.setEnabled(False)
        if shared := self._shares_source(item):
            warning = menu.addAction(tr("It is the date of the source, and moves {n} claims with it.", n=shared))
            warning.setEnabled(False)
        menu.addSeparator()
        group = QActionGroup(menu)
        for choice in moved(date, end, day):
            action = menu.addAction(say(choice) + (tr(", all through") if choice.throughout else ""))
            action.setData((item, choice))
            group.addAction(action)
        menu.addSeparator()
        menu.addAction(tr("Leave it as it was"))
        group.triggered.connect(self._redate)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.cursor().pos())

    def _redate(self, action: QAction) -> None:
        item, date = action.data()
        facts = self.session.desk.facts.get(item.id)
        store = self.session.store
        if item.kind == "event":
            self.session.run(lambda: dating.redate_event(store, item.id, date))
        elif facts is not None:
            self.session.run(lambda: dating.redate_claim(store, facts, self.place, date))

    def _shares_source(self, item: Item) -> int:
        """How many claims stand by the publication date that would be changed; 0 for any other date."""
        facts = self._facts(item.id)
        if facts is None or facts.first is None or dating.standing(facts, self.place)[0] != "published":
            return 0
        return int((self.session.desk.columns["source"] == facts.first.source_id).sum())

    def _date_of(self, item: Item) -> FuzzyDate | None:
        if item.kind == "event":
            event = self.session.store.find(Event, item.id)
            return event.when if event else None
        facts = self._facts(item.id)
        return dating.standing(facts, self.place)[1] if facts else None

    # The menu

    def _menu(self, item: Item | None, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        wishes: list[tuple[str, str, object]] = []
        if item is not None:
            name = self.view.items.lanes[item.lane]
            wishes += [(tr("Open"), "open", item), (tr("Zoom to it"), "focus", item), ("", "", None)]
            if name.key.startswith("actor:"):
                wishes.append((tr("Only what {name} said", name=name.name), "term", f'by:"{name.name}"'))
            wishes += [
                (tr("Fold this lane"), "fold", name.key), (tr("Fold its group"), "fold", f"group:{name.group}"), (tr("Move this lane up"), "up", name.key),
                (tr("Move this lane down"), "down", name.key), ("", "", None),
            ]  # fmt: skip
            if self._past is None and not self.session.store.read_only:
                wishes += [
                    (tr("Change its first day…"), "low", item), (tr("Change its last day…"), "high", item),
                    ("", "", None),
                ]  # fmt: skip
        folded = self._folded.get(self.lanes, set())
        if folded:
            wishes += [(tr("Unfold all"), "unfold", None), ("", "", None)]
        wishes += [(tr("Legend"), "legend", None), (tr("Fit all"), "fit", None)]
        wishes += [
            (tr("Show {span}", span=tr(words)), "zoom", days)
            for words, days in zip(_ZOOM_WORDS, ZOOMS.values(), strict=True)
        ]
        for words, key, value in wishes:
            if not words:
                menu.addSeparator()
                continue
            action = menu.addAction(visible(words).replace("&", "&&"))
            action.setData((key, value))
            group.addAction(action)
        group.triggered.connect(self._wished)
        menu.popup(at)

    def _wished(self, action: QAction) -> None:
        key, value = action.data()
        match key:
            case "open":
                self._opened(value)
            case "focus":
                self.view.focus_on(value)
            case "term":
                self.search_for.emit(value)
            case "fold":
                self._fold(value)
            case "up" | "down":
                self._reorder(self.view.laid_out.lanes.after_stepping(value, -1 if key == "up" else 1))
            case "low" | "high":
                known = value.low if key == "low" else value.high
                self._redated(value, key, known if known is not None else value.high or value.low or 0)
            case "unfold":
                self._folded.get(self.lanes, set()).clear()
                self._arrange()
            case "legend":
                self._toggle_legend()
            case "fit":
                self.view.fit()
            case "zoom":
                self.view.zoom_to(value)

    # The card

    def _hovered(self, under: Item | Cluster | None, at: QPointF) -> None:
        if under is None:
            self.card.hide()
            return
        corner = self.view.mapTo(self, at.toPoint())
        self.card.show_at(corner, *(self._crowd(under) if isinstance(under, Cluster) else self._lines(under)))

    def _crowd(self, cluster: Cluster) -> tuple[str, list[str]]:
        first, last = iso(int(cluster.first // 1)), iso(int(max(cluster.first, cluster.last - 1) // 1))
        days = first if first == last else f"{first} … {last}"
        name = self.view.items.lanes[cluster.lane].name
        last_day = max(cluster.first, cluster.last - 1e-6)
        count = int(self.view.items.count_between(np.array([cluster.lane]), cluster.first, last_day)[0])
        words = trn("{n} item may lie here", "{n} items may lie here", count)
        found, _ = self.view.items.between(np.array([cluster.lane]), cluster.first, last_day)
        some = [self.view.items.label(int(self.view.items.ids[at]))[0] for at in found[:_IN_CARD]]
        more = [tr("… and {n} more", n=count - len(some))] if count > len(some) else []
        listed = [f"· {text if len(text) < 60 else text[:57] + '…'}" for text in some]
        return f"{words} · {name}", [days, *listed, *more, tr("Double-click to look closer")]

    def _lines(self, item: Item) -> tuple[str, list[str]]:
        title = self.view.items.label(item.id)[0]
        if item.kind == "event":
            event = self._event(item.id)
            return title, [say_with_words(event.when), *_bounds(item)] if event else []
        facts = self._facts(item.id)
        if facts is None:
            return title, []
        name, date = dating.standing(facts, self.place)
        due = facts.claim.due
        stance = tr("{a} supports · {b} refutes", a=facts.supports, b=facts.refutes)
        kept = tr("link only") if facts.link_only else ""
        origin = tr("single origin") if facts.origins.count == 1 else ""
        late = due.latest is not None and due.latest < self.session.desk.today and facts.claim.verdict == "unverified"
        fall = (tr("overdue since") if late else tr("due")) + f" {say(due)}" if due.dated and name != "due" else ""
        notes = (
            tr("protected source") if facts.protected else "",
            tr("changed since sign-off") if facts.changed else "",
        )
        verdict = self.session.store.verdicts[facts.claim.verdict]
        dates = [
            f"{tr(stop.name)} {_days(stop)}" for stop in placing.stops(self.session.store, facts) if stop.name != name
        ]
        return title, [
            f"{verdict.glyph} {verdict.label} · {facts.claimants[0] if facts.claimants else tr('nobody named')}",
            f"{tr(name)} {say_with_words(date)}", *_bounds(item), fall,
            " · ".join(filter(None, (stance, origin, kept))), " · ".join(filter(None, notes)), " · ".join(dates),
        ]  # fmt: skip


# Steps that touch nothing else cannot change which lanes there are or what joins them.
_SMALL = frozenset({"claim", "attribution", "evidence", "hop", "reply", "anchor"})


def _placed(plan: placing.Plan, claims: Found, lit: Found | None) -> _Placed:
    items = plan.items(claims, lit=lit)
    return _Placed(items, density.sums(items))


def _days(stop: Stop) -> str:
    """A date in a few letters."""
    low = iso(stop.low) if stop.low is not None else "…"
    high = iso(stop.high) if stop.high is not None else "…"
    return low if low == high else f"{low}–{high}"


def _bounds(item: Item) -> list[str]:
    low = iso(item.low) if item.low is not None else tr("open")
    high = iso(item.high) if item.high is not None else tr("open")
    return [] if low == high else [tr("earliest {low} · latest {high}", low=low, high=high)]
