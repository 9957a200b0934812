"""The people page: actors with their names, roles and protection, and what each of them said."""

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.commands import actors
from tracker.domain.actor import KINDS, Actor, ActorName, Role
from tracker.domain.dates import UNDATED
from tracker.domain.dates.saying import say
from tracker.domain.query import Query
from tracker.gui.dialogs.text import confirm
from tracker.gui.editors.form import Form
from tracker.gui.pages.record_page import RecordPage
from tracker.gui.widgets.chip import VerdictButton
from tracker.gui.widgets.plain import button, heading, label, row, rule
from tracker.gui.widgets.rows import Row
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn
from tracker.store import queries

_SHOWN = 25  # claims of one actor listed; the claims page shows the rest


class PeoplePage(RecordPage):
    """The actors of the case."""

    key, button = "people", "add-person"

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(workbench, parent, width=320, add="add-person")

    def rows(self) -> list[Row]:
        store = self.session.store
        others: dict[int, list[str]] = {}
        for name in store.all(ActorName):
            others.setdefault(name.actor_id, []).append(name.name)
        counts = queries.claims_of_actors(store)
        rows = []
        for actor in sorted(store.all(Actor), key=lambda actor: (-counts.get(actor.id, 0), actor.name)):
            notes = [*others.get(actor.id, [])[:1], actor.description]
            notes.append(trn("{n} claim", "{n} claims", counts[actor.id]) if actor.id in counts else "")
            mark = "◈" if actor.protected else "◔" if actor.kind == "person" else "▦"
            tint = self.colours.warn if actor.protected else ""
            rows.append(Row(actor.id, actor.name, " · ".join(filter(None, notes)), mark, tint))
        return rows

    def remove_actor(self) -> None:
        """Remove a person without any reference from the case."""
        actor = self.session.store.find(Actor, self.record_id)
        if actor is None or self.session.run(lambda: actors.require_unused(self.session.store, actor.id)) is None:
            return
        if confirm(tr("Remove {name} from the case? Undo brings them back.", name=actor.name), tr("Remove"), self):
            self.session.run(lambda: actors.remove_actor(self.session.store, actor.id))

    def toggle_protection(self) -> None:
        actor = self.session.store.find(Actor, self.record_id)
        if actor is not None:
            self.session.run(lambda: actors.protect(self.session.store, actor.id, not actor.protected))

    def status(self) -> str:
        found = queries.actor_lines(self.session.store)
        hidden = sum(actor.protected for actor in found)
        return trn("{n} person or organisation", "{n} people and organisations", len(found)) + (
            " · " + trn("{n} protected", "{n} protected", hidden) if hidden else ""
        )

    def show_detail(self, record_id: int | None, holder: QWidget, detail: QVBoxLayout) -> None:
        actor = self.session.store.find(Actor, record_id)
        if actor is None:
            detail.addWidget(label(tr("Nobody is named yet. People are added as you log claims."), holder, role="soft"))
        else:
            self._actor(actor, holder, detail)

    def _actor(self, actor: Actor, holder: QWidget, detail: QVBoxLayout) -> None:
        store = self.session.store
        edit = button(tr("Edit…"), holder)
        edit.clicked.connect(self.edit)
        protect = button(tr("Lift protection") if actor.protected else tr("Protect…"), holder)
        protect.clicked.connect(self.toggle_protection)
        claims = button(tr("Show claims"), holder)
        claims.clicked.connect(self._claims)
        remove = button(tr("Remove…"), holder)
        remove.clicked.connect(self.remove_actor)
        name = label(actor.name, holder, scale=1.6, bold=True)
        detail.addLayout(row(name, None, claims, protect, edit, remove))
        others = [other.name for other in store.all(ActorName, actor_id=actor.id)]
        line = " · ".join(filter(None, [*others, tr(actor.kind), actor.description]))
        detail.addWidget(label(line, holder, role="soft", wrap=True))
        if actor.protected:
            text = tr("Protected: appears as “{name}” in everything that leaves the newsroom.", name=actor.pseudonym)
            detail.addWidget(label(text, holder, role="warn", wrap=True))
        roles = store.all(Role, actor_id=actor.id)
        if roles:
            detail.addSpacing(8)
            detail.addWidget(heading(tr("Roles"), holder))
        for role in roles:
            when = f" · {say(role.held)}" if role.held.edtf else ""
            remove = button(tr("remove"), holder, role="link")
            remove.setProperty("record", str(role.id))
            remove.clicked.connect(self._remove_role)
            detail.addLayout(row(label(role.title + when, holder), remove, None))
        if actor.note:
            detail.addWidget(heading(tr("Internal note"), holder))
            detail.addWidget(label(actor.note, holder, wrap=True))
        found = self.session.index.made_by(actor.id)
        detail.addSpacing(8)
        detail.addWidget(rule(holder))
        detail.addWidget(heading(tr("What they said ({n})", n=len(found)), holder))
        for facts in found[:_SHOWN]:
            number = button(facts.claim.label, holder, role="link")
            number.setProperty("record", str(facts.id))
            number.clicked.connect(self._open_claim)
            chip = VerdictButton(store.verdicts[facts.claim.verdict], self.colours, holder)
            chip.setFixedWidth(chip.sizeHint().width())
            date = label(facts.said.edtf or "?", holder, role="soft", scale=0.92)
            statement = label(facts.claim.statement, holder, wrap=True)
            detail.addLayout(row(number, chip, statement, date, spacing=10, stretch=2))

    def make_form(self, record_id: int | None) -> Form:
        store = self.session.store
        actor = store.get(Actor, record_id) if record_id is not None else None
        shown = actor or Actor(name="-")
        form = Form(tr("Edit") if actor else tr("Add person or organisation"), self)
        form.line("name", tr("Name"), shown.name if actor else "")
        names = actors.names_of(store, actor.id)[1:] if actor else []
        form.lines("names", tr("Other names and scripts, one a line"), "\n".join(names), least=2)
        form.choice("kind", tr("Kind"), [(kind, tr(kind)) for kind in KINDS], shown.kind)
        form.line("description", tr("Description"), shown.description)
        form.choice("protected", tr("Protection"), [(False, tr("named in dossiers")), (True, tr("protected source"))],
                    shown.protected)  # fmt: skip
        form.line("pseudonym", tr("Pseudonym"), shown.pseudonym, hint=tr("Source A, given if left empty"))
        form.line("role", tr("Add a role"), hint=tr("Chief scientist at Meta"))
        form.date("held", tr("Role held"), UNDATED, self.session.index.today)
        form.lines("note", tr("Internal note"), shown.note, least=1)
        return form

    def save(self, record_id: int | None, values: dict[str, Any]) -> Actor:
        store, names = self.session.store, values["names"].splitlines()
        with store.step("Edit actor" if record_id is not None else "Add actor"):
            if record_id is not None:
                own = ("name", "kind", "description", "protected", "pseudonym", "note")
                edited = replace(store.get(Actor, record_id), **{key: values[key] for key in own})
                saved = actors.edit_actor(store, edited, names=names)
            else:
                saved = actors.add_actor(
                    store, values["name"], names=[name for name in names if name.strip()], kind=values["kind"],
                    description=values["description"], protected=values["protected"], pseudonym=values["pseudonym"],
                )  # fmt: skip
            if values["role"]:
                actors.add_role(store, saved.id, values["role"], values["held"])
        return saved

    def _remove_role(self) -> None:
        role_id = int(self.sender().property("record"))
        self.session.run(lambda: actors.remove_role(self.session.store, role_id))

    def _open_claim(self) -> None:
        self.workbench.open_claim(int(self.sender().property("record")))

    def _claims(self) -> None:
        actor = self.session.store.find(Actor, self.record_id)
        if actor is not None:
            self.workbench.search(Query.parse(f'by:"{actor.name}"'))
