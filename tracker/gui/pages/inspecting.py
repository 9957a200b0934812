"""The base class of pages with an inspector: connects its signals and reports its unsaved text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tracker.commands import telling
from tracker.gui.dialogs.changes import ChangesDialog
from tracker.gui.editors.form import Form
from tracker.gui.inspector import Inspector
from tracker.gui.page import Page
from tracker.gui.workbench import Workbench
from tracker.i18n import tr


class InspectingPage(Page):
    """A page with the selected claim in an inspector."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent)
        self.workbench = workbench
        self.inspector = Inspector(self.session, self.colours, self)
        self.inspector.open_source.connect(self._open_source)
        self.inspector.open_claim.connect(workbench.open_claim)
        self.inspector.open_history.connect(self._open_history)
        self.inspector.compare.connect(self._compare)
        self.inspector.assign.connect(self._assign)
        self.inspector.changes.connect(self._show_changes)
        self.inspector.left.connect(self.give_focus)

    def dirty_forms(self) -> list[Form]:
        return self.inspector.dirty_forms()

    def unsaved(self) -> bool:
        return self.inspector.unsaved()

    def save_in_place(self) -> None:
        self.inspector.save_in_place()

    def _open_source(self, source_id: int, anchor_id: int | None) -> None:
        self.workbench.open_record("sources", source_id, anchor_id)

    def _open_history(self) -> None:
        self.workbench.do("claim-history")

    def _compare(self, first: int, second: int) -> None:
        self.workbench.do("merge-claims", first, second)

    def _assign(self) -> None:
        self.workbench.do("assign-claim")

    def _show_changes(self, claim_id: int) -> None:
        """What changed since a claim was signed off: before and after, in words."""
        claim, store = self.session.index.facts[claim_id].claim, self.session.store
        head = tr("{claim} was signed off by {name} on {when} UTC.", claim=claim.label, name=claim.signed_by,
                  when=claim.signed_at[:16].replace("T", " "))  # fmt: skip
        dialog = ChangesDialog(head, telling.since_signed(store, claim), may_sign=not store.read_only, parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(self._sign_off)
        dialog.open()

    def _sign_off(self) -> None:
        self.workbench.do("sign-off")
