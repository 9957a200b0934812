"""Commands on the preserved bytes of the source in view: versions, custody, save a copy, open in another program."""

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from tracker.capture.drafts import Draft, from_bytes
from tracker.commands import custody, sources
from tracker.domain.source import Capture, Source
from tracker.gui.dialogs.text import TextDialog, confirm
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.i18n import tr
from tracker.store import captures


class Originals(QObject):
    """Emits `message` (text) when something was saved, `long_work` (a task, its label) to show its progress."""

    message = Signal(str)
    long_work = Signal(object, str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self._outside: TemporaryDirectory[str] | None = None
        self.state: ReadingState | None = None

    def cancel(self) -> None:
        """Delete the copies made for other programs."""
        if self._outside is not None:
            self._outside.cleanup()
            self._outside = None

    def capture_again(self) -> None:
        """Fetch the page of the source again and store it as another version."""
        if self.state is None:
            return
        source = self.state.source
        if not source.url:
            self._session.failed.emit(tr("“{title}” has no address to fetch it from.", title=source.title))
            return

        def work() -> tuple[int, Draft]:
            from tracker.capture import fetch  # imports the HTTP library, which reading a source does not need

            return source.id, fetch.fetch(source.url, going=task.going)

        task = Task(work, self)
        task.done.connect(self._captured_again)
        self.long_work.emit(task, tr("Fetching {title}…", title=source.title))

    def _captured_again(self, fetched: tuple[int, Draft]) -> None:
        store, (source_id, draft) = self._session.store, fetched
        source = store.find(Source, source_id)
        if source is None:
            self._session.failed.emit(tr("The source was removed in the meantime; the fetched page was not saved."))
            return
        changes = [line for line in custody.difference(source.text, draft.source.text) if line[0]]
        take = bool(changes) and bool(draft.source.text) and confirm(
            tr("The text of the page has changed: {n} sentences differ. Read the new text from now on? Both versions are kept.",
               n=len(changes)), tr("Read the new text"), self._parent,
        )  # fmt: skip
        original = sources.original_from(draft)
        saved = self._session.run(
            lambda: custody.capture_again(store, source_id, original, text=draft.source.text if take else None)
        )
        if saved is not None:
            self.message.emit(tr("Captured again") if changes else tr("Captured again: the text is the same"))

    def show_versions(self) -> None:
        """Show the differences between the text of the first capture and the current text, sentence by sentence."""
        store = self._session.store
        stored = store.all(Capture, source_id=self.state.source.id) if self.state is not None else []
        if self.state is None or len(stored) < 2:
            self._session.failed.emit(tr("This source was captured only once."))
            return
        content = b"".join(captures.chunks(store.db, stored[0].sha256))
        first, now = stored[0], self.state.source.text

        def work() -> list[tuple[str, str]]:
            return custody.difference(from_bytes(content, name=first.origin or "page").source.text, now)

        task = Task(work, self)
        task.done.connect(self._versions_read)
        self.long_work.emit(task, tr("Reading the first version…"))

    def _versions_read(self, changes: list[tuple[str, str]]) -> None:
        lines = [f"{sign or ' '} {text}" for sign, text in changes]
        TextDialog(tr("First version (−) and what is read now (+)"), "\n".join(lines), self._parent).open()

    def show_custody(self) -> None:
        """Show the events of each capture, the headers of the server, and the first bytes."""
        if self.state is None:
            return
        store, lines = self._session.store, []
        for capture in store.all(Capture, source_id=self.state.source.id):
            lines += [f"sha256 {capture.sha256}", f"{capture.size:,} bytes, {capture.media_type}, {capture.origin}"]
            lines += [f"  {line}" for line in custody.chain(store, capture)]
            lines += ["", *(f"  {line}" for line in capture.headers.splitlines()), ""]
            lines += [*_dump(next(captures.chunks(store.db, capture.sha256), b"")[:512]), ""]
        TextDialog(tr("Custody"), "\n".join(lines) or tr("Nothing of this source is preserved."), self._parent).open()

    def save_copy(self) -> None:
        """Write the preserved bytes to a file that the user chooses."""
        capture = self._capture()
        if capture is not None:
            name, _ = QFileDialog.getSaveFileName(self._parent, tr("Save a copy"), custody.suggested_name(capture))
            if name:
                self._session.run(lambda: custody.extract(self._session.store, capture, Path(name)))

    def open_outside(self) -> None:
        """Open a copy of the original, such as a recording, in the default program of the system."""
        capture = self._capture()
        words = tr(
            "Another program will open a copy of this file, which comes from outside the newsroom, and may download or run "
            "what it contains. The copy is in a private folder and is deleted when Claimline closes."
        )
        if capture is None or not confirm(words, tr("Open the copy"), self._parent):
            return
        if self._outside is None:
            self._outside = TemporaryDirectory(prefix="claimline-", ignore_cleanup_errors=True)
        path = Path(self._outside.name) / f"{capture.sha256[:16]}{custody.ending(capture)}"
        opened = self._session.run(lambda: custody.open_outside(self._session.store, capture, path))
        if opened is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(opened))):
            self._session.failed.emit(tr("This machine has no program for {type}.", type=capture.media_type))

    def _capture(self) -> Capture | None:
        """The preserved bytes of the source in view; shows a message where there are none."""
        capture = self.state.capture if self.state is not None else None
        if capture is None:
            self._session.failed.emit(tr("Nothing of this source is preserved."))
        return capture


def _dump(head: bytes) -> list[str]:
    """A hex dump: offset, sixteen bytes in hexadecimal, and as characters."""
    rows = [(at, head[at : at + 16]) for at in range(0, len(head), 16)]
    return [f"  {at:04x}  {part.hex(' '):<48} {_printed(part)}" for at, part in rows]


def _printed(part: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
