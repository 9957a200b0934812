"""What a dossier discloses and withholds, and each place where a protected name needs a decision."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.commands.dossier import Release
from tracker.commands.redaction import NameLeak
from tracker.gui.editors.fields import ChoiceBox
from tracker.gui.widgets.plain import clear, column, heading, label, row, scrolled
from tracker.i18n import tr, trn

_SHOWN = 200  # places shown at once; the next follow when these are decided


class ReleaseView(QWidget):
    """Emits `answered` when the person decides about a place; `answers` are all decisions."""

    answered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.answers: dict[str, str] = {}
        self.choices: dict[str, ChoiceBox] = {}
        self._known: dict[str, NameLeak] = {}
        self._inner = QWidget(self)
        self._inner.setObjectName("page")
        self._layout = column(self._inner, margins=(20, 14, 20, 14), spacing=6)
        column(self).addWidget(scrolled(self._inner, self))

    def show_release(self, release: Release) -> None:
        """A text that occurs in several places is listed once. Decided places stay in the list, so that a decision
        can be changed.
        """
        open_: dict[str, NameLeak] = {}
        for leak in release.leaks:
            before = open_.get(leak.key)
            open_[leak.key] = leak if before is None else replace(leak, where=f"{before.where}; {leak.where}")
        self._known = {key: leak for key, leak in (self._known | open_).items() if key in self.answers or key in open_}
        clear(self._layout)
        self.choices = {}
        self._section(tr("Included"), release.included or (tr("nothing"),))
        self._section(tr("Left out"), release.left_out)
        if self._known:
            words = trn(
                "{n} place names a protected person in free text",
                "{n} places name protected people in free text",
                len(self._known),
            )
            self._layout.addSpacing(10)
            self._layout.addWidget(heading(tr("Protected names to resolve"), self._inner))
            self._layout.addWidget(label(words, self._inner, role="bad" if release.leaks else "soft"))
        for leak in list(self._known.values())[:_SHOWN]:
            self._place(leak)
        self._layout.addStretch(1)

    def _section(self, title: str, lines: Sequence[str]) -> None:
        self._layout.addSpacing(6)
        self._layout.addWidget(heading(title, self._inner))
        for line in lines:
            self._layout.addWidget(label(line, self._inner, wrap=True))

    def _place(self, leak: NameLeak) -> None:
        options: list[tuple[object, str]] = [
            ("", tr("choose…")), ("pseudonym", tr("use the pseudonym")), ("withhold", tr("withhold the text")),
        ]  # fmt: skip
        choice = ChoiceBox(options, self.answers.get(leak.key, ""), self._inner)
        choice.setAccessibleName(tr("What to do about {place}", place=leak.where))
        choice.setProperty("key", leak.key)
        choice.currentIndexChanged.connect(self._answer)
        choice.setFixedWidth(210)
        words = label(f"{leak.where}\n“{leak.context}”", self._inner, wrap=True)
        self._layout.addLayout(row(words, choice, spacing=10, stretch=0))
        self.choices[leak.key] = choice

    def _answer(self, _index: int) -> None:
        choice = self.sender()
        assert isinstance(choice, ChoiceBox)
        self.answers[str(choice.property("key"))] = str(choice.value())
        self.answers = {key: answer for key, answer in self.answers.items() if answer}
        self.answered.emit()
