"""The preserved original as it looks: a page of a PDF, or a picture, drawn by the child process and shown to fit or larger.

Logged words that are found on the page are marked there; words not found are not marked.
"""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from tracker.capture.reading import Picture, page_picture
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, column, label, row
from tracker.gui.widgets.reader import Highlight
from tracker.i18n import tr

_WIDTH = 1400  # pixels a page is drawn wide
_STEP, _MOST = 1.25, 6.0
SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff")


class OriginalView(QWidget):
    """Emits `clicked` (claim id) on marked words, and `key` with after or before (the next or last logged words).

    `page` (from 0) of `pages` is drawn on `sheet`; `pages` is 0 until the first page is drawn.
    """

    clicked = Signal(object)
    key = Signal(str)

    def __init__(self, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.page, self.pages = 0, 0
        self._text = ""
        self._marks: list[Highlight] = []
        self._lit: int | None = None
        self._drawing: list[Highlight] = []
        self._content = b""
        self._task: Task | None = None
        self.sheet = Sheet(colours, self)
        self.sheet.clicked.connect(self.clicked)
        self._area = QScrollArea(self)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setWidget(self.sheet)
        back, on = button("◂", self, tip=tr("Previous page")), button("▸", self, tip=tr("Next page"))
        back.clicked.connect(self._back)
        on.clicked.connect(self._on)
        self._where = label("", self, role="soft")
        smaller, larger, fit = button("−", self), button("+", self), button(tr("Fit"), self)
        for zoom, words in ((smaller, tr("Smaller")), (larger, tr("Larger")), (fit, tr("Fit"))):
            zoom.setAccessibleName(words)
        smaller.clicked.connect(self._smaller)
        larger.clicked.connect(self._larger)
        fit.clicked.connect(self.fit)
        self._paging = [back, self._where, on]
        bar = row(back, self._where, on, None, smaller, fit, larger)
        bar.setContentsMargins(52, 4, 46, 4)
        layout = column(self)
        layout.addLayout(bar)
        layout.addWidget(self._area, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_bytes(self, content: bytes, text: str, marks: list[Highlight], lit: int | None, at: int = 0) -> None:
        """Show a picture, or a PDF at the page with character `at` of its text, with the logged words marked."""
        self._content, self._text, self.page, self.pages = content, text, text.count("\f", 0, at), 0
        self._marks, self._lit = marks, lit
        self.sheet.show_picture(None)
        self._where.setText(tr("Loading…"))
        self._draw()

    def show_highlights(self, text: str, marks: list[Highlight], lit: int | None) -> None:
        """Mark the logged words of the text as it is now, those of the claim `lit` stronger."""
        before = self._on_page(self._marks)
        self._text, self._marks, self._lit = text, marks, lit
        moved = self._content and self._on_page(marks) != before
        if moved:
            self._draw()
        else:
            self.sheet.light(lit)

    def reveal(self, at: int) -> None:
        """Show the page that contains a character of the text."""
        self.go_to(self._text.count("\f", 0, at))

    def go_to(self, page: int) -> None:
        if page != self.page and 0 <= page < max(self.pages, 1):
            self.page = page
            self._draw()

    def _on_page(self, marks: list[Highlight]) -> list[tuple[Highlight, str, int]]:
        """The marks on the page in view: (words, number of non-blank characters before them on the page)."""
        pages = self._text.split("\f")
        if self.page >= len(pages):
            return []
        start = sum(len(page) + 1 for page in pages[: self.page])
        end = start + len(pages[self.page])
        return [
            (mark, self._text[max(mark.start, start) : min(mark.end, end)],
             len("".join(self._text[start : max(mark.start, start)].split())))
            for mark in marks if mark.start < end and mark.end > start
        ]  # fmt: skip

    def fit(self) -> None:
        self.sheet.fit(self._area.viewport().size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_PageDown | Qt.Key.Key_Right:
                self._on()
            case Qt.Key.Key_PageUp | Qt.Key.Key_Left:
                self._back()
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._larger()
            case Qt.Key.Key_Minus:
                self._smaller()
            case Qt.Key.Key_F:
                self.fit()
            case Qt.Key.Key_N:
                self.key.emit("after")
            case Qt.Key.Key_P:
                self.key.emit("before")
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sheet.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        else:
            super().wheelEvent(event)

    def _draw(self) -> None:
        if self._task is not None:
            self._task.cancel()
        content, page, found = self._content, self.page, self._on_page(self._marks)
        self._drawing = [mark for mark, _, _ in found]
        places = [(words, before) for _, words, before in found]
        self._task = Task(lambda: page_picture(content, page, _WIDTH, places), self)
        self._task.done.connect(self._drawn)
        self._task.failed.connect(self._where.setText)
        self._task.start()

    def _drawn(self, found: Picture) -> None:
        self.pages = found.pages
        for widget in self._paging[::2]:
            widget.setVisible(found.pages > 1)
        if not found.pages:
            self._where.setText(tr("This file cannot be displayed; the original is stored."))
            return
        self._where.setText(tr("page {n} of {m}", n=self.page + 1, m=found.pages) if found.pages > 1 else "")
        picture = QImage(found.pixels, found.width, found.height, found.width * 4, QImage.Format.Format_RGB32).copy()
        first = self.sheet.picture is None
        self.sheet.show_picture(picture, [*zip(self._drawing, found.places, strict=False)])
        self.sheet.light(self._lit)
        if first:
            self.fit()
        lit = self.sheet.place_of(self._lit)
        if lit is not None:
            self._area.ensureVisible(int(lit.center().x()), int(lit.center().y()), 60, 80)

    def _back(self) -> None:
        self.go_to(self.page - 1)

    def _on(self) -> None:
        self.go_to(self.page + 1)

    def _smaller(self) -> None:
        self.sheet.zoom(1 / _STEP)

    def _larger(self) -> None:
        self.sheet.zoom(_STEP)


class Sheet(QWidget):
    """The picture at the zoomed size, and the marks on it. Emits `clicked` (claim id).

    `picture` is None until it is drawn; `places` are the marks with a box per line, in pixels of the picture.
    """

    clicked = Signal(object)

    def __init__(self, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self.places: list[tuple[Highlight, list[QRectF]]] = []
        self._colours, self._scale = colours, 1.0
        self._lit: int | None = None

    def show_picture(
        self,
        picture: QImage | None,
        places: list[tuple[Highlight, tuple[tuple[int, int, int, int], ...]]] | None = None,
    ) -> None:
        self.picture = picture
        self.places = [(mark, [QRectF(*line) for line in lines]) for mark, lines in places or []]
        self._resize()

    def light(self, claim_id: int | None) -> None:
        self._lit = claim_id
        self.update()

    def place_of(self, claim_id: int | None) -> QRectF | None:
        """The position of the first marked line of a claim, in pixels of the zoomed sheet."""
        lines = next((lines for mark, lines in self.places if mark.claim_id == claim_id and lines), None)
        if lines is None:
            return None
        return QRectF(lines[0].topLeft() * self._scale, lines[0].size() * self._scale)

    def fit(self, room: QSize) -> None:
        if self.picture is not None:
            self._scale = min((room.width() - 16) / self.picture.width(), 1.0)
            self._resize()

    def zoom(self, factor: float) -> None:
        self._scale = max(0.1, min(self._scale * factor, _MOST))
        self._resize()

    def _resize(self) -> None:
        size = self.picture.size() if self.picture is not None else QSize(10, 10)
        self.resize(max(1, int(size.width() * self._scale)), max(1, int(size.height() * self._scale)))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = QPointF(event.position()) / self._scale
        for mark, lines in self.places:
            if any(line.contains(at) for line in lines):
                self.clicked.emit(mark.claim_id)
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._colours.wash))
            if self.picture is None:
                return
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self.picture)
            painter.scale(self._scale, self._scale)
            for mark, lines in self.places:
                # Paper is white in both themes: a transparent layer of the verdict's colour leaves the words readable.
                ink = QColor(mark.line)
                for line in lines:
                    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
                    ink.setAlphaF(0.45 if mark.claim_id == self._lit else 0.22)
                    painter.fillRect(line, ink)
                    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
                    ink.setAlphaF(1.0)
                    painter.fillRect(QRectF(line.left(), line.bottom(), line.width(), 3), ink)
