"""Editing the source in view: its fields, its text, its origin, and removing it from the case."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.commands import sources
from tracker.domain.source import KINDS, RELIABILITY, Source
from tracker.gui.dialogs.text import EditTextDialog, confirm
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.pages.sources.forms import OpenForm
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.session import Session
from tracker.i18n import tr, trn


class Editing(QObject):
    """Emits `message` (text) when something was saved."""

    message = Signal(str)

    def __init__(self, session: Session, place: OpenForm, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._place, self._parent = session, place, parent
        self.state: ReadingState | None = None

    def edit(self) -> None:
        """Open the form of the source's fields."""
        if self.state is not None:
            self._place.open(self._form(self.state.source), self._save, None)

    def _form(self, source: Source) -> Form:
        form = Form(tr("Edit source"), self._parent)
        form.line("title", tr("Title"), source.title)
        form.choice("kind", tr("Kind"), [(kind, tr(kind)) for kind in KINDS], source.kind)
        form.line("authors", tr("Authors"), source.authors)
        form.line("publisher", tr("Publisher"), source.publisher)
        form.date("published", tr("Published"), source.published, self._session.index.today)
        form.line("url", tr("Address"), source.url)
        form.line("language", tr("Language"), source.language)
        grades: list[tuple[object, str]] = [("", tr("— not graded —"))]
        grades += [(grade, f"{grade} {tr(words)}") for grade, words in RELIABILITY.items()]
        form.choice("reliability", tr("Reliability"), grades, source.reliability)
        others = [option for option in claim_forms.source_options(self._session.store) if option[0] != source.id]
        form.choice("origin", tr("Derived from"), others, None)
        form.line("note", tr("Internal note"), source.note)
        return form

    def _save(self, values: dict[str, Any]) -> None:
        if self.state is None:
            return
        source, store, origin_id = self.state.source, self._session.store, values.pop("origin")

        def command() -> Source:
            with store.step("Edit source"):
                saved = sources.edit_source(store, replace(source, **values))
                if origin_id is not None:
                    sources.derive(store, source.id, origin_id)
            return saved

        self._place.finish(self._session.run(command), tr("Source saved"))

    def correct_text(self) -> None:
        """Correct or type the text of a source, such as the transcript of a recording; quotes are found again in it."""
        if self.state is None:
            return
        source = self.state.source
        dialog = EditTextDialog(
            tr("The text of “{title}”", title=source.title), source.text,
            tr("Quotes are located again by their words and context; any that cannot be located are shown as lost. "
               "Begin a line of a transcript with its time, such as [00:12:31]."), self._parent,
        )  # fmt: skip
        if dialog.exec() and dialog.text() != source.text:
            text = dialog.text()
            saved = self._session.run(lambda: sources.edit_source(self._session.store, replace(source, text=text)))
            if saved is not None:
                self.message.emit(tr("Text saved"))
        dialog.deleteLater()

    def derive(self, origin_id: object) -> None:
        """Mark the source as derived from another."""
        if self.state is not None and isinstance(origin_id, int):
            source_id = self.state.source.id
            self._session.run(lambda: sources.derive(self._session.store, source_id, origin_id))

    def unlink(self) -> None:
        """Remove the source's links to its origins."""
        if self.state is None:
            return
        source_id = self.state.source.id
        count = self._session.run(lambda: sources.underive(self._session.store, source_id))
        if count is not None:
            self.message.emit(trn("Unlinked from {n} source", "Unlinked from {n} sources", count))

    def remove(self) -> None:
        """Remove the source from the case if nothing cites it, after a confirmation."""
        if self.state is None:
            return
        source, store = self.state.source, self._session.store
        if self._session.run(lambda: sources.require_uncited(store, source.id)) is None:
            return
        words = tr("Remove “{title}” and its original from the case? Undo brings both back.", title=source.title)
        if confirm(words, tr("Remove"), self._parent):
            removed = self._session.run(lambda: sources.remove_source(store, source.id))
            if removed is not None:
                self.message.emit(tr("Source removed"))
