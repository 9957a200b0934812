"""The menus of the claims table: what is done to all selected claims at once, and how two claims are related."""

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup, QCursor
from PySide6.QtWidgets import QMenu

from tracker.commands import bulk, claims
from tracker.domain.relation import KINDS as RELATIONS
from tracker.domain.review import STATES
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.pages.claims.table import ClaimsTable
from tracker.gui.workbench import Workbench
from tracker.i18n import tr, trn


class ClaimsMenus(QObject):
    """The menus of the table; each entry makes one step in the history."""

    def __init__(self, workbench: Workbench, table: ClaimsTable) -> None:
        super().__init__(table)
        self._workbench, self._session, self._table = workbench, workbench.session, table
        table.menu_wanted.connect(self.show_for_rows)
        table.dropped.connect(self.show_relations)

    def show_for_rows(self, at: QPoint) -> None:
        """The actions on all selected claims at once; each makes one step."""
        ids = self._table.chosen_ids()
        if not ids or self._session.store.read_only:
            return
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        head = menu.addAction(trn("{n} claim", "{n} claims", len(ids)))
        head.setEnabled(False)
        verdicts = menu.addMenu(tr("Set verdict"))
        for verdict in self._session.store.verdicts.values():
            self._add(verdicts, group, f"{verdict.glyph} {tr(verdict.label)}", ("verdict", verdict.key))
        states = menu.addMenu(tr("Review"))
        for state in STATES:
            if state != "signed off":
                self._add(states, group, tr(state), ("review", state))
        self._add(menu, group, tr("Add tags…"), ("tags", ""))
        self._add(menu, group, tr("Assign…"), ("window", "assign-claim"))
        self._add(menu, group, tr("Copy as a list with sources"), ("window", "copy-claims"))
        if len(ids) == 2:
            menu.addSeparator()
            self._add(menu, group, tr("Merge these two…"), ("window", "merge-claims"))
        group.triggered.connect(self._chosen)
        menu.popup(self._table.viewport().mapToGlobal(at))

    def show_relations(self, dragged: int, target: int) -> None:
        """Ask for the relation of a claim dropped on another."""
        first, second = (self._session.index.facts[claim_id].claim.label for claim_id in (dragged, target))
        menu = QMenu(self._table)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for kind in RELATIONS:
            words = tr("{first} {relation} {second}", first=first, relation=tr(kind), second=second)
            self._add(menu, group, words, ("relate", f"{dragged} {target} {kind}"))
        group.triggered.connect(self._related)
        menu.popup(QCursor.pos())

    def _related(self, action: QAction) -> None:
        dragged, target, kind = action.data()[1].split(" ", 2)
        self._session.run(lambda: claims.relate(self._session.store, int(dragged), kind, int(target)))

    def _add(self, menu: QMenu, group: QActionGroup, words: str, choice: tuple[str, str]) -> None:
        action = menu.addAction(words)
        action.setData(choice)
        group.addAction(action)

    def _chosen(self, action: QAction) -> None:
        what, value = action.data()
        if what == "window":
            self._workbench.do(value)
            return
        ids, store = self._table.chosen_ids(), self._session.store
        question = (tr("Tags"), "") if what == "tags" else (tr("Reason"), "")
        title = tr("{what} for {n} claims", what=action.text(), n=len(ids))
        dialog = AskDialog(title, [question], self._table)
        if not dialog.exec():
            return
        answer = dialog.values()[0]
        match what:
            case "verdict":
                self._session.run(lambda: bulk.set_verdict(store, ids, value, answer))
            case "review":
                self._session.run(lambda: bulk.set_review(store, ids, value, answer))
            case "tags":
                self._session.run(lambda: bulk.add_tags(store, ids, answer.split(",")))
