"""Actions on the case: create, open, describe, check, back up, close; undo and redo steps."""

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from tracker.commands import cases
from tracker.commands.saving import save_bytes
from tracker.errors import CaseInUse, ClaimlineError
from tracker.gui.actions.registry import Provider, action
from tracker.gui.actions.verb import LAST
from tracker.gui.dialogs.text import AskDialog, TextDialog
from tracker.gui.tasks import Task
from tracker.gui.workbench import Workbench
from tracker.i18n import tr
from tracker.paths import cases_folder
from tracker.store import Store, create_case, history, open_case, reading_case
from tracker.store.backup import back_up

ENDING = ".claims"
_BACKUP_MINUTES = 60


class CaseFile(Provider):
    """One window has at most one case open."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._backups = QTimer(self)
        self._backups.setInterval(_BACKUP_MINUTES * 60_000)
        self._backups.timeout.connect(self.back_up)
        self._backups.start()

    @action("new-case", "New case…", group="Case", needs="")
    def new_case(self, path: Path | None = None) -> None:
        """Create a case at a path and open it."""
        path = path or self._asked(tr("New case"))
        if path is None:
            return
        path = path if path.suffix == ENDING else path.with_name(path.name + ENDING)
        try:
            store = create_case(path, path.stem.replace("-", " "), author=self.workbench.remembered.settings.name)
        except ClaimlineError as error:
            self.workbench.warn(str(error))
            return
        self.workbench.opened.emit(store)

    def _asked(self, words: str) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(
            self.window, words, str(_usual_folder() / f"untitled{ENDING}"), f"*{ENDING}"
        )
        return Path(name) if name else None

    @action("open-case", "Open case…", "Ctrl+O", group="Case", needs="")
    def open_case(self, path: Path | None = None) -> None:
        """Open a case; read-only, with a notice, where another program has it open."""
        if path is None:
            name, _ = QFileDialog.getOpenFileName(self.window, tr("Open case"), str(_usual_folder()), f"*{ENDING}")
            if not name:
                return
            path = Path(name)
        if self.workbench.is_open and self.session.store.path == path:
            return
        author, warning = self.workbench.remembered.settings.name, ""
        try:
            try:
                store = open_case(path, author=author)
            except CaseInUse as error:
                store = open_case(path, author=author, read_only=True)
                warning = f"{error} It is shown read-only."
        except ClaimlineError as error:
            self.workbench.warn(str(error))
            return
        self.workbench.opened.emit(store)
        if warning:
            self.workbench.warn(warning)

    @action("demo-case", "Open the demo case", group="Case", needs="")
    def demo_case(self) -> None:
        path = cases_folder() / f"llama-4-benchmarks{ENDING}"
        if not path.exists():
            from tracker.samples import llama4  # needed once at most

            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                llama4.build(path, author=self.workbench.remembered.settings.name)
            except (ClaimlineError, OSError) as error:
                self.workbench.warn(str(error))
                return
        self.open_case(path)

    @action("close-case", "Close case", "Ctrl+W", group="Case")
    def close_case(self) -> None:
        self.workbench.closing.emit()

    @action("describe-case", "Case name and summary…", group="Case", needs="writable case")
    def describe_case(self) -> None:
        store, case = self.session.store, self.session.store.case
        dialog = AskDialog(tr("Case"), [(tr("Name"), case.name), (tr("Summary"), case.summary)], self.window)
        if dialog.exec():
            name, summary = dialog.values()
            self.session.run(lambda: cases.describe_case(store, name=name, summary=summary))

    @action("write-receipt", "Receipt…", group="Case", place=LAST - 2)
    def write_receipt(self) -> None:
        """Write a receipt of the case, against which a later state can be checked."""
        receipt = self.session.store.receipt()
        text = json.dumps(
            {"case": receipt.case_uid, "step": receipt.step, "head": receipt.head, "at": receipt.at}, indent=1
        )
        name, _ = QFileDialog.getSaveFileName(self.window, tr("Receipt"), "receipt.json", "*.json")
        if name and self.session.run(lambda: save_bytes(Path(name), text.encode())) is not None:
            self.workbench.say(tr("Wrote {path}", path=name))

    @action("check-case", "Verify the case file", group="Case", place=LAST - 1)
    def check_case(self) -> None:
        from tracker.store.integrity import check  # imported here to keep the start fast

        findings = check(self.session.store)
        self.workbench.whole = not any(finding.severity == "error" for finding in findings)
        receipt = self.session.store.receipt()
        lines = [f"{finding.severity}: {finding.message}" for finding in findings]
        lines = lines or [tr("No problems found: file, history, captures, quotes and search index agree.")]
        lines += ["", tr("Receipt: case {case}, step {step}", case=receipt.case_uid, step=receipt.step), receipt.head]
        TextDialog(tr("Check"), "\n".join(lines), self.window).open()
        self.workbench.changed.emit()

    @action("quit", "Quit", "Ctrl+Q", group="Case", needs="", place=LAST)
    def quit(self) -> None:
        self.window.close()

    @action("undo", "Undo", "Ctrl+Z", group="Edit", needs="writable case undone")
    def undo(self) -> None:
        self._replay(Store.undo, tr("Undone"))

    @action("redo", "Redo", "Ctrl+Shift+Z", group="Edit", needs="writable case redone")
    def redo(self) -> None:
        self._replay(Store.redo, tr("Redone"))

    def _replay(self, verb: Callable[[Store], history.Step], words: str) -> None:
        self.workbench.save_in_place()
        store = self.session.store
        step = self.session.run(lambda: verb(store))
        if step is not None:
            self.workbench.warn("")
            self.workbench.say(f"{words}: {step.name}")

    def back_up(self) -> None:
        """Copy the case if it changed since the last backup, in a worker thread with its own connection."""
        if not self.workbench.is_open or self.session.store.read_only or self.session.store.path is None:
            return
        path = self.session.store.path

        def work() -> None:
            with reading_case(path) as store:
                back_up(store)

        task = Task(work, self.session)
        task.failed.connect(self.workbench.warned)
        task.start()


def _usual_folder() -> Path:
    folder = cases_folder()
    return folder if folder.exists() else Path.home()
