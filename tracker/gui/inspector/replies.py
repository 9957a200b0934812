"""The right of reply: who was asked for comment, and their answers."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from tracker.commands import claims
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.dates.saying import say
from tracker.domain.reply import Reply
from tracker.gui.editors import claim_forms
from tracker.gui.inspector.section import Section
from tracker.gui.widgets.plain import label
from tracker.i18n import tr


class Replies(Section):
    def fill(self, whole: WholeClaim) -> None:
        self.head(tr("Right of reply"), tr("+ Request"), self.add)
        for reply in whole.replies:
            self._reply(whole.who(reply), reply)
            self.place_form(f"reply {reply.id}")
        self.place_form("reply")

    def add(self) -> None:
        """Open the form of a new request."""
        form = claim_forms.reply_form(self.session, self, None)
        self.open_form("reply", form, partial(self._save_new, self.claim_id))

    def edit_waiting(self) -> None:
        """Open the first request that waits for an answer."""
        waiting = [reply for reply in self.whole.replies if reply.outcome == "waiting"] if self.whole else []
        if waiting:
            self._edit(waiting[0])

    def _edit(self, reply: Reply) -> None:
        form = claim_forms.reply_form(self.session, self, reply)
        self.open_form(f"reply {reply.id}", form, partial(self._save, reply.id))

    def _save_new(self, claim_id: int, values: dict[str, Any]) -> Reply:
        return claim_forms.save_reply(self.session, claim_id, None, values)

    def _save(self, reply_id: int, values: dict[str, Any]) -> Reply:
        stored = self.session.store.get(Reply, reply_id)
        return claim_forms.save_reply(self.session, stored.claim_id, stored, values)

    def _remove(self, reply: Reply) -> None:
        self.session.run(lambda: claims.remove_reply(self.session.store, reply.id))

    def _reply(self, name: str, reply: Reply) -> None:
        text = name + (f" · {tr('asked')} {say(reply.asked)}" if reply.asked.edtf else "")
        text += f" · {tr('due')} {say(reply.deadline)}" if reply.deadline.edtf else ""
        late = reply.overdue(self.session.index.today)
        outcome = tr("no answer, overdue") if late else tr(reply.outcome)
        lines: list[QWidget] = [
            label(text, self, wrap=True),
            label(outcome, self, role="warn" if late else "soft", scale=0.9),
        ]
        if reply.answer:
            lines.append(label(f"“{reply.answer}”", self, wrap=True))
        edit = self.link("✎", reply, self._edit, tr("Edit reply request"))
        self.entry("✆", "soft", lines, [edit, self.link("×", reply, self._remove, tr("Remove reply request"))])
