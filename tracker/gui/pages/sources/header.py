"""The header over the text: title and details of the source, its preservation, and its actions."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from tracker.domain.dates.saying import say_with_words
from tracker.domain.source import Source
from tracker.gui.pages.sources.state import ReadingState
from tracker.gui.widgets.notice import Notice
from tracker.gui.widgets.plain import button, column, label, row, rule, set_tip, visible
from tracker.i18n import tr


class Header(QWidget):
    """Emits `edit`, `open_source` (source id), and `derive` (id of the source that the one in view is derived from).

    `more` are the menu's entries: (text, slot); `original` is checked while the original is to be shown.
    """

    edit = Signal()
    open_source = Signal(object)
    derive = Signal(object)

    def __init__(self, more: Sequence[tuple[str, Callable[[], None]]], parent: QWidget) -> None:
        super().__init__(parent)
        self.title = label("", self, scale=1.6, bold=True, wrap=True)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about = label("", self, role="soft", wrap=True)
        self.custody = label("", self, role="soft", wrap=True)
        self.preserved = label("", self, role="good")
        edit = button(tr("Edit source…"), self, role="link")
        edit.clicked.connect(self.edit)
        menu = self._menu(more)
        self.original = button(tr("Show the original"), self, role="link")
        self.original.setCheckable(True)
        self.original.toggled.connect(self._name_original)
        self._similar = Notice(self)
        self._similar.requested.connect(self._similar_requested)
        layout = column(self, margins=(52, 20, 46, 6), spacing=3)
        layout.addWidget(self.title)
        layout.addWidget(self.about)
        layout.addWidget(self.custody)
        layout.addLayout(row(self.preserved, edit, menu, self.original, None))
        layout.addWidget(self._similar)
        layout.addWidget(rule(self))

    def _menu(self, entries: Sequence[tuple[str, Callable[[], None]]]) -> QToolButton:
        more = QToolButton(self)
        more.setText(tr("More ▾"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(more)
        for words, request in entries:
            self.menu.addAction(words).triggered.connect(request)
        more.setMenu(self.menu)
        return more

    def show_state(self, state: ReadingState) -> None:
        source = state.source
        self.title.setText(visible(source.title))
        parts = [source.authors, source.publisher, _dated(source), source.language, tr(source.kind)]
        if source.reliability:
            parts.append(tr("reliability {grade}", grade=source.reliability))
        parts += [tr("derived from “{title}”", title=title) for _, title in state.origins]
        self.about.setText(visible(" · ".join(filter(None, parts))))
        self._show_preserved(state)
        self._show_twin(state)

    def _show_preserved(self, state: ReadingState) -> None:
        """Which bytes are preserved, and whether they are unchanged."""
        link = f" · {state.source.url}" if state.source.url else ""
        capture = state.capture
        if capture is None:
            self.custody.setText(visible(tr("not preserved") + link))
            set_tip(self.custody, "")
            self._say_preserved(tr("link only"), "bad")
            return
        when = capture.captured[:16].replace("T", " ")
        sha = f"{capture.sha256[:8]}…{capture.sha256[-4:]}"
        self.custody.setText(visible(tr("sha256 {sha} · captured {when} UTC", sha=sha, when=when) + link))
        set_tip(self.custody, f"sha256 {capture.sha256}\n{capture.size:,} bytes, {capture.media_type}")
        match state.intact:
            case None:
                self._say_preserved(tr("archived"), "good")
            case True:
                self._say_preserved(tr("verified ✓"), "good")
            case False:
                self._say_preserved(tr("the preserved bytes have changed"), "bad")

    def _say_preserved(self, words: str, role: str) -> None:
        self.preserved.setText(words)
        self.preserved.setProperty("role", role)
        self.preserved.style().unpolish(self.preserved)
        self.preserved.style().polish(self.preserved)

    def _show_twin(self, state: ReadingState) -> None:
        if state.twin is None:
            self._similar.say("")
            return
        other_id, title, why = state.twin
        words = tr("Similar to “{title}”: {why}.", title=title, why=tr(why))
        self._similar.say(words, ((f"derive:{other_id}", tr("Derived from it")), (f"open:{other_id}", tr("Open"))))

    def _similar_requested(self, key: str) -> None:
        what, _, other_id = key.partition(":")
        (self.open_source if what == "open" else self.derive).emit(int(other_id))

    def _name_original(self, shown: bool) -> None:
        self.original.setText(tr("Show the text") if shown else tr("Show the original"))


class Sheet(QWidget):
    """The header over the source to read, and under both a line of the keys."""

    def __init__(self, header: Header, views: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = column(self)
        layout.addWidget(header)
        layout.addWidget(views, 1)
        hint = tr("S suggestion · X dismiss · Ctrl+↓ sentence · Enter log · E edit · Q quote · V evidence · T event")
        keys = label(hint, self, role="faint", scale=0.86)
        keys.setContentsMargins(52, 3, 0, 5)
        layout.addWidget(keys)


def _dated(source: Source) -> str:
    """When it was published, and whether that date is unconfirmed metadata of the file or page."""
    rule, _, where = source.published.rule.partition(", unconfirmed: ")
    words = say_with_words(source.published)
    return tr("{date} (unconfirmed, from {where})", date=words, where=where) if where and rule else words
