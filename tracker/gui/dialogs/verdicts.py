"""The verdicts of the case: names, marks and ratings, and what replaces each verdict that is in use but removed."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QPushButton, QWidget

from tracker.commands import verdicts
from tracker.domain.review import MARKS, SETS, START, Mark, Verdict
from tracker.errors import ClaimlineError
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, clear, column, heading, label, row, scrolled, visible
from tracker.i18n import tr, trn
from tracker.store import queries

_NAMES = {
    "claimline": "Claimline", "averitec": "AVeriTeC", "tfc": "Taiwan FactCheck Center 台灣事實查核中心", "cofacts": "Cofacts 真的假的",
}  # fmt: skip
_RATINGS = ("no rating", "1 false", "2", "3 half", "4", "5 true")


@dataclass(slots=True)
class _Line:
    """The fields of one verdict."""

    key: str
    words: QLineEdit
    mark: QComboBox
    rating: QComboBox
    remove: QPushButton


class VerdictsDialog(QDialog):
    """Saves the set when it is accepted; stays open with the reason where that is refused."""

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Verdict labels"))
        self.resize(640, 620)
        self._session, self._colours = session, colours
        self.lines: list[_Line] = []
        self.becomes: dict[str, QComboBox] = {}
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        words = tr("Every verdict has its own colour, symbol and label.")
        layout.addWidget(label(words, self, role="soft", wrap=True))
        self.presets = QComboBox(self)
        self.presets.addItem(tr("This case's verdicts"), "")
        for key in SETS:
            self.presets.addItem(_NAMES[key], key)
        self.presets.setAccessibleName(tr("Use the verdicts of"))
        self.presets.currentIndexChanged.connect(self._take_preset)
        self._add = button(tr("Add a verdict"), self)
        self._add.clicked.connect(self._add_line)
        layout.addLayout(row(label(tr("Use the verdicts of"), self, role="soft"), self.presets, None, self._add))
        self._inner = QWidget(self)
        self._grid = QGridLayout(self._inner)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(0, 1)
        layout.addWidget(scrolled(self._inner, self), 1)
        self._error = label("", self, role="bad", wrap=True)
        self._error.hide()
        layout.addWidget(self._error)
        cancel, save = button(tr("Cancel"), self), button(tr("Change the verdicts"), self, role="primary")
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.save)
        layout.addLayout(row(None, cancel, save))
        self._show(list(session.store.verdicts.values()))

    def wanted(self) -> list[Verdict]:
        """The set of verdicts as entered in the fields."""
        return [
            Verdict(id=0, key=line.key or _key(line.words.text()), label=line.words.text().strip(),
                    mark=str(line.mark.currentData()), rating=line.rating.currentIndex())
            for line in self.lines
        ]  # fmt: skip

    def save(self) -> None:
        becomes = {old: str(box.currentData()) for old, box in self.becomes.items() if box.currentData()}
        try:
            verdicts.change_set(self._session.store, self.wanted(), becomes)
        except ClaimlineError as error:
            self._error.setText(visible(str(error)))
            self._error.show()
            return
        self.accept()

    def _take_preset(self, _index: int) -> None:
        key = str(self.presets.currentData())
        self._show(list((SETS[key] if key else self._session.store.verdicts).values()))

    def _show(self, wanted: list[Verdict]) -> None:
        """A row for each verdict, and below them a replacement for each verdict in use that was removed."""
        chosen = {old: str(box.currentData()) for old, box in self.becomes.items() if box.currentData()}
        clear(self._grid)
        self.lines, self.becomes = [], {}
        for at, words in enumerate((tr("Label"), tr("Mark"), tr("ClaimReview's rating"))):
            self._grid.addWidget(label(words, self._inner, role="soft", scale=0.92), 0, at)
        for at, verdict in enumerate(wanted, 1):
            self._add_fields(at, verdict)
        self._show_moves(wanted, chosen, len(wanted) + 1)
        self._grid.setRowStretch(len(wanted) + len(self.becomes) + 3, 1)
        self._add.setEnabled(len(wanted) < len(MARKS))

    def _add_fields(self, at: int, verdict: Verdict) -> None:
        line = _Line(
            verdict.key, QLineEdit(verdict.label, self._inner), QComboBox(self._inner), QComboBox(self._inner),
            button("×", self._inner, tip=tr("Remove this verdict")),
        )  # fmt: skip
        line.words.setAccessibleName(tr("Label of verdict {n}", n=at))
        for mark in MARKS.values():
            line.mark.addItem(_swatch(mark, self._colours), f"{mark.glyph} {tr(mark.name)}", mark.name)
        line.mark.setCurrentIndex(max(0, line.mark.findData(verdict.mark)))
        line.mark.setAccessibleName(tr("Mark of {verdict}", verdict=verdict.label))
        for words in _RATINGS:
            line.rating.addItem(tr(words))
        line.rating.setCurrentIndex(verdict.rating)
        line.rating.setAccessibleName(tr("Rating of {verdict}", verdict=verdict.label))
        line.remove.setEnabled(verdict.key != START)
        line.remove.setProperty("line", at - 1)
        line.remove.setAccessibleName(tr("Remove {verdict}", verdict=verdict.label))
        line.remove.clicked.connect(self._remove_line)
        for place, widget in enumerate((line.words, line.mark, line.rating, line.remove)):
            self._grid.addWidget(widget, at, place)
        self.lines.append(line)

    def _show_moves(self, wanted: list[Verdict], chosen: dict[str, str], line: int) -> None:
        store, counts = self._session.store, queries.verdicts_in_use(self._session.store)
        moves = {old: chosen.get(old, new) for old, new in verdicts.suggested(store, wanted).items()}
        if moves:
            self._grid.setRowMinimumHeight(line, 34)
            words = heading(tr("New verdict for existing claims"), self._inner)
            self._grid.addWidget(words, line, 0, 1, 3, Qt.AlignmentFlag.AlignBottom)
        for at, (old, new) in enumerate(moves.items(), line + 1):
            verdict = store.verdicts[old]
            many = trn("{n} claim", "{n} claims", counts[old])
            self._grid.addWidget(label(f"{verdict.glyph} {verdict.label} · {many}", self._inner), at, 0)
            box = QComboBox(self._inner)
            box.addItem(tr("choose…"), "")
            for choice in wanted:
                box.addItem(f"{choice.glyph} {choice.label}", choice.key)
            box.setCurrentIndex(max(0, box.findData(new)) if new else 0)
            box.setAccessibleName(tr("New verdict for {verdict}", verdict=verdict.label))
            self._grid.addWidget(box, at, 1, 1, 2)
            self.becomes[old] = box

    def _add_line(self) -> None:
        wanted = self.wanted()
        taken = {verdict.mark for verdict in wanted}
        mark = next(name for name in MARKS if name not in taken)
        self._show([*wanted, Verdict(id=0, key="", label="", mark=mark)])
        self.lines[-1].words.setFocus()

    def _remove_line(self) -> None:
        wanted = self.wanted()
        del wanted[int(self.sender().property("line"))]
        self._show(wanted)


def _key(words: str) -> str:
    """The key derived from the name of a new verdict."""
    return "-".join(words.casefold().split())


def _swatch(mark: Mark, colours: Theme) -> QIcon:
    picture = QPixmap(14, 14)
    picture.fill(QColor(0, 0, 0, 0))
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colours.line))
        painter.setBrush(QColor(mark.fill))
        painter.drawEllipse(1, 1, 12, 12)
    return QIcon(picture)
