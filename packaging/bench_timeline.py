"""Frames of the timeline: seven zooms from all of time to a day, each panned, zoomed and scrolled, everything drawn.

The floor is the same frames with nothing but the visible boxes filled, without words, axis or arcs.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from tracker import app
from tracker.domain.dates import day_number
from tracker.gui import theme
from tracker.gui.timeline.overview import Overview
from tracker.gui.timeline.view import TimelineView
from tracker.timeline import density
from tracker.timeline.items import APPROXIMATE, NO_HIGH, NO_LOW, TINTS, Columns, Items, LaneName, Link

WIDTH, HEIGHT = 1600, 900
ZOOMS = (9000.0, 2500.0, 730.0, 180.0, 45.0, 10.0, 1.0)  # days in view
FRAMES = 20  # of each gesture at each zoom
_WORDS = (
    "水庫水位 預算 市長 審計報告 結果被動過手腳 reservoir budget mayor audit report contract the minister said".split()
)


def columns(n: int, seed: int = 7) -> tuple[Columns, list[LaneName]]:
    """Mixed dates of twenty years by claimants of whom few say much and many say little."""
    chance = np.random.default_rng(seed)
    lanes = max(5, min(60, n // 40))
    weights = 1 / np.arange(1, lanes + 1) ** 0.8
    lane = chance.choice(lanes, n, p=weights / weights.sum()).astype(np.int32)
    first, last = day_number(2005, 1, 1), day_number(2026, 1, 1)
    low = chance.integers(first, last, n).astype(np.int32)
    length = chance.choice([0, 30, 364, 9, 120], n, p=[0.55, 0.2, 0.08, 0.12, 0.05]).astype(np.int32)
    high = low + length
    low[chance.random(n) < 0.02] = NO_LOW
    open_end = (chance.random(n) < 0.03) & (low != NO_LOW)
    high[open_end] = NO_HIGH
    flags = np.where(chance.random(n) < 0.12, APPROXIMATE, 0).astype(np.uint16)
    tint = chance.choice(len(TINTS), n).astype(np.uint8)
    names = [LaneName(f"actor:{i}", f"Claimant {i}", "", "People" if i % 3 else "Organisations") for i in range(lanes)]
    return Columns(np.arange(1, n + 1, dtype=np.int64), low, high, flags, tint, lane), names


def words(item_id: int) -> tuple[str, str]:
    return " ".join(_WORDS[(item_id * k) % len(_WORDS)] for k in (1, 3, 7, 11)) + f" {item_id}", ""


def resident() -> int:
    """Resident memory in MB, 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 // 2**20
    except OSError:
        return 0


class _Bare(QWidget):
    """The visible boxes alone."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__()
        self.setFixedSize(view.size())
        self._view = view
        self._colours = [QColor(tint.fill) for tint in TINTS]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        for box in self._view.scene().boxes:
            painter.fillRect(QRectF(box.x, box.y, box.width, box.height), self._colours[box.item.tint])


def frames(view: TimelineView, draw: Callable[[], None]) -> list[float]:
    """Milliseconds of each frame of the whole tour."""
    took: list[float] = []
    middle = float(day_number(2016, 6, 1))
    for days in ZOOMS:
        view.show_days(middle - days / 2, middle + days / 2)
        draw()
        gestures: list[Callable[[int], None]] = [
            lambda n: view._pan(-47.0 if n < FRAMES // 2 else 43.0),
            lambda n: view._zoom(1.06 if n < FRAMES // 2 else 1 / 1.06, 700.0),
            lambda n: view._scroll(60.0 if n < FRAMES // 2 else -60.0),
        ]
        for gesture in gestures:
            for n in range(FRAMES):
                start = time.perf_counter()
                gesture(n)
                draw()
                took.append((time.perf_counter() - start) * 1000)
    return took


def bench_timeline(n: int) -> list[dict[str, Any]]:
    application = app.application()
    theme.apply(application, theme.LIGHT)
    window = QWidget()
    window.resize(WIDTH, HEIGHT)
    view = TimelineView(theme.LIGHT, window)
    view.resize(WIDTH, HEIGHT - 58)
    overview = Overview(theme.LIGHT, window, 58)
    overview.setGeometry(0, HEIGHT - 58, WIDTH, 58)
    view.moved.connect(lambda: overview.show_view(view.days()))
    window.show()
    _settle(application)
    made, names = columns(n)
    links = [Link(i * 13 + 1, i * 29 + 1, "contradicts" if i % 2 else "supports") for i in range(min(n // 30, 2000))]
    before = resident()
    start = time.perf_counter()
    items = Items.sort(made, names, label=words)
    sums = density.sums(items)
    sorted_in = (time.perf_counter() - start) * 1000
    start = time.perf_counter()
    view.show_items(items, links, day_number(2026, 1, 12))
    overview.show_sums(sums, view.days())
    window.repaint()
    _settle(application)
    first = (time.perf_counter() - start) * 1000
    view.select(int(items.ids[n // 2]))

    def draw() -> None:
        window.repaint()
        QApplication.processEvents()

    took = frames(view, draw)
    bare = _Bare(view)
    bare.show()
    _settle(application)

    def draw_bare() -> None:
        bare.repaint()
        QApplication.processEvents()

    window.hide()
    floor = frames(view, draw_bare)
    memory = resident() - before
    took.sort()
    median, least = statistics.median(took), statistics.median(floor)
    p95 = took[int(len(took) * 0.95)]
    good = sum(t <= 16.7 for t in took) / len(took)
    lines = [
        {"name": "timeline frame", "n": n, "median_ms": round(median, 3), "p95_ms": round(p95, 3),
         "floor_ms": round(least, 3), "ratio": round(median / least, 2), "rss_mb": memory},
        {"name": "timeline sort", "n": n, "median_ms": round(sorted_in, 3), "p95_ms": round(sorted_in, 3),
         "floor_ms": 0.0, "ratio": 0.0, "rss_mb": memory},
        {"name": "timeline first picture", "n": n, "median_ms": round(first, 3), "p95_ms": round(first, 3),
         "floor_ms": 0.0, "ratio": 0.0, "rss_mb": memory},
    ]  # fmt: skip
    print(
        f"timeline n={n:,}: {len(took)} frames, median {median:.1f} ms, p95 {p95:.1f}, p99 {took[int(len(took) * 0.99)]:.1f}, "
        f"worst {took[-1]:.1f}; {good:.1%} within 16.7 ms; floor {least:.1f} ms; sorted in {sorted_in:.0f} ms, "
        f"first picture {first:.0f} ms; {memory} MB"
    )
    window.deleteLater()
    bare.deleteLater()
    _settle(application)
    return lines


def _settle(application: QApplication) -> None:
    for _ in range(5):
        application.processEvents()
