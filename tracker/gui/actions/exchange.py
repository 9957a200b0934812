"""Import and export actions: dossier, data, packages, pictures, other copies of the case, the clipboard."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from tracker.commands.saving import save_bytes
from tracker.errors import Leak, Refused
from tracker.gui.actions.case_file import ENDING
from tracker.gui.actions.registry import Provider, action
from tracker.gui.tasks import Task
from tracker.i18n import tr, trn
from tracker.store import reading_case

if TYPE_CHECKING:
    from tracker.commands import importing, package, takeover
    from tracker.importers.drafts import Draft
    from tracker.importers.mapping import Mapping
    from tracker.importers.tables import Table

_IMPORTED = "*.csv *.tsv *.xlsx *.json *.jsonl *.html *.ris *.bib *.ics *.txt *.timeline *.xml"


class Exchange(Provider):
    """Long reading and writing runs in worker threads, each with its own connection to the case.

    Each action imports its own dialogs and formats: importing all of them takes a tenth of the start.
    """

    @action("write-dossier", "Dossier…", "Ctrl+D", group="Case")
    def write_dossier(self) -> None:
        from tracker.gui.dialogs.dossier import DossierDialog

        self.workbench.save_in_place()
        dialog = DossierDialog(self.session, self.workbench.colours, self.window)
        dialog.written.connect(self._file_written)
        dialog.open()

    def _file_written(self, path: str) -> None:
        self.workbench.say(tr("Wrote {path}", path=path))

    # Import

    @action("import-file", "Import…", "Ctrl+I", group="Case", needs="writable case idle")
    def import_file(self, path: Path | None = None) -> None:
        """Import claims, sources or events from a file, after a preview of what happens to each row."""
        from tracker.commands import importing, whole_case

        if path is None:
            name, _ = QFileDialog.getOpenFileName(
                self.window, tr("Import"), "", tr("Tables, references, calendars, links ({endings})", endings=_IMPORTED)
            )
            if not name:
                return
            path = Path(name)
        if path.is_file() and whole_case.is_lossless(path):
            self._import_case(path)
        else:
            self._import(path.name, lambda: importing.opened(path))

    def _import_case(self, path: Path) -> None:
        from tracker.commands import whole_case

        store = self.session.store
        words = tr("Importing {name}…", name=path.name)
        count = self.workbench.write_large(words, lambda said: whole_case.import_jsonl(store, path, said))
        if count is not None:
            self.workbench.say(tr("Imported a whole case of {n} records", n=f"{count:,}"))
            self.workbench.show("claims")

    def _import(self, name: str, read: "Callable[[], tuple[Table | None, list[Draft]]]") -> None:
        """Preview what will happen to each row of a file or of pasted text."""
        from tracker.gui.dialogs.import_file import ImportDialog
        from tracker.importers.mapping import Mapping

        mappings = []
        for entry in self.workbench.remembered.settings.mappings:
            with suppress(ValueError):
                mappings.append(Mapping.from_json(entry))
        dialog = ImportDialog(self.session, name, read, mappings, self.workbench.colours, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self._bring_in)
        dialog.open()

    def _bring_in(self, plans: "list[importing.ImportPlan]", name: str, mapping: "Mapping | None") -> None:
        from tracker.commands import importing

        if mapping is not None:
            remembered = self.workbench.remembered
            remembered.change(remembered.settings.with_mapping(mapping.as_json()))
        store = self.session.store
        report = self.workbench.write_large(
            tr("Importing {name}…", name=name), lambda said: importing.bring_in(store, plans, name, said)
        )
        if report is not None:
            self.workbench.say(
                tr(
                    "{n} imported, {m} already in the case, {k} skipped",
                    n=report.new,
                    m=report.there,
                    k=report.left_out,
                )
            )
            self.workbench.show("claims")

    # Export

    @action("export-data", "Export data…", "Ctrl+E", group="Case", needs="filed case idle")
    def export_data(self) -> None:
        """Export the claims found, for spreadsheets and other programs."""
        from tracker.exporters import formats

        filters = ";;".join(f"{tr(file_format.title)} (*{file_format.suffix})" for file_format in formats.DATA)
        name, picked = QFileDialog.getSaveFileName(
            self.window, tr("Export {n} claims", n=len(self.session.found)), "claims.csv", filters
        )
        if name:
            path = Path(name)
            chosen = next(
                (file_format for file_format in formats.DATA if picked.startswith(tr(file_format.title))),
                formats.DATA[0],
            )
            form = (formats.of_file(formats.DATA, path) or chosen).key
            self._export_to(path, form)

    def _export_to(self, target: Path, form: str) -> None:
        from tracker.commands import data
        from tracker.store.claims.index import ClaimIndex

        self.workbench.save_in_place()
        session = self.session
        path, query, today = session.store.path, session.query, session.index.today
        if path is None:
            return

        def work() -> str:
            try:
                with reading_case(path) as store:
                    index = ClaimIndex(store, today)
                    finished = data.content(store, index, index.select(query), form)
            except Leak as leak:
                raise Refused(" ".join([str(leak), *leak.places[:3]])) from leak
            task.report(1, 1)
            return str(save_bytes(target, finished))

        task = Task(work, session)
        task.done.connect(self._file_written)
        self.workbench.watch(task, tr("Writing {name}…", name=target.name))

    @action("write-package", "Evidence package…", group="Case", needs="filed case idle")
    def write_package(self) -> None:
        """Export the claims found with their originals, as a package that can be verified."""
        from tracker.commands import package
        from tracker.store.claims.index import ClaimIndex

        self.workbench.save_in_place()
        session = self.session
        name, _ = QFileDialog.getSaveFileName(
            self.window, tr("Evidence package of {n} claims", n=len(session.found)), "evidence.zip", "*.zip"
        )
        path, target, query, today = session.store.path, Path(name), session.query, session.index.today
        if not name or path is None:
            return

        def work() -> "package.Written":
            with reading_case(path) as store:
                index = ClaimIndex(store, today)
                return package.write(store, index, index.select(query), target, on_progress=task.report)

        task = Task(work, session)
        task.done.connect(self._packed)
        self.workbench.watch(task, tr("Packing {name}…", name=target.name))

    def _packed(self, written: "package.Written") -> None:
        self.workbench.say(tr("Wrote a package of {n} claims and {m} originals", n=written.claims, m=written.originals))
        if written.left_out:
            self.workbench.warn(
                tr(
                    "These originals were left out, because they name a protected source: {titles}.",
                    titles="; ".join(written.left_out),
                )
            )

    @action("take-package", "Import an evidence package…", group="Case", needs="writable case")
    def take_package(self) -> None:
        """Import the claims of a package into this case."""
        from tracker.capture.drafts import text_in
        from tracker.commands import package

        name, _ = QFileDialog.getOpenFileName(self.window, tr("Import an evidence package"), "", "*.zip")
        if not name:
            return
        path = Path(name)
        task = Task(lambda: package.verify_and_read(path, text_in), self.session)
        task.done.connect(self._package_read)
        self.workbench.watch(task, tr("Reading {name}…", name=path.name))

    def _package_read(self, read: "package.VerifiedPackage") -> None:
        from tracker.commands import package

        store = self.session.store
        words = tr("Importing {name}…", name=read.path.name)
        count = self.workbench.write_large(words, lambda said: package.import_package(store, read, said))
        if count is not None:
            self.workbench.say(tr("Imported {n} claims", n=count))

    @action("export-picture", "Export timeline picture…", group="Case", short="Export picture…")
    def export_picture(self) -> None:
        from tracker.commands import picture
        from tracker.gui.dialogs.picture import PictureDialog
        from tracker.gui.pages.timeline.page import TimelinePage

        page = self.workbench.page(TimelinePage)
        shown = picture.PictureOptions(
            page.place, page.lanes, page.view.days(), order=tuple(page.order), step=page.past_step
        )
        dialog = PictureDialog(self.session, shown, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written.connect(self._file_written)
        dialog.open()

    # Another copy of the case

    @action("take-over-copy", "Merge another copy…", group="Case", needs="writable filed case idle")
    def take_over_copy(self) -> None:
        """Compare the case with another copy of it, then ask which changes to take over."""
        from tracker.commands import takeover

        self.workbench.save_in_place()
        name, _ = QFileDialog.getOpenFileName(self.window, tr("Choose the other copy"), "", f"*{ENDING}")
        here, there = self.session.store.path, Path(name)
        if not name or here is None:
            return

        def work() -> "tuple[Path, takeover.Comparison]":
            with (
                reading_case(here) as ours,
                reading_case(there) as other,
            ):
                return there, takeover.compare(ours, other)

        task = Task(work, self.session)
        task.done.connect(self._compared)
        self.workbench.watch(task, tr("Comparing with {name}…", name=there.name))

    def _compared(self, result: "tuple[Path, takeover.Comparison]") -> None:
        from tracker.commands import takeover
        from tracker.gui.dialogs.takeover import TakeOverDialog

        there, found = result
        dialog = TakeOverDialog(found, self.window)
        agreed, answers = dialog.exec(), dialog.answers()
        dialog.deleteLater()
        if not agreed:
            return
        store = self.session.store

        def write(on_progress: Callable[[int, int], None]) -> int:
            with reading_case(there) as other:
                return takeover.merge_copy(store, other, answers, on_progress)

        count = self.workbench.write_large(tr("Merging {name}…", name=there.name), write)
        if count is not None:
            self.workbench.say(trn("Merged {n} record", "Merged {n} records", count))

    # The clipboard

    @action("copy-claims", "Copy as a list with sources", group="Claim", needs="claim", place=60)
    def copy_claims(self) -> None:
        """Copy the selected claims with their sources as a list that keeps its formatting in a word processor."""
        from tracker.commands import data

        session, ids = self.session, self.workbench.front.chosen_claims()
        self.workbench.save_in_place()
        try:
            text, page = data.listing(session.store, session.index, session.index.among(ids))
        except Leak as leak:
            self.workbench.warn(" ".join([str(leak).replace("written", "copied"), *leak.places[:3]]))
            return
        copied = QMimeData()
        copied.setText(text)
        copied.setData("text/html", page.encode())
        QApplication.clipboard().setMimeData(copied)
        self.workbench.say(trn("Copied {n} claim", "Copied {n} claims", len(ids)))

    @action("paste-rows", "Paste spreadsheet rows…", group="Claim", needs="writable case", place=60)
    def paste_rows(self) -> None:
        """Paste: rows of a spreadsheet become claims, anything else a source."""
        from tracker.commands import importing

        text = QApplication.clipboard().text()
        if "\t" in text.strip("\r\n"):
            self._import(tr("pasted rows"), lambda: importing.pasted(text))
        else:
            self.workbench.do("paste-source")
