"""Actions of the newsroom: people and events, the name that signs changes, the review rules and verdicts."""

from dataclasses import replace

from PySide6.QtCore import Qt

from tracker.commands import reviewing
from tracker.domain.newsroom import ROLES
from tracker.gui.actions.registry import Provider, action
from tracker.gui.dialogs.text import AskDialog, ToggleDialog
from tracker.i18n import tr


class Newsroom(Provider):
    """Names are typed in and not verified. Each action imports what only it needs, to keep the start fast."""

    @action("add-person", "Add person or organisation…", group="People", needs="writable case", short="Add person…",
            place=0)  # fmt: skip
    def add_person(self) -> None:
        from tracker.gui.pages.people import PeoplePage

        self.workbench.bring(PeoplePage).open_form(None)

    @action("add-event", "Add event…", group="Events", needs="writable case")
    def add_event(self) -> None:
        from tracker.gui.pages.events import EventsPage

        self.workbench.bring(EventsPage).open_form(None)

    @action("set-rules", "Sign-off rules…", group="Case", needs="writable case")
    def set_rules(self) -> None:
        """Set what signing off needs in this case."""
        session = self.session
        rules = reviewing.policy(session.store)
        dialog = ToggleDialog(tr("Sign-off requires"), [
            (tr("a second person, not the author"), rules.four_eyes), (tr("a reason"), rules.needs_reason),
            (tr("an attribution"), rules.needs_attribution), (tr("evidence"), rules.needs_evidence),
            (tr("submission for review first"), rules.submit_first),
            (tr("a request for reply"), rules.needs_reply),
        ], self.window)  # fmt: skip
        if dialog.exec():
            session.run(lambda: reviewing.set_policy(session.store, replace(rules, **dict(
                zip(("four_eyes", "needs_reason", "needs_attribution", "needs_evidence", "submit_first", "needs_reply"),
                    dialog.values(), strict=True)
            ))))  # fmt: skip

    @action("set-verdicts", "Verdict labels…", group="Case", needs="writable case")
    def set_verdicts(self) -> None:
        """Change the verdicts of this case, and the verdicts of the claims that use them."""
        from tracker.gui.dialogs.verdicts import VerdictsDialog

        dialog = VerdictsDialog(self.session, self.workbench.colours, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @action("your-role", "Your role in this case…", group="View", needs="writable case")
    def your_role(self) -> None:
        """Set name, initials and role of the user, for this case."""
        session = self.session
        mine = next((m for m in reviewing.members(session.store) if m.name == session.store.author), None)
        dialog = AskDialog(tr("Your role in this case"), [
            (tr("Name (not verified)"), session.store.author), (tr("Initials"), mine.initials if mine else ""),
        ], self.window, (tr("Role"), ROLES, mine.role if mine else "reporter"))  # fmt: skip
        if dialog.exec():
            name, initials, role = dialog.values()
            session.store.author = name or session.store.author
            session.run(lambda: reviewing.put_member(session.store, session.store.author, initials, role))

    @action("your-name", "Your name…", group="View", needs="")
    def your_name(self) -> None:
        remembered = self.workbench.remembered
        dialog = AskDialog(
            tr("Your name"),
            [(tr("Signs each of your changes. It is not verified."), remembered.settings.name)],
            self.window,
        )
        if dialog.exec() and dialog.values()[0]:
            remembered.change(replace(remembered.settings, author=dialog.values()[0]))
            if self.workbench.is_open:
                self.session.store.author = remembered.settings.name

    def tell_name_once(self) -> None:
        """At the very first start: show the name that signs every change, and where to set it."""
        remembered = self.workbench.remembered
        if remembered.settings.author:
            return
        remembered.change(replace(remembered.settings, author=remembered.settings.name))
        words = tr("Your changes are signed “{name}”, your account name. Change it in the menu under “Your name…”.",
                   name=remembered.settings.author)  # fmt: skip
        self.workbench.warn(words)
