"""The people page: actors with their names, roles and protection, and what each of them said."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from tracker.commands import actors
from tracker.domain.actor import KINDS, Actor, ActorName, Role
from tracker.domain.dates import UNDATED
from tracker.domain.dates.saying import say
from tracker.gui.dialogs.text import confirm
from tracker.gui.editors.form import Form
from tracker.gui.session import Session
from tracker.gui.theme import Theme
from tracker.gui.widgets.chip import VerdictButton
from tracker.gui.widgets.listed import list_beside_detail
from tracker.gui.widgets.plain import button, clear, heading, label, row, rule
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr, trn
from tracker.store import queries

_SHOWN = 25  # claims of one actor; the claims page has the rest


class PeoplePage(QWidget):
    """Wishes: `open_claim` (claim id), `show_claims` (query)."""

    open_claim = Signal(object)
    show_claims = Signal(str)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.colours = session, colours
        self.actor_id: int | None = None
        self.form: Form | None = None
        self.list = RowList(colours, self, height=50, name=tr("People"))
        add = button(tr("Add person or organisation…"), self)
        add.clicked.connect(self.new_actor)
        self._holder, self._detail = list_beside_detail(self, self.list, add, 320)
        self.list.chosen.connect(self.show_actor)

    def refresh(self) -> None:
        store = self.session.store
        others: dict[int, list[str]] = {}
        for name in store.all(ActorName):
            others.setdefault(name.actor_id, []).append(name.name)
        said = queries.claims_of_actors(store)
        rows = []
        for actor in sorted(store.all(Actor), key=lambda actor: (-said.get(actor.id, 0), actor.name)):
            notes = [*others.get(actor.id, [])[:1], actor.description]
            notes.append(trn("{n} claim", "{n} claims", said[actor.id]) if actor.id in said else "")
            mark = "◈" if actor.protected else "◔" if actor.kind == "person" else "▦"
            rows.append(
                Row(
                    actor.id,
                    actor.name,
                    " · ".join(filter(None, notes)),
                    mark,
                    self.colours.warn if actor.protected else "",
                )
            )
        ids = [entry.id for entry in rows]
        if self.actor_id not in ids:
            self.actor_id = int(str(ids[0])) if ids else None
        self.list.show_rows(rows, self.actor_id)
        self._show()

    def show_actor(self, actor_id: object) -> None:
        if self.form is not None and not self.form.dirty():
            self.form.close_form()
        self.actor_id = int(str(actor_id))
        self.list.set_current(self.actor_id)
        self._show()

    def new_actor(self) -> None:
        self._open(None)

    def edit_actor(self) -> None:
        actor = self.session.store.find(Actor, self.actor_id)
        if actor is not None:
            self._open(actor)

    def remove_actor(self) -> None:
        """Take a person whom nothing names out of the case."""
        actor = self.session.store.find(Actor, self.actor_id)
        if actor is None or self.session.run(lambda: actors.refuse_used(self.session.store, actor.id)) is None:
            return
        if confirm(tr("Remove {name} from the case? Undo brings them back.", name=actor.name), tr("Remove"), self):
            self.session.run(lambda: actors.remove_actor(self.session.store, actor.id))

    def toggle_protection(self) -> None:
        actor = self.session.store.find(Actor, self.actor_id)
        if actor is not None:
            self.session.run(lambda: actors.protect(self.session.store, actor.id, not actor.protected))

    def dirty_forms(self) -> list[Form]:
        return [self.form] if self.form is not None and self.form.dirty() else []

    def status(self) -> str:
        found = self.session.store.all(Actor)
        hidden = sum(actor.protected for actor in found)
        return trn("{n} person or organisation", "{n} people and organisations", len(found)) + (
            " · " + trn("{n} protected", "{n} protected", hidden) if hidden else ""
        )

    def _show(self) -> None:
        if self.form is not None:
            self.form.setParent(self)
            self.form.hide()
        clear(self._detail)
        holder = self._holder
        if self.form is not None:
            self._detail.addWidget(self.form)
            self.form.show()
        actor = self.session.store.find(Actor, self.actor_id)
        if actor is None:
            self._detail.addWidget(
                label(tr("Nobody is named yet. People are added as you log claims."), holder, role="soft")
            )
        else:
            self._actor(actor, holder)
        self._detail.addStretch(1)

    def _actor(self, actor: Actor, holder: QWidget) -> None:
        store = self.session.store
        edit = button(tr("Edit…"), holder)
        edit.clicked.connect(self.edit_actor)
        protect = button(tr("Lift protection") if actor.protected else tr("Protect…"), holder)
        protect.clicked.connect(self.toggle_protection)
        claims = button(tr("Show claims"), holder)
        claims.clicked.connect(self._claims)
        remove = button(tr("Remove…"), holder)
        remove.clicked.connect(self.remove_actor)
        name = label(actor.name, holder, scale=1.6, bold=True)
        self._detail.addLayout(row(name, None, claims, protect, edit, remove))
        others = actors.names_of(store, actor.id)[1:]
        line = " · ".join(filter(None, [*others, tr(actor.kind), actor.description]))
        self._detail.addWidget(label(line, holder, role="soft", wrap=True))
        if actor.protected:
            text = tr("Protected: appears as “{name}” in everything that leaves the newsroom.", name=actor.pseudonym)
            self._detail.addWidget(label(text, holder, role="warn", wrap=True))
        roles = store.all(Role, actor_id=actor.id)
        if roles:
            self._detail.addSpacing(8)
            self._detail.addWidget(heading(tr("Roles"), holder))
        for role in roles:
            when = f" · {say(role.held)}" if role.held.edtf else ""
            remove = button(tr("remove"), holder, role="link")
            remove.setProperty("record", str(role.id))
            remove.clicked.connect(self._remove_role)
            self._detail.addLayout(row(label(role.title + when, holder), remove, None))
        if actor.note:
            self._detail.addWidget(heading(tr("Internal note"), holder))
            self._detail.addWidget(label(actor.note, holder, wrap=True))
        found = self.session.desk.made_by(actor.id)
        self._detail.addSpacing(8)
        self._detail.addWidget(rule(holder))
        self._detail.addWidget(heading(tr("What they said ({n})", n=len(found)), holder))
        for facts in found[:_SHOWN]:
            number = button(facts.claim.label, holder, role="link")
            number.setProperty("record", str(facts.id))
            number.clicked.connect(self._open_claim)
            chip = VerdictButton(store.verdicts[facts.claim.verdict], self.colours, holder)
            chip.setFixedWidth(chip.sizeHint().width())
            said = label(facts.said.edtf or "?", holder, role="soft", scale=0.92)
            statement = label(facts.claim.statement, holder, wrap=True)
            self._detail.addLayout(row(number, chip, statement, said, spacing=10, stretch=2))

    def _open(self, actor: Actor | None) -> None:
        if self.form is not None:
            self.form.start()
            return
        store = self.session.store
        kept = actor or Actor(name="-")
        form = Form(tr("Edit") if actor else tr("Add person or organisation"), self)
        form.line("name", tr("Name"), kept.name if actor else "")
        names = actors.names_of(store, actor.id)[1:] if actor else []
        form.lines("names", tr("Other names and scripts, one a line"), "\n".join(names), least=2)
        form.choice("kind", tr("Kind"), [(kind, tr(kind)) for kind in KINDS], kept.kind)
        form.line("description", tr("Description"), kept.description)
        form.choice("protected", tr("Protection"), [(False, tr("named in dossiers")), (True, tr("protected source"))],
                    kept.protected)  # fmt: skip
        form.line("pseudonym", tr("Pseudonym"), kept.pseudonym, hint=tr("Source A, given if left empty"))
        form.line("role", tr("Add a role"), hint=tr("Chief scientist at Meta"))
        form.date("held", tr("Role held"), UNDATED, self.session.desk.today)
        form.lines("note", tr("Internal note"), kept.note, least=1)
        form.setProperty("actor", str(actor.id) if actor else "")
        form.setMaximumWidth(560)
        form.saved.connect(self._save)
        form.closed.connect(self._closed)
        self.form = form
        self._show()
        form.start()

    def _save(self, values: dict[str, Any]) -> None:
        store, form = self.session.store, self.form
        if form is None:
            return
        actor_id = str(form.property("actor"))

        def command() -> Actor:
            with store.step("Edit actor" if actor_id else "Add actor"):
                return saved_actor()

        def saved_actor() -> Actor:
            names = values["names"].splitlines()
            if actor_id:
                kept = store.get(Actor, int(actor_id))
                edited = replace(
                    kept,
                    **{key: values[key] for key in ("name", "kind", "description", "protected", "pseudonym", "note")},
                )
                saved = actors.edit_actor(store, edited, names=names)
            else:
                saved = actors.add_actor(
                    store, values["name"], names=[name for name in names if name.strip()], kind=values["kind"],
                    description=values["description"], protected=values["protected"], pseudonym=values["pseudonym"],
                )  # fmt: skip
            if values["role"]:
                actors.add_role(store, saved.id, values["role"], values["held"])
            return saved

        saved = self.session.run(command)
        if saved is not None:
            self.actor_id = saved.id
            form.close_form()
            self.refresh()

    def _closed(self) -> None:
        self.form = None
        self._show()
        self.list.setFocus()

    def _remove_role(self) -> None:
        role_id = int(self.sender().property("record"))
        self.session.run(lambda: actors.remove_role(self.session.store, role_id))

    def _open_claim(self) -> None:
        self.open_claim.emit(int(self.sender().property("record")))

    def _claims(self) -> None:
        actor = self.session.store.find(Actor, self.actor_id)
        if actor is not None:
            self.show_claims.emit(f'by:"{actor.name}"')
