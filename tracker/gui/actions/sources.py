"""Actions that add sources: from a file, a web address, a drop on the window or the clipboard."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication

from tracker.commands import sources
from tracker.domain.source import Source
from tracker.gui.actions.registry import Provider, action
from tracker.gui.tasks import Task
from tracker.gui.widgets.plain import visible
from tracker.i18n import tr

if TYPE_CHECKING:
    from tracker.capture.drafts import Draft


class Sources(Provider):
    """A source is previewed before it is stored. The file readers are imported when one is added."""

    @action("add-source", "Add source…", "Ctrl+Shift+N", group="Source", needs="writable case")
    def add_source(self, given: QMimeData | None = None) -> None:
        """Ask for a source; `given` is what was dropped or pasted."""
        from tracker.gui.dialogs.add_source import AddSourceDialog

        dialog = AddSourceDialog(self.session.index.today, self.window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.ready.connect(self.keep)
        if given is not None:
            files = [url.toLocalFile() for url in given.urls() if url.isLocalFile()]
            if files:
                dialog.show_file(Path(files[0]))
            elif given.hasHtml() and given.hasText():
                dialog.show_page_part(given.text(), given.html())
            elif given.hasText():
                dialog.show_text(given.text())
        dialog.open()

    @action("paste-source", "Paste as source", group="Source", needs="writable case")
    def paste_source(self) -> None:
        self.add_source(QApplication.clipboard().mimeData())

    @action("edit-source", "Edit source…", group="Source", needs="writable source")
    def edit_source(self) -> None:
        from tracker.gui.pages.sources.page import SourcesPage

        self.workbench.bring(SourcesPage).edit_source()

    def keep(self, source: Source, draft: "Draft | None") -> None:
        """Add a source; the bytes of a large file are stored in chunks on a worker thread first."""
        path = self.session.store.path
        if draft is None or draft.file is None or path is None:
            self._put(source, sources.original_from(draft) if draft is not None else None)
            return
        task = Task(lambda: (source, sources.original_from(draft, path, task.report)), self.session)
        task.done.connect(self.keep_stored)
        self.workbench.watch(task, tr("Preserving {name}…", name=visible(draft.origin)))

    def keep_stored(self, laid: tuple[Source, sources.Original]) -> None:
        """Add a source whose bytes are stored in the case already."""
        self._put(*laid)

    def _put(self, source: Source, original: sources.Original | None) -> None:
        store = self.session.store
        added = self.session.run(lambda: sources.add_source(store, source, original))
        if added is not None:
            self.workbench.open_record("sources", added.id)
            self.workbench.say(
                tr("Added “{title}”", title=added.title)
                if original
                else tr("Added as a link only: nothing is preserved")
            )
