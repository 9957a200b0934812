"""Export the timeline as a picture: which form, how much of it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from tracker.commands import picture
from tracker.commands.saving import save_bytes
from tracker.errors import Leak
from tracker.gui.editors.fields import Choice
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, column, label, row, waiting_bar
from tracker.i18n import tr
from tracker.store import reading_case

# What to call it, its suffix, paper, zoom.
_FORMS = {
    "svg": ("SVG, any size, text can be selected", ".svg", "a4", 1),
    "png": ("PNG", ".png", "a4", 1),
    "png2": ("PNG, twice the size, for sharp screens", ".png", "a4", 2),
    "a4": ("PDF, pages of A4 across", ".pdf", "a4", 1),
    "a3": ("PDF, pages of A3 across", ".pdf", "a3", 1),
}


class PictureDialog(QDialog):
    """Writes in a worker. Emits `written` (path) when the file stands.

    `shown` is what the page shows, with the days in view.
    """

    written = Signal(str)

    def __init__(
        self, session: Session, shown: picture.Choice, parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(tr("Export timeline picture"))
        self.resize(440, 260)
        self._session, self._shown = session, shown
        self._task: Task | None = None
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        layout.addWidget(label(tr("As"), self, role="soft"))
        self.form = Choice([(key, tr(words)) for key, (words, *_) in _FORMS.items()], "svg", self)
        layout.addWidget(self.form)
        layout.addWidget(label(tr("How much"), self, role="soft"))
        self.part = Choice([("all", tr("Everything dated")), ("view", tr("The days in view"))], "all", self)
        layout.addWidget(self.part)
        layout.addWidget(label(tr("Names of months and years"), self, role="soft"))
        self.language = Choice([("en", "English"), ("zh", "中文")], "en", self)
        layout.addWidget(self.language)
        self.message = label("", self, role="bad", wrap=True)
        self.message.hide()
        layout.addWidget(self.message)
        self.progress = waiting_bar(self)
        layout.addWidget(self.progress)
        layout.addStretch(1)
        self.save_button = button(tr("Save as…"), self, role="primary")
        self.save_button.clicked.connect(self._ask)
        close = button(tr("Close"), self)
        close.clicked.connect(self.reject)
        layout.addLayout(row(None, close, self.save_button))

    def _ask(self) -> None:
        suffix = _FORMS[str(self.form.value())][1]
        case = self._session.store.path or Path("timeline")
        suggested = str(case.with_name(f"{case.stem}-timeline{suffix}"))
        name, _ = QFileDialog.getSaveFileName(self, tr("Export timeline picture"), suggested, f"*{suffix}")
        if name:
            self.write(Path(name) if name.lower().endswith(suffix) else Path(name + suffix))

    def write(self, path: Path) -> None:
        """Write the picture; protected people stand in it under their pseudonyms."""
        case, query, today = self._session.store.path, self._session.query, self._session.desk.today
        _, suffix, paper, zoom = _FORMS[str(self.form.value())]
        days = self._shown.days if self.part.value() == "view" else None
        choice = replace(self._shown, days=days, language=str(self.language.value()), paper=paper, zoom=zoom)
        if case is None:
            return

        def work() -> str:
            try:
                with reading_case(case) as store:
                    save_bytes(path, picture.picture(store, query, choice, suffix, today=today))
            except Leak as leak:
                return "\n".join([str(leak), *leak.places])
            return ""

        self.message.hide()
        self.progress.show()
        self.save_button.setEnabled(False)
        self._path = path
        self._task = Task(work, self)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._task.start()

    def _done(self, leaks: str) -> None:
        if leaks:
            self._failed(leaks)
            return
        self.written.emit(str(self._path))
        self.accept()

    def _failed(self, message: str) -> None:
        self.progress.hide()
        self.save_button.setEnabled(True)
        self.message.setText(message)
        self.message.show()
