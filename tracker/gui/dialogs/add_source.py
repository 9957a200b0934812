"""Add a source: paste an article or an address, choose a file, say where it is from."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QWidget

from tracker.capture import drafts
from tracker.capture.drafts import Draft
from tracker.commands import sources
from tracker.domain.dates import UNDATED
from tracker.domain.source import KINDS, RELIABILITY, Source, web_address
from tracker.errors import ClaimlineError
from tracker.gui.editors.fields import ChoiceBox, DateField, Line, Lines
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import button, column, label, row, waiting_bar
from tracker.i18n import tr


class AddSourceDialog(QDialog):
    """Emits `ready` (Source, Draft or None for a link alone) when a source is to be added."""

    ready = Signal(object, object)

    def __init__(self, today: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add source"))
        self.resize(700, 620)
        self._draft: Draft | None = None
        self._task: Task | None = None
        self._warned = False
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        layout.addWidget(label(tr("Paste the article or its web address"), self, medium=True))
        self.text = Lines("", self, least=9)
        self.text.setAccessibleName(tr("Text or web address of the source"))
        self.text.setPlaceholderText(tr("Paste the text. A web address is fetched only if you choose to capture it."))
        self.text.textChanged.connect(self._guess)
        layout.addWidget(self.text)
        choose = button(tr("Choose file…"), self)
        choose.clicked.connect(self._choose)
        self._file = label("", self, role="soft")
        layout.addLayout(row(choose, self._file, None))
        self.title = Line("", self, hint=tr("If empty: the first line of the text"))
        self.kind = ChoiceBox([(kind, tr(kind)) for kind in KINDS], "article", self)
        self.publisher, self.authors = Line("", self), Line("", self)
        self.published = DateField(UNDATED, today, self)
        self.url, self.language = Line("", self, hint="https://"), Line("", self, hint="zh-Hant, en …")
        grades: list[tuple[object, str]] = [("", tr("— not graded —"))]
        grades += [(grade, f"{grade} {tr(words)}") for grade, words in RELIABILITY.items()]
        self.reliability = ChoiceBox(grades, "", self)
        grid = QGridLayout()
        grid.setVerticalSpacing(5)
        grid.setHorizontalSpacing(12)
        for at, (words, field) in enumerate(
            ((tr("Title"), self.title), (tr("Kind"), self.kind), (tr("Publisher"), self.publisher),
             (tr("Authors"), self.authors), (tr("Published"), self.published), (tr("Address"), self.url),
             (tr("Language"), self.language), (tr("Reliability"), self.reliability))
        ):  # fmt: skip
            name = label(words, self, role="soft", scale=0.92)
            name.setBuddy(field)
            field.setAccessibleName(words)
            line, side = divmod(at, 2)
            grid.addWidget(name, line * 2, side)
            grid.addWidget(field, line * 2 + 1, side)
        layout.addLayout(grid)
        self.message = label("", self, role="bad", wrap=True)
        self.message.hide()
        layout.addWidget(self.message)
        self.progress = waiting_bar(self)
        layout.addWidget(self.progress)
        layout.addStretch(1)
        self.fetch_button = button(tr("Capture the page"), self)
        self.fetch_button.clicked.connect(self._fetch)
        self.fetch_button.hide()
        self.save_button = button(tr("Add source"), self, role="primary")
        self.save_button.clicked.connect(self.save)
        cancel = button(tr("Cancel"), self)
        cancel.clicked.connect(self.reject)
        layout.addLayout(row(None, self.fetch_button, cancel, self.save_button))
        self.text.setFocus()

    def show_text(self, text: str) -> None:
        self.text.setPlainText(text)

    def show_page_part(self, text: str, page: str) -> None:
        """Show a copied part of a page: its text, with the HTML stored as the original."""
        if _is_address(text):
            self.show_text(text)
            return
        draft = drafts.from_text(text)
        self._show_draft(replace(draft, content=page.encode(), media_type="text/html", origin="pasted page"))

    def show_file(self, path: Path) -> None:
        """Read a file in a worker and show its text and metadata."""
        self._wait(Task(lambda: drafts.from_file(path), self))

    def save(self) -> None:
        """Return the source as entered."""
        self._say("")
        typed = self.text.toPlainText()
        draft = self._draft
        url = self.url.value()
        if draft is None and _is_address(typed):
            url, typed = typed.strip(), ""
        if draft is None and not typed.strip() and not url:
            self._say(tr("Paste a text, choose a file, or give an address first."))
            return
        try:
            url = web_address(url) if url else ""
        except ClaimlineError as error:
            self._say(str(error))
            return
        if draft is None and typed.strip():
            draft = drafts.from_text(typed)
        source = draft.source if draft else Source(title="")
        text = typed if self._draft is not None and typed != source.text else source.text
        source = replace(
            source, title=self.title.value() or source.title, kind=str(self.kind.value()), url=url,
            publisher=self.publisher.value(), authors=self.authors.value(), published=self.published.value(),
            language=self.language.value(), reliability=str(self.reliability.value()), text=text,
        )  # fmt: skip
        self.ready.emit(source, draft)
        self.accept()

    def reject(self) -> None:
        """Close; with unsaved text, warn first and close the second time."""
        if (self.text.toPlainText().strip() or self._draft is not None) and not self._warned:
            self._warned = True
            self._say(tr("This source is not saved yet. Press Cancel again to discard it."))
            return
        if self._task is not None:
            self._task.cancel()
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.save()
            return
        super().keyPressEvent(event)

    def _guess(self) -> None:
        typed = self.text.toPlainText()
        self.fetch_button.setVisible(_is_address(typed))
        self.save_button.setText(tr("Keep the link only") if _is_address(typed) else tr("Add source"))
        if typed.strip() and not _is_address(typed):
            self.title.setPlaceholderText(sources.title_of(typed))

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Choose a file"))
        if name:
            self.show_file(Path(name))

    def _fetch(self) -> None:
        """Fetch the page in a worker; if that fails, the link alone can be added."""
        from tracker.capture import fetch

        address = self.text.toPlainText().strip()

        def work() -> Draft:
            return fetch.fetch(address, going=task.going, on_progress=self._came)

        task = Task(work, self)
        self._wait(task)

    def _came(self, size: int) -> None:
        """Called in the worker with the bytes received so far."""
        if self._task is not None:
            self._task.progress.emit(size, 0)

    def _wait(self, task: Task) -> None:
        self._say("")
        self.progress.show()
        self.fetch_button.setEnabled(False)
        self.save_button.setEnabled(False)
        self._task = task
        task.progress.connect(self._moved)
        task.done.connect(self._fetched)
        task.failed.connect(self._not_fetched)
        task.start()

    def _moved(self, size: int, _total: int) -> None:
        self._file.setText(tr("{n} kB so far", n=f"{size // 1024:,}"))

    def _fetched(self, draft: Draft) -> None:
        self._stop_waiting()
        self._show_draft(draft)

    def _not_fetched(self, message: str) -> None:
        self._stop_waiting()
        self._say(message)

    def _stop_waiting(self) -> None:
        self.progress.hide()
        self._file.setText("")
        self.fetch_button.setEnabled(True)
        self.save_button.setEnabled(True)
        self._task = None

    def _show_draft(self, draft: Draft) -> None:
        self._draft = draft
        source = draft.source
        self.text.blockSignals(True)
        self.text.setPlainText(source.text)
        self.text.blockSignals(False)
        self.fetch_button.hide()
        self.save_button.setText(tr("Add source"))
        self._file.setText(f"{draft.origin} · {draft.media_type} · {draft.size:,} bytes")
        self.title.setText(source.title or sources.title_of(source.text))
        self.publisher.setText(source.publisher)
        self.authors.setText(source.authors)
        self.url.setText(source.url)
        self.language.setText(source.language)
        if source.published.edtf:
            self.published.line.setText(source.published.words)
        if source.kind in KINDS:
            self.kind.setCurrentIndex(KINDS.index(source.kind))

    def _say(self, message: str) -> None:
        self.message.setText(message)
        self.message.setVisible(bool(message))


def _is_address(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://")) and len(text.split()) == 1
