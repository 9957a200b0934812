"""Export the timeline as a picture: format, size, and which days."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from tracker.commands import picture
from tracker.commands.saving import save_bytes
from tracker.errors import Leak
from tracker.exporters import formats
from tracker.exporters.formats import Format
from tracker.exporters.timeline import Drawing
from tracker.gui.editors.fields import ChoiceBox
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, column, label, row, waiting_bar
from tracker.i18n import tr
from tracker.store import reading_case

# The formats, those with sizes by size: key of the format, what to call it, paper, zoom.
_SIZES = {
    "png": (("PNG", "a4", 1), ("PNG, twice the size, for sharp screens", "a4", 2)),
    "pdf": (("PDF, pages of A4 across", "a4", 1), ("PDF, pages of A3 across", "a3", 1)),
}
_CHOICES = [
    (file_format, *size) for file_format in formats.PICTURES for size in _SIZES.get(file_format.key, ((file_format.title, "a4", 1),))
]  # fmt: skip


class PictureDialog(QDialog):
    """Writes in a worker. Emits `written` (path) when the file is complete.

    `shown` is what the page shows, with the days in view.
    """

    written = Signal(str)

    def __init__(
        self, session: Session, shown: picture.PictureOptions, parent: QWidget
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle(tr("Export timeline picture"))
        self.resize(440, 260)
        self._session, self._shown = session, shown
        self._task: Task | None = None
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        layout.addWidget(label(tr("Format"), self, role="soft"))
        self.form = ChoiceBox([(at, tr(words)) for at, (_, words, _, _) in enumerate(_CHOICES)], 0, self)
        layout.addWidget(self.form)
        layout.addWidget(label(tr("Range"), self, role="soft"))
        self.part = ChoiceBox([("all", tr("All dated items")), ("view", tr("Visible period"))], "all", self)
        layout.addWidget(self.part)
        layout.addWidget(label(tr("Language of dates"), self, role="soft"))
        self.language = ChoiceBox([("en", "English"), ("zh", "中文")], "en", self)
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

    def _chosen(self) -> tuple[Format[Drawing], str, str, int]:
        return _CHOICES[int(str(self.form.value()))]

    def _ask(self) -> None:
        suffix = self._chosen()[0].suffix
        case = self._session.store.path or Path("timeline")
        suggested = str(case.with_name(f"{case.stem}-timeline{suffix}"))
        name, _ = QFileDialog.getSaveFileName(self, tr("Export timeline picture"), suggested, f"*{suffix}")
        if name:
            self.write(Path(name) if name.lower().endswith(suffix) else Path(name + suffix))

    def write(self, path: Path) -> None:
        """Write the picture; protected people appear in it under their pseudonyms."""
        case, query, today = self._session.store.path, self._session.query, self._session.index.today
        form, _, paper, zoom = self._chosen()
        days = self._shown.days if self.part.value() == "view" else None
        choice = replace(self._shown, days=days, language=str(self.language.value()), paper=paper, zoom=zoom)
        if case is None:
            return

        def work() -> str:
            try:
                with reading_case(case) as store:
                    save_bytes(path, picture.picture(store, query, choice, form.key, today=today))
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
