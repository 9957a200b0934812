"""The base class and common parts of the inspector's sections."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.commands.whole_claim import WholeClaim
from tracker.gui.editors.form import Form
from tracker.gui.inspector.open_forms import OpenForms, Save
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, clear, column, heading, label, let_wrap, row, rule
from tracker.gui.widgets.value_button import ValueButton

Slot = Callable[..., None] | SignalInstance  # what a signal is connected to


@dataclass(frozen=True, slots=True)
class Context:
    """What every section gets: the open case, the colours and the open forms."""

    session: Session
    colours: Theme
    forms: OpenForms


class Section(QWidget):
    """One part of the claim shown; hidden where it is empty. Subclasses implement `fill`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.colours, self.forms = context.session, context.colours, context.forms
        self.whole: WholeClaim | None = None
        self.body = column(self, spacing=5)
        self.hide()

    @property
    def claim_id(self) -> int:
        """The claim that is shown; 0 for none."""
        return self.whole.id if self.whole is not None else 0

    def show_claim(self, whole: WholeClaim) -> None:
        """Show another claim, or the same one again."""
        self.empty()
        self.whole = whole
        self.fill(whole)
        let_wrap(self)
        self.setVisible(self.body.count() > 0)

    def empty(self) -> None:
        """Show nothing; open forms must be detached before."""
        self.hide()
        clear(self.body)
        self.whole = None

    def fill(self, whole: WholeClaim) -> None:
        raise NotImplementedError

    def unsaved(self) -> bool:
        """Whether text typed in the section itself is unsaved; open forms report theirs separately."""
        return False

    # Building blocks for `fill`

    def head(self, title: str, link: str = "", opener: Slot | None = None) -> None:
        """Add a rule, the title, and at its right a link that adds a record."""
        self.body.addSpacing(6)
        self.body.addWidget(rule(self))
        self.body.addSpacing(4)
        more = []
        if opener is not None:
            more.append(button(link, self, role="link"))
            more[0].clicked.connect(opener)
        self.body.addLayout(row(heading(title, self), None, *more))

    def say(self, text: str, *, role: str = "soft", scale: float = 1.0) -> None:
        """Add a sentence."""
        self.body.addWidget(label(text, self, role=role, scale=scale, wrap=True))

    def entry(
        self, glyph: str, role: str, lines: list[QWidget], top: list[QWidget], beneath: list[QWidget] | None = None
    ) -> None:
        """Add a glyph, a column of widgets, and at the right two short rows of small widgets."""
        middle, side = QVBoxLayout(), QVBoxLayout()
        for layout in (middle, side):
            layout.setSpacing(1)
        for line in lines:
            middle.addWidget(line)
        for widgets in (top, beneath or []):
            if widgets:
                side.addLayout(row(None, *widgets, spacing=2))
        middle.addStretch(1)
        side.addStretch(1)
        mark = label(glyph, self, role=role)
        mark.setFixedWidth(17)
        mark.setAlignment(Qt.AlignmentFlag.AlignTop)
        entry = row(mark, spacing=4)
        entry.addLayout(middle, 1)
        entry.addLayout(side)
        self.body.addLayout(entry)

    def link(self, words: str, value: object, chosen: Slot, name: str = "") -> ValueButton:
        """A small link that calls `chosen` with its value; `name` is its accessible name."""
        button = ValueButton(words, value, self, name=name)
        button.chosen.connect(chosen)
        return button

    # Forms in place

    def open_form(self, place: str, form: Form, save: Save) -> None:
        """Open a form of the claim at a place that `fill` reserved for it (`place_form`)."""
        self.forms.open(self.claim_id, place, form, save)

    def place_form(self, place: str) -> None:
        """Show the form that is open at this place, if any."""
        form = self.forms.at(self.claim_id, place)
        if form is not None:
            self.body.addWidget(form)
            form.show()
