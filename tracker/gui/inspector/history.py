"""The last steps that changed a claim."""

from PySide6.QtCore import Signal

from tracker.commands.whole_claim import WholeClaim
from tracker.gui.inspector.section import Section
from tracker.i18n import tr

_SHOWN = 6


class History(Section):
    """Emits `open_history` with the claim's id."""

    open_history = Signal(object)

    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("History"), tr("All {n}", n=len(whole.steps)), self._open)
        for step in reversed(whole.steps[-_SHOWN:]):
            reason = f" “{step.reason}”" if step.reason else ""
            self.say(f"{step.at[:16].replace('T', ' ')} · {step.name}{reason} · {step.author}", scale=0.9)

    def _open(self) -> None:
        self.open_history.emit(self.claim_id)
