"""The forms that are open in the inspector, each at its claim and place until it is saved or discarded."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from tracker.gui.editors.form import Form
from tracker.gui.session import Session

Save = Callable[
    [dict[str, Any]], object
]  # saves the values of a form; where it raises ClaimlineError the form stays open


class OpenForms(QObject):
    """Emits `changed` when a form was opened or closed and the claim must be shown again, and `left` when one was closed.

    `by_place` are the forms by claim and place: "evidence" is the form for a new piece, "evidence 7" edits that one.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, session: Session, holder: QWidget) -> None:
        super().__init__(holder)
        self._session, self._holder = session, holder
        self.by_place: dict[tuple[int, str], Form] = {}

    def open(self, claim_id: int, place: str, form: Form, save: Save) -> None:
        """Show a form, or the one already open at its place, and put the cursor into it."""
        key = (claim_id, place)
        if key in self.by_place:
            form.deleteLater()
        else:
            self.by_place[key] = form
            _Saving(self, form, save)
            self.changed.emit()
        self.by_place[key].start()

    def at(self, claim_id: int, place: str) -> Form | None:
        return self.by_place.get((claim_id, place))

    def put_aside(self) -> None:
        """Detach every form from its section, which shows it again at its place."""
        for form in self.by_place.values():
            form.setParent(self._holder)
            form.hide()

    def save(self, form: Form, save: Save, values: dict[str, Any]) -> None:
        """Save a form; where that is refused it stays open with its text."""
        if self._session.run(lambda: save(values)) is not None:
            form.close_form()
            self.changed.emit()

    def forget(self, form: Form) -> None:
        """Remove a form that was closed."""
        for key, opened in list(self.by_place.items()):
            if opened is form:
                del self.by_place[key]
                self.left.emit()


class _Saving(QObject):
    """Calls the save function of a form; deleted together with the form."""

    def __init__(self, forms: OpenForms, form: Form, save: Save) -> None:
        super().__init__(form)
        self._forms, self._form, self._save = forms, form, save
        form.saved.connect(self._saved)
        form.closed.connect(self._closed)

    def _saved(self, values: dict[str, Any]) -> None:
        self._forms.save(self._form, self._save, values)

    def _closed(self) -> None:
        self._forms.forget(self._form)
