"""Texts of the claim edited in place: saved on leaving the field; one that cannot be saved stays as typed."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tracker.commands import claims
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.claim import Claim
from tracker.gui.editors.fields import Lines
from tracker.gui.inspector.section import Context, Section
from tracker.i18n import tr


class InPlace(Section):
    """`step` is the label of the step that saves the text. Text that could not be saved is shown again with its claim."""

    step = ""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent)
        self._editor: Lines | None = None
        self._refused: dict[int, str] = {}  # texts by claim id
        self._saving = False

    def fill(self, whole: WholeClaim) -> None:
        self._editor = self.editor(whole.claim)
        self._editor.committed.connect(self._save)
        if whole.id in self._refused:
            self._editor.restore(self._refused[whole.id])
        self.body.addWidget(self._editor)

    def editor(self, claim: Claim) -> Lines:
        """Create the field with the text of a claim."""
        raise NotImplementedError

    def edited(self, claim: Claim, text: str) -> Claim:
        """A copy of the claim with that text."""
        raise NotImplementedError

    def empty(self) -> None:
        super().empty()
        self._editor = None

    def save_in_place(self) -> None:
        """Save the typed text before another claim is shown; text that was refused is not tried again."""
        if self._editor is not None and self.claim_id not in self._refused:
            self._editor.commit()

    def unsaved(self) -> bool:
        return bool(self._refused)

    def _save(self, text: str) -> None:
        claim_id, store, editor = self.claim_id, self.session.store, self._editor
        if editor is None or self._saving:  # a step refreshes the claim, which would call `save` again
            return
        self._refused.pop(claim_id, None)
        self._saving = True
        try:
            saved = self.session.run(
                lambda: claims.edit_claim(store, self.edited(store.get(Claim, claim_id), text), self.step)
            )
        finally:
            self._saving = False
        if saved is None:
            self._refused[claim_id] = text
        else:
            editor.keep(text)


class Statement(InPlace):
    step = "Edit statement"

    def editor(self, claim: Claim) -> Lines:
        lines = Lines(claim.statement, self, least=1, flat=True, scale=1.3, bold=True)
        lines.setAccessibleName(tr("Statement"))
        return lines

    def edited(self, claim: Claim, text: str) -> Claim:
        return replace(claim, statement=text.strip())


class Note(InPlace):
    step = "Edit note"

    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("Internal note"))
        super().fill(whole)

    def editor(self, claim: Claim) -> Lines:
        lines = Lines(claim.note, self, least=1, flat=not claim.note)
        lines.setPlaceholderText(tr("Internal: appears only in the internal dossier."))
        lines.setAccessibleName(tr("Internal note"))
        return lines

    def edited(self, claim: Claim, text: str) -> Claim:
        return replace(claim, note=text)
