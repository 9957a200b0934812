"""Design a dossier: its claims, order, audience and language, with a preview and a report of what it discloses."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from tracker.commands import dossier, redaction
from tracker.commands.dossier import Release
from tracker.domain.design import ORDERS, PARTS, PROFILES, Design
from tracker.errors import CannotSave, Leak
from tracker.exporters import formats
from tracker.exporters.pdf import pdf
from tracker.exporters.words import LANGUAGES
from tracker.gui.dialogs.chosen import MOST, ChosenClaims
from tracker.gui.dialogs.release import ReleaseView
from tracker.gui.dialogs.text import AskDialog
from tracker.gui.editors.fields import ChoiceBox
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.original import OriginalView
from tracker.gui.widgets.plain import button, column, label, row, waiting_bar
from tracker.i18n import tr, trn
from tracker.store import reading_case
from tracker.store.claims.index import ClaimIndex

_PREVIEWED = 100  # claims on the pages shown
_PAUSE = 350  # milliseconds after a change before the preview is updated
_OPTIONS = 300  # pixels


class DossierDialog(QDialog):
    """Emits `written` (path) when the file is complete."""

    written = Signal(str)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Dossier"))
        self.resize(1120, 760)
        self._session = session
        self._task: Task | None = None
        self._looking: Task | None = None
        self._designs = dossier.designs(session.store)
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        both = QHBoxLayout()
        both.setSpacing(18)
        both.addLayout(self._options())
        self.tabs = QTabWidget(self)
        self.pages = OriginalView(colours, self.tabs)
        self.release = ReleaseView(self.tabs)
        self.claims = ChosenClaims(self.tabs)
        for widget, words in (
            (self.pages, tr("Pages")),
            (self.release, tr("Release report")),
            (self.claims, tr("Claims")),
        ):
            self.tabs.addTab(widget, words)
        both.addWidget(self.tabs, 1)
        layout.addLayout(both, 1)
        self.message = label("", self, role="bad", wrap=True)
        self.message.hide()
        layout.addWidget(self.message)
        self.progress = waiting_bar(self)
        layout.addWidget(self.progress)
        self.save_buttons: dict[str, QPushButton] = {}
        savers = QButtonGroup(self)
        for at, file_format in enumerate(formats.DOSSIERS):
            saver = button(tr("Save {format}…", format=file_format.title), self, role="" if at else "primary")
            savers.addButton(saver, at)
            self.save_buttons[file_format.key] = saver
        savers.idClicked.connect(self._ask)
        cancel = button(tr("Close"), self)
        cancel.clicked.connect(self.reject)
        layout.addLayout(row(None, cancel, *reversed(self.save_buttons.values())))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.look)
        self._list_claims()
        for box in (self.profile, self.language, self.order):
            box.currentIndexChanged.connect(self._changed)
        self.which.currentIndexChanged.connect(self._which_changed)
        self.stored_design.currentIndexChanged.connect(self._take_design)
        self.release.answered.connect(self._changed)
        self.claims.changed.connect(self._changed)
        self.claims.ordered.connect(self._ordered)
        self.look()

    def _options(self) -> QVBoxLayout:
        session = self._session
        options: list[tuple[object, str]] = [("all", tr("The whole case ({n} claims)", n=len(session.index)))]
        if session.query:
            options.append(("found", tr("Current search ({n} claims)", n=len(session.found))))
        if session.selected is not None:
            options.append(("one", tr("The selected claim ({claim})", claim=session.selected.claim.label)))
        side = QVBoxLayout()
        side.setSpacing(5)
        self.stored_design = ChoiceBox(
            [(None, tr("New design")), *((design.id, design.name) for design in self._designs)], None, self
        )
        self.which = ChoiceBox(options, "found" if session.query else "all", self)
        self.profile = ChoiceBox([(key, f"{tr(key)}: {tr(words)}") for key, words in PROFILES.items()], "legal", self)
        self.language = ChoiceBox(list(LANGUAGES.items()), "en", self)
        self.order = ChoiceBox([(key, tr(words)) for key, words in ORDERS.items()], "number", self)
        for words, box in (
            (tr("Design"), self.stored_design), (tr("Claims to include"), self.which), (tr("Audience"), self.profile),
            (tr("Language"), self.language), (tr("Order"), self.order),
        ):  # fmt: skip
            name = label(words, self, role="soft", scale=0.92)
            name.setBuddy(box)
            box.setAccessibleName(words)
            box.setFixedWidth(_OPTIONS)
            side.addWidget(name)
            side.addWidget(box)
        side.addSpacing(8)
        side.addWidget(label(tr("Include"), self, role="soft", scale=0.92))
        self.parts: dict[str, QCheckBox] = {}
        for key, words in PARTS.items():
            part = QCheckBox(tr(words), self)
            part.setChecked(True)
            part.toggled.connect(self._changed)
            self.parts[key] = part
            side.addWidget(part)
        keep, self._forget = (
            button(tr("Save this design…"), self, role="link"),
            button(tr("Remove it"), self, role="link"),
        )
        keep.clicked.connect(self.keep)
        self._forget.clicked.connect(self.forget)
        keep.setEnabled(not session.store.read_only)
        self._forget.setEnabled(False)
        side.addSpacing(6)
        side.addLayout(row(keep, self._forget, None))
        note = tr(
            "Protected names are replaced by pseudonyms for every audience. If one appears in free text, decide in the "
            "release report what to do about it before saving."
        )
        foot = label(note, self, role="soft", scale=0.92, wrap=True)
        foot.setFixedWidth(_OPTIONS)
        side.addWidget(foot)
        side.addStretch(1)
        return side

    def design(self) -> Design:
        """The design as set in the dialog."""
        which, order = self.which.value(), str(self.order.value())
        query = self._session.query.text if which == "found" else ""
        numbers: tuple[str, ...] = ()
        if which == "one" and self._session.selected is not None:
            numbers = (self._session.selected.claim.label,)
        stored = next((each for each in self._designs if each.id == self.stored_design.value()), None)
        named = which == "kept" and stored is not None and bool(stored.numbers)
        if which != "one" and self.claims.count() and (order == "hand" or named or not self.claims.whole()):
            numbers = self.claims.numbers()
        if which == "kept" and stored is not None:
            query = stored.query
        return Design(
            id=0, name=stored.name if stored else "", profile=str(self.profile.value()), language=str(self.language.value()),
            order=order, without=tuple(key for key, box in self.parts.items() if not box.isChecked()), query=query,
            numbers=numbers,
        )  # fmt: skip

    def look(self) -> None:
        """Rebuild the pages and the report in a worker with its own connection to the case."""
        case, today = self._session.store.path, self._session.index.today
        if self._looking is not None:
            self._looking.cancel()
        if case is None or self._refuse_none():
            return
        design, answers = self.design(), dict(self.release.answers)

        def work() -> tuple[Release, bytes, str]:
            with reading_case(case) as store:
                index = ClaimIndex(store, today)
                release = dossier.release(store, index, dossier.chosen(index, design), design, answers)
            shown = replace(release.dossier, claims=release.dossier.claims[:_PREVIEWED])
            try:
                return release, pdf(shown), ""
            except CannotSave as error:
                return release, b"", str(error)

        self.tabs.setTabText(0, tr("Pages…"))
        self._looking = Task(work, self)
        self._looking.done.connect(self._looked)
        self._looking.failed.connect(self._failed)
        self._looking.start()

    def _looked(self, found: tuple[Release, bytes, str]) -> None:
        release, content, trouble = found
        many = len(release.dossier.claims)
        self.tabs.setTabText(
            0, tr("Pages") if many <= _PREVIEWED else tr("Pages (of the first {n} claims)", n=_PREVIEWED)
        )
        self.release.show_release(release)
        open_ = len({leak.key for leak in release.leaks})
        self.tabs.setTabText(1, tr("Release report") + (f" ({open_})" if open_ else ""))
        self._say(trouble or (trn(
            "{n} place names a protected person; the release report lists it.",
            "{n} places name protected people; the release report lists them.", open_,
        ) if open_ else ""))  # fmt: skip
        if content:
            self.pages.show_bytes(content, "", [], None)

    def _refuse_none(self) -> bool:
        """Whether no claim is ticked; then a notice is shown and nothing can be written."""
        nothing = self.which.value() != "one" and self.claims.count() > 0 and not self.claims.numbers()
        for save_button in self.save_buttons.values():
            save_button.setEnabled(not nothing)
        if nothing:
            self._say(tr("No claim is selected; there is nothing to write."))
        return nothing

    def write(self, path: Path) -> None:
        """Write in a worker with its own connection to the case."""
        case, design, answers = self._session.store.path, self.design(), dict(self.release.answers)
        today = self._session.index.today
        if case is None or self._refuse_none():
            return

        def work() -> str:
            try:
                with reading_case(case) as store:
                    index = ClaimIndex(store, today)
                    content = dossier.build(store, index, dossier.chosen(index, design), design, answers)
                    dossier.write(content, path, redaction.protected_names(store))
            except Leak as leak:
                return f"{leak} {'; '.join(leak.places[:3])}"
            return ""

        self._say("")
        self._busy(True)
        self._path = path
        self._task = Task(work, self)
        self._task.done.connect(self._done)
        self._task.failed.connect(self._failed)
        self._task.start()

    def keep(self) -> None:
        """Store the design under a name, in the case."""
        design = self.design()
        dialog = AskDialog(tr("Save this design"), [(tr("Name of the design"), design.name)], self)
        if not dialog.exec():
            return
        (name,) = dialog.values()
        stored = self._session.run(lambda: dossier.save_design(self._session.store, replace(design, name=name)))
        if stored is not None:
            self._list_designs(stored.id)

    def forget(self) -> None:
        chosen = self.stored_design.value()
        if isinstance(chosen, int):
            self._session.run(lambda: dossier.remove_design(self._session.store, chosen))
            self._list_designs(None)

    def reject(self) -> None:
        self._pause.stop()
        for task in (self._task, self._looking):
            if task is not None:
                task.cancel()
        super().reject()

    def _list_designs(self, chosen: int | None) -> None:
        self._designs = dossier.designs(self._session.store)
        self.stored_design.blockSignals(True)
        self.stored_design.set_options(
            [(None, tr("New design")), *((design.id, design.name) for design in self._designs)], chosen
        )
        self.stored_design.blockSignals(False)
        self._forget.setEnabled(chosen is not None and not self._session.store.read_only)

    def _take_design(self, _index: int) -> None:
        """Show a stored design in the fields."""
        stored = next((design for design in self._designs if design.id == self.stored_design.value()), None)
        self._forget.setEnabled(stored is not None and not self._session.store.read_only)
        if stored is None:
            stored = Design(id=0)
        for box, value in (
            (self.profile, stored.profile),
            (self.language, stored.language),
            (self.order, stored.order),
        ):
            box.choose(value)
        for key, check in self.parts.items():
            check.setChecked(key not in stored.without)
        words = ", ".join(stored.numbers) or stored.query
        if words:
            self.which.offer("kept", tr("As saved: {claims}", claims=words))
        self.which.choose("kept" if words else "all")
        self._list_claims()
        self._changed()

    def _which_changed(self, _index: int) -> None:
        self._list_claims()
        self._changed()

    def _list_claims(self) -> None:
        """Fill the list to choose claims by hand; in a case too large for that a query chooses them."""
        index, which = self._session.index, self.which.value()
        stored = next((design for design in self._designs if design.id == self.stored_design.value()), None)
        found = self._session.found if which == "found" else index.select()
        if which == "kept" and stored is not None:
            found = dossier.chosen(index, stored) if not stored.numbers else index.numbered(stored.numbers)
        rows = [(facts.claim.label, facts.claim.statement) for facts in found] if len(found) <= MOST else []
        if which == "kept" and stored is not None and stored.numbers:
            rows.sort(key=lambda line: stored.numbers.index(line[0]))
        self.claims.show_claims(rows if which != "one" else [])
        self.tabs.setTabVisible(2, which != "one" and bool(rows))

    def _ordered(self) -> None:
        """Dragging switches to the order by hand."""
        self.order.choose("hand")
        self._changed()

    def _changed(self, _value: object = None) -> None:
        self._pause.start()

    def _done(self, trouble: str) -> None:
        self._busy(False)
        if trouble:
            self._say(trouble)
            self.tabs.setCurrentWidget(self.release)
            return
        self.written.emit(str(self._path))
        self.accept()

    def _failed(self, message: str) -> None:
        self._busy(False)
        self._say(message)

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        for save_button in self.save_buttons.values():
            save_button.setEnabled(not busy)
        if not busy:
            self._task = None

    def _say(self, message: str) -> None:
        self.message.setText(message)
        self.message.setVisible(bool(message))

    def _ask(self, at: int) -> None:
        """Ask where the dossier goes in a format of `formats.DOSSIERS`, and write it."""
        suffix = formats.DOSSIERS[at].suffix
        case = self._session.store.path or Path("dossier")
        suggested = str(case.with_name(f"{case.stem}-dossier{suffix}"))
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the dossier"), suggested, f"*{suffix}")
        if name:
            path = Path(name)
            self.write(path if path.suffix.lower() == suffix else path.with_name(f"{path.name}{suffix}"))
