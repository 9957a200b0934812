"""A list with a button over it, and the chosen entry beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from tracker.gui.widgets.plain import column, row, scrolled
from tracker.gui.widgets.rows import RowList


def list_beside_detail(page: QWidget, entries: RowList, add: QPushButton, width: int) -> tuple[QWidget, QVBoxLayout]:
    """Build a page with a list, initially `width` pixels wide, and a detail. Returns the detail's sheet and its layout."""
    left = QWidget(page)
    left.setObjectName("page")
    inner = column(left)
    line = row(add)
    line.setContentsMargins(12, 10, 12, 10)
    inner.addLayout(line)
    inner.addWidget(entries, 1)
    sheet = QWidget(page)
    sheet.setObjectName("paper")
    sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    detail = column(sheet, margins=(36, 22, 36, 22), spacing=6)
    splitter = QSplitter(Qt.Orientation.Horizontal, page)
    splitter.setHandleWidth(1)
    splitter.addWidget(left)
    splitter.addWidget(scrolled(sheet, page))
    splitter.setSizes([width, 1200 - width])
    splitter.setStretchFactor(1, 1)
    column(page).addWidget(splitter)
    return sheet, detail
