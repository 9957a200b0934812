"""The toolbar of the timeline: which date places a claim, the kind of lanes, the period in view."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from tracker.commands import placing
from tracker.gui.widgets.plain import button, label, row
from tracker.i18n import tr

ROOM_FOR_ZOOMS, ROOM_FOR_WORDS = 1120, 960  # pixels of the page
_ZOOMS = {"Fit": 0.0, "Year": 366.0, "Month": 31.0, "Week": 7.0}  # days, 0 for all


class Bar(QWidget):
    """A line over the timeline, `height` pixels high, that does not limit how narrow the window can be."""

    def __init__(self, height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toolbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


class Toolbar(Bar):
    """Emits `placed` (key of PLACES), `laned` (key of LANES), `zoomed` (days, 0 for all), `dimmed` (whether claims a search
    does not find stay visible, dimmed), `legend` and `history` (whether to show an earlier state).
    """

    placed = Signal(str)
    laned = Signal(str)
    zoomed = Signal(float)
    dimmed = Signal(bool)
    legend = Signal()
    history = Signal(bool)

    def __init__(self, place: str, lanes: str, parent: QWidget) -> None:
        super().__init__(44, parent)
        places = self._segments(placing.PLACES, place, self._place)
        all_lanes = self._segments(placing.LANES, lanes, self._lane)
        self._zooms = [self._zoom_button(words, days) for words, days in _ZOOMS.items()]
        self.dim = button(tr("Dim other claims"), self, tip=tr("Show all claims and highlight the search results"))
        self.dim.setCheckable(True)
        self.dim.toggled.connect(self.dimmed)
        self.dim.hide()
        self.as_of = button("", self, tip=tr("Show the case as of an earlier step"))
        self.as_of.setCheckable(True)
        self.as_of.toggled.connect(self.history)
        self.show_step(None)
        legend = button(tr("Legend"), self, tip=tr("What the shapes and marks mean"))
        legend.clicked.connect(self.legend)
        place_words, lane_words = label(tr("Place by"), self), label(tr("Lanes"), self)
        self._spare = (place_words, lane_words, legend)
        line = row(place_words, spacing=8)
        line.addLayout(row(*places, spacing=0))
        line.addWidget(lane_words)
        line.addLayout(row(*all_lanes, spacing=0))
        line.addWidget(self.dim)
        line.addStretch(1)
        line.addLayout(row(*self._zooms, spacing=0))
        line.addWidget(legend)
        line.addWidget(self.as_of)
        line.setContentsMargins(14, 0, 14, 0)
        self.setLayout(line)

    def fit(self, width: int) -> None:
        """Hide controls without room; wheel, keys and menu offer the same."""
        for zoom in self._zooms:
            zoom.setVisible(width >= ROOM_FOR_ZOOMS)
        for words in self._spare:
            words.setVisible(width >= ROOM_FOR_WORDS)

    def show_step(self, step: int | None) -> None:
        """Show after which step the case is displayed, None for today."""
        self.as_of.setText(tr("As of today ▾") if step is None else tr("As of step {n} ▾", n=step))

    def _segments(
        self, options: dict[str, str], chosen: str, handler: Callable[[QAbstractButton], None]
    ) -> list[QWidget]:  # fmt: skip
        group = QButtonGroup(self)
        buttons: list[QWidget] = []
        for key, words in options.items():
            segment = button(tr(words), self, role="segment")
            segment.setCheckable(True)
            segment.setChecked(key == chosen)
            segment.setProperty("key", key)
            group.addButton(segment)
            buttons.append(segment)
        group.buttonClicked.connect(handler)
        return buttons

    def _zoom_button(self, words: str, days: float) -> QWidget:
        zoom = button(tr(words), self, role="segment")
        zoom.setProperty("days", days)
        zoom.clicked.connect(self._zoom)
        return zoom

    def _place(self, pressed: QAbstractButton) -> None:
        self.placed.emit(pressed.property("key"))

    def _lane(self, pressed: QAbstractButton) -> None:
        self.laned.emit(pressed.property("key"))

    def _zoom(self) -> None:
        self.zoomed.emit(self.sender().property("days"))
