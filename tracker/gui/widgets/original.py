"""The preserved original as it looks: a page of a PDF, or a picture, drawn by the child process and shown to fit or larger."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from tracker.capture.reading import page_picture
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.plain import button, column, label, row
from tracker.i18n import tr

_WIDTH = 1400  # pixels a page is drawn wide
_STEP, _MOST = 1.25, 6.0
SHOWN = ("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff")


class OriginalView(QWidget):
    """Emits `turned` (page from 0) when another page of a PDF is in view."""

    turned = Signal(int)

    def __init__(self, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.page, self.pages = 0, 0
        self._content = b""
        self._task: Task | None = None
        self._sheet = _Sheet(colours, self)
        self._area = QScrollArea(self)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setWidget(self._sheet)
        back, on = button("◂", self, tip=tr("Page before")), button("▸", self, tip=tr("Next page"))
        back.clicked.connect(self._back)
        on.clicked.connect(self._on)
        self._where = label("", self, role="soft")
        smaller, larger, fit = button("−", self), button("+", self), button(tr("Fit"), self)
        for made, words in ((smaller, tr("Smaller")), (larger, tr("Larger")), (fit, tr("Fit"))):
            made.setAccessibleName(words)
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

    def show_bytes(self, content: bytes, page: int = 0) -> None:
        """Show a PDF at a page, or a picture."""
        self._content, self.page, self.pages = content, page, 0
        self._sheet.show_picture(None)
        self._where.setText(tr("Drawing…"))
        self._draw()

    def go_to(self, page: int) -> None:
        if page != self.page and 0 <= page < max(self.pages, 1):
            self.page = page
            self._draw()

    def fit(self) -> None:
        self._sheet.fit(self._area.viewport().size())

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
            case _:
                super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._sheet.zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
        else:
            super().wheelEvent(event)

    def _draw(self) -> None:
        if self._task is not None:
            self._task.cancel()
        content, page = self._content, self.page
        self._task = Task(lambda: page_picture(content, page, _WIDTH), self)
        self._task.done.connect(self._drawn)
        self._task.start()

    def _drawn(self, found: tuple[int, int, int, bytes]) -> None:
        pages, wide, high, pixels = found
        self.pages = pages
        for widget in self._paging[::2]:
            widget.setVisible(pages > 1)
        if not pages:
            self._where.setText(tr("This file cannot be shown; its bytes are kept."))
            return
        self._where.setText(tr("page {n} of {m}", n=self.page + 1, m=pages) if pages > 1 else "")
        picture = QImage(pixels, wide, high, wide * 4, QImage.Format.Format_RGB32).copy()
        first = self._sheet.picture is None
        self._sheet.show_picture(picture)
        if first:
            self.fit()
        self.turned.emit(self.page)

    def _back(self) -> None:
        self.go_to(self.page - 1)

    def _on(self) -> None:
        self.go_to(self.page + 1)

    def _smaller(self) -> None:
        self._sheet.zoom(1 / _STEP)

    def _larger(self) -> None:
        self._sheet.zoom(_STEP)


class _Sheet(QWidget):
    """The picture, so large as it is zoomed."""

    def __init__(self, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.picture: QImage | None = None
        self._colours, self._scale = colours, 1.0

    def show_picture(self, picture: QImage | None) -> None:
        self.picture = picture
        self._resize()

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

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._colours.wash))
        if self.picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRectF(self.rect()), self.picture)
