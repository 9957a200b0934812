"""Actions on the selected claim: attribution, evidence, verdict, review, assignment, history, removal."""

from typing import TYPE_CHECKING

from tracker.commands import claims, reviewing
from tracker.domain.attribution import Attribution
from tracker.domain.dates import UNDATED, read_date
from tracker.gui.actions.registry import Provider, action
from tracker.gui.actions.verb import LAST
from tracker.gui.dialogs.text import AskDialog, TextDialog
from tracker.i18n import tr
from tracker.store import history
from tracker.store.claims.facts import Facts

if TYPE_CHECKING:
    from tracker.gui.pages.inspecting import InspectingPage

_CLAIM = "writable claim"


class Claims(Provider):
    """Forms open in the inspector of the current page if it has one, else on the claims page.

    Each action imports the pages and forms it opens, to keep the start fast.
    """

    @property
    def _selected(self) -> Facts:
        facts = self.session.selected
        if facts is None:
            raise RuntimeError("no claim is selected")
        return facts

    def _inspecting(self) -> "InspectingPage":
        from tracker.gui.pages.claims.page import ClaimsPage
        from tracker.gui.pages.inspecting import InspectingPage

        page = self.workbench.front
        return page if isinstance(page, InspectingPage) else self.workbench.bring(ClaimsPage)

    @action("new-claim", "New claim", "Ctrl+N", group="Claim", needs="writable case")
    def new_claim(self) -> None:
        """Open the form for a new claim beside the table, from any page."""
        from tracker.gui.editors import claim_forms
        from tracker.gui.pages.claims.page import ClaimsPage

        source_id = self.workbench.record_on("sources") if self.workbench.current == "sources" else None
        attribution = Attribution(claim_id=0, source_id=source_id) if source_id is not None else None
        inspector = self.workbench.bring(ClaimsPage).inspector
        inspector.start_new(
            claim_forms.claim_form(self.session, inspector, title=tr("New claim"), attribution=attribution)
        )

    @action("add-attribution", "Add attribution", "Ctrl+Shift+A", group="Claim", needs=_CLAIM)
    def add_attribution(self) -> None:
        self._inspecting().inspector.open_form("attribution")

    @action("link-evidence", "Link evidence", "Ctrl+Shift+E", group="Claim", needs=_CLAIM)
    def link_evidence(self) -> None:
        self._inspecting().inspector.open_form("evidence")

    @action("relate-claim", "Relate to another claim", "Ctrl+Shift+R", group="Claim", needs=_CLAIM)
    def relate_claim(self) -> None:
        self._inspecting().inspector.open_form("relation")

    @action("request-reply", "Request a reply", "Ctrl+Shift+P", group="Claim", needs=_CLAIM)
    def request_reply(self) -> None:
        self._inspecting().inspector.open_form("reply")

    @action("claim-details", "Kinds, dates, tags…", "Ctrl+Shift+D", group="Claim", needs=_CLAIM)
    def claim_details(self) -> None:
        self._inspecting().inspector.open_form("details")

    @action("set-dates", "Set the dates…", group="Claim", needs=_CLAIM)
    def set_dates(self) -> None:
        """Open the form whose date is missing or was not understood."""
        claim, first = self._selected.claim, self._selected.first
        of_claim = any(date.words and not date.edtf for date in (claim.about, claim.due))
        self._inspecting().inspector.open_form("details" if of_claim or first is None else "said")

    @action("open-reply", "Open the reply request", group="Claim", needs=_CLAIM)
    def open_reply(self) -> None:
        """The request for a reply that has no answer yet."""
        self._inspecting().inspector.open_form("waiting")

    @action("set-verdict", "Set verdict…", "Ctrl+Shift+V", group="Claim", needs=_CLAIM)
    def set_verdict(self) -> None:
        self._inspecting().inspector.show_verdicts()

    @action("assign-claim", "Assign…", group="Claim", needs=_CLAIM)
    def assign_claim(self) -> None:
        """Assign the selected claims to a colleague, in one step."""
        session, ids = self.session, self.workbench.front.chosen_claims()
        given = reviewing.assignment(session.store, ids[0])
        dialog = AskDialog(tr("Assign"), [(tr("Assignee (empty: nobody)"), given.who if given else session.store.author),
                                         (tr("Due"), given.due.words if given else "")], self.window)  # fmt: skip
        if dialog.exec():
            who, due = dialog.values()
            date = read_date(due, session.index.today) if due else UNDATED
            session.run(lambda: reviewing.assign(session.store, ids, who, date))

    @action("submit-claim", "Submit for review", "Ctrl+Shift+S", group="Claim", needs=f"{_CLAIM} submittable")
    def submit_claim(self) -> None:
        facts, session = self._selected, self.session
        self.workbench.save_in_place()
        if session.run(lambda: claims.set_review(session.store, facts.id, "in review", "")):
            self.workbench.say(tr("{claim} submitted for review", claim=facts.claim.label))

    @action("sign-off", "Sign off…", group="Claim", needs=_CLAIM)
    def sign_off(self) -> None:
        self._inspecting().inspector.make_move("signed off")

    @action("send-back", "Send back…", group="Claim", needs=_CLAIM)
    def send_back(self) -> None:
        self._inspecting().inspector.make_move("sent back")

    @action("open-words", "Open the quote in its source", "Ctrl+J", group="Claim", needs="claim")
    def open_words(self) -> None:
        facts = self._selected
        if facts.first is None or facts.first.source_id is None:
            self.workbench.warn(tr("{claim} has no source to open.", claim=facts.claim.label))
        else:
            self.workbench.open_record("sources", facts.first.source_id, facts.first.anchor_id)

    @action("back-to-claim", "Back to the claim", "Ctrl+Shift+J", group="Claim", needs="claim")
    def back_to_claim(self) -> None:
        self.workbench.open_claim(self.session.claim_id)

    @action("claim-history", "History of the claim", "Ctrl+H", group="Claim", needs="claim", place=LAST)
    def claim_history(self) -> None:
        lines = []
        for step, change in history.of_claim(self.session.store.db, self._selected.id):
            reason = f" — “{step.reason}”" if step.reason else ""
            what = "" if change.kind == "claim" else f" ({change.kind.replace('_', ' ')})"
            lines.append(f"{step.at[:19].replace('T', ' ')}  {step.author}  {step.name}{what}{reason}")
            old, new = change.old(), change.new()
            if change.before is not None and change.after is not None:
                for column in new:
                    if not column.endswith(("_rule", "_anchor", "_inferred", "_hash", "_earliest", "_latest")):
                        lines.append(f"      {column.replace('_', ' ')}: {old.get(column)!s} → {new[column]!s}")
        claim = self._selected.claim
        TextDialog(tr("History of {claim}", claim=claim.label), "\n".join(lines), self.window).open()

    @action("remove-claim", "Remove claim", group="Claim", needs=_CLAIM, place=LAST)
    def remove_claim(self) -> None:
        facts, session = self._selected, self.session
        session.run(lambda: claims.remove_claim(session.store, facts.id))
        self.workbench.say(tr("Removed {claim}. Ctrl+Z brings it back.", claim=facts.claim.label))
