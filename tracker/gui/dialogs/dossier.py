"""Write a dossier: which claims, for whom, where to."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QPlainTextEdit, QWidget

from tracker.commands import dossier, redaction
from tracker.errors import Leak
from tracker.gui.editors.fields import Choice
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, column, label, row, waiting_bar
from tracker.i18n import tr
from tracker.store import Store
from tracker.store.desk import Desk


class DossierDialog(QDialog):
    """Emits `written` (path) when the file stands."""

    written = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Dossier"))
        self.resize(520, 420)
        self._session = session
        self._task: Task | None = None
        every, found = len(session.desk.facts), len(session.found)
        options: list[tuple[object, str]] = [("all", tr("The whole case ({n} claims)", n=every))]
        if session.query:
            options.append(("found", tr("What the search finds ({n} claims)", n=found)))
        if session.selected is not None:
            options.append(("one", tr("The selected claim ({claim})", claim=session.selected.claim.label)))
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        layout.addWidget(label(tr("Which claims"), self, role="soft"))
        self.which = Choice(options, "found" if session.query else "all", self)
        layout.addWidget(self.which)
        layout.addWidget(label(tr("For whom"), self, role="soft"))
        words = {key: f"{key}: {meaning}" for key, meaning in dossier.PROFILES.items()}
        self.profile = Choice([(key, tr(text)) for key, text in words.items()], "legal", self)
        layout.addWidget(self.profile)
        layout.addWidget(label(tr("In what order"), self, role="soft"))
        self.order = Choice([(key, tr(text)) for key, text in dossier.ORDERS.items()], "number", self)
        layout.addWidget(self.order)
        note = tr(
            "Protected names appear as pseudonyms in every profile. If one stands in free text, nothing is written and the places are listed here."
        )
        layout.addWidget(label(note, self, role="soft", scale=0.92, wrap=True))
        self.message = label("", self, role="bad", wrap=True)
        self.message.hide()
        self.places = QPlainTextEdit(self)
        self.places.setReadOnly(True)
        self.places.hide()
        layout.addWidget(self.message)
        layout.addWidget(self.places, 1)
        self.progress = waiting_bar(self)
        layout.addWidget(self.progress)
        layout.addStretch(1)
        self.pdf_button = button(tr("Save PDF…"), self, role="primary")
        self.html_button = button(tr("Save HTML…"), self)
        self.word_button = button(tr("Save Word…"), self)
        self.markdown_button = button(tr("Save Markdown…"), self)
        self.word_button.clicked.connect(self._word)
        self.markdown_button.clicked.connect(self._markdown)
        cancel = button(tr("Close"), self)
        self.pdf_button.clicked.connect(self._pdf)
        self.html_button.clicked.connect(self._html)
        cancel.clicked.connect(self.reject)
        layout.addLayout(row(None, cancel, self.markdown_button, self.word_button, self.html_button, self.pdf_button))

    def write(self, path: Path) -> None:
        """Write in a worker, which reads the case through a connection of its own."""
        case, which, profile = self._session.store.path, self.which.value(), str(self.profile.value())
        order = str(self.order.value())
        claim_id, query, today = self._session.claim_id, self._session.query, self._session.desk.today
        if case is None:
            return

        def work() -> list[str]:
            store = Store.open(case, author="", read_only=True)
            try:
                desk = Desk(store, today)
                chosen = desk.select(query if which == "found" else "")
                if which == "one" and claim_id is not None:
                    chosen = desk.among([claim_id])
                dossier.write(
                    dossier.build(store, desk, chosen, profile, order), path, redaction.protected_names(store)
                )
            except Leak as leak:
                return [str(leak), *leak.places]
            finally:
                store.close()
            return []

        self._say("", [])
        self._busy(True)
        self._path = path
        self._task = Task(work, self)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._task.start()

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def _done(self, leaks: list[str]) -> None:
        self._busy(False)
        if leaks:
            self._say(leaks[0], leaks[1:])
            return
        self.written.emit(str(self._path))
        self.accept()

    def _failed(self, message: str) -> None:
        self._busy(False)
        self._say(message, [])

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.pdf_button.setEnabled(not busy)
        for other in (self.html_button, self.word_button, self.markdown_button):
            other.setEnabled(not busy)
        if not busy:
            self._task = None

    def _say(self, message: str, places: list[str]) -> None:
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self.places.setPlainText("\n".join(places))
        self.places.setVisible(bool(places))

    def _pdf(self) -> None:
        self._ask("pdf")

    def _html(self) -> None:
        self._ask("html")

    def _word(self) -> None:
        self._ask("docx")

    def _markdown(self) -> None:
        self._ask("md")

    def _ask(self, ending: str) -> None:
        case = self._session.store.path or Path("dossier")
        suggested = str(case.with_name(f"{case.stem}-dossier.{ending}"))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the dossier"), suggested, f"*.{ending}")
        if name:
            path = Path(name)
            self.write(path if path.suffix.lower() == f".{ending}" else path.with_name(f"{path.name}.{ending}"))
