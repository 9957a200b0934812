"""What the pages of people and events share: a list, the chosen record beside it, and a form over it."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.domain.records import Record
from tracker.gui.editors.form import Form
from tracker.gui.page import Page
from tracker.gui.widgets.listed import list_beside_detail
from tracker.gui.widgets.plain import button, clear
from tracker.gui.widgets.rows import Row, RowList
from tracker.gui.workbench import Workbench
from tracker.i18n import tr

_FORM = 560  # pixels


class RecordPage(Page):
    """A page of records of one kind. A subclass gives the rows of the list (`rows`) and the detail beside it (`show_detail`), and
    makes (`make_form`) and saves (`save`) the form. `width` is the initial width of the list, in pixels; `add` the key of the
    action on the button over it.
    """

    def __init__(self, workbench: Workbench, parent: QWidget, *, width: int, add: str) -> None:
        super().__init__(workbench, parent)
        self.workbench = workbench
        self.record_id: int | None = None
        self.form: Form | None = None
        self._edited: int | None = None
        self.list = RowList(self.colours, self, height=50, name=tr(workbench.title_of(self.key)))
        verb = workbench.verb(add)
        new = button(verb.text(), self)
        new.setEnabled(verb.isEnabled())
        new.clicked.connect(verb.trigger)
        self.holder, self.detail = list_beside_detail(self, self.list, new, width)
        self.list.chosen.connect(self._chosen)

    def rows(self) -> list[Row]:
        """The list; the ids are those of the records."""
        raise NotImplementedError

    def show_detail(self, record_id: int | None, holder: QWidget, detail: QVBoxLayout) -> None:
        """Show a record in the empty layout `detail` of `holder`; None where the case has no record of the kind."""
        raise NotImplementedError

    def make_form(self, record_id: int | None) -> Form:
        """The form of a record, or of a new one."""
        raise NotImplementedError

    def save(self, record_id: int | None, values: dict[str, Any]) -> Record:
        """Save the values of a form, in one step. May raise ClaimlineError, which is shown."""
        raise NotImplementedError

    def refresh(self, step: object = None) -> None:
        rows = self.rows()
        ids = [entry.id for entry in rows]
        if self.record_id not in ids:
            self.record_id = int(str(ids[0])) if ids else None
        self.list.show_rows(rows, self.record_id)
        self._show()

    def show_record(self, record_id: int, part: int | None = None) -> None:
        if self.form is not None and not self.form.dirty():
            self.form.close_form()
        self.record_id = record_id
        self.list.set_current(record_id)
        self._show()

    def dirty_forms(self) -> list[Form]:
        return [self.form] if self.form is not None and self.form.dirty() else []

    def give_focus(self) -> None:
        self.list.setFocus()

    def shown_record(self) -> int | None:
        return self.record_id

    def open_form(self, record_id: int | None) -> None:
        """Open the form of a record, or of a new one; a form that is already open stays."""
        if self.form is None:
            self.form, self._edited = self.make_form(record_id), record_id
            self.form.setMaximumWidth(_FORM)
            self.form.saved.connect(self._save)
            self.form.closed.connect(self._closed)
            self._show()
        self.form.start()

    def edit(self) -> None:
        """Open the form of the record shown."""
        if self.record_id is not None:
            self.open_form(self.record_id)

    def _show(self) -> None:
        if self.form is not None:
            self.form.setParent(self)
            self.form.hide()
        clear(self.detail)
        if self.form is not None:
            self.detail.addWidget(self.form)
            self.form.show()
        self.show_detail(self.record_id, self.holder, self.detail)
        self.detail.addStretch(1)

    def _save(self, values: dict[str, Any]) -> None:
        edited = self._edited
        saved = self.session.run(lambda: self.save(edited, values))
        if saved is not None and self.form is not None:
            self.record_id = saved.id
            self.form.close_form()
            self.refresh()

    def _closed(self) -> None:
        self.form = None
        self._show()
        self.list.setFocus()

    def _chosen(self, record_id: object) -> None:
        self.show_record(int(str(record_id)))
