"""The one form that may be open on the sources page, over its cards."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from tracker.gui.editors.form import Form
from tracker.gui.session import Session
from tracker.i18n import tr

Span = tuple[int, int]


class OpenForm(QObject):
    """The open form, and `span`: the characters start…end it was opened for (None: for none).

    Emits `changed` when a form was opened or closed, `saved` (the record, a message) when one was saved.
    """

    changed = Signal()
    saved = Signal(object, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.form: Form | None = None
        self.span: Span | None = None

    def dirty(self) -> list[Form]:
        """The open form if it has unsaved text, else None."""
        return [self.form] if self.form is not None and self.form.dirty() else []

    def open(self, form: Form, save: Callable[[dict[str, Any]], None], span: Span | None) -> None:
        """Replace the open form by another one; if it has unsaved text, warn instead."""
        if self.form is not None and self.form.dirty():
            form.deleteLater()
            self.form.start()
            self._session.failed.emit(tr("Save or cancel the form that is open first."))
            return
        self.close()
        self.form, self.span = form, span
        form.saved.connect(save)
        form.closed.connect(self._closed)
        self.changed.emit()
        form.start()

    def close(self) -> None:
        """Close the open form and discard its text."""
        if self.form is not None:
            self.form.close_form()

    def finish(self, saved: object, words: str) -> None:
        """Close the form and emit the saved record; with None nothing was saved and the form stays."""
        if saved is not None and self.form is not None:
            self.close()
            self.saved.emit(saved, words)

    def _closed(self) -> None:
        self.form = None
        self.changed.emit()
