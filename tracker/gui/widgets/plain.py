"""Labels, buttons and boxes that show text as it is: no markup, no mnemonics, marks for invisible characters."""

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tracker.domain.pattern import Pattern
from tracker.gui import theme

# Characters that reorder or hide text; they are shown as marks and have no effect.
_HIDDEN = {
    0x200B: "ZWSP", 0x200E: "LRM", 0x200F: "RLM", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO",
    0x202E: "RLO", 0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xFEFF: "BOM",
}  # fmt: skip
_MARKS = {code: f"⟨{name}⟩" for code, name in _HIDDEN.items()}
_ANY_HIDDEN = Pattern("[" + "".join(map(chr, _HIDDEN)) + "]")


def visible(text: str) -> str:
    """The text with characters that reorder or hide others made visible."""
    return text.translate(_MARKS) if _ANY_HIDDEN.search(text) else text


def label(
    text: str, parent: QWidget | None = None, *, role: str = "", scale: float = 1.0, bold: bool = False,
    medium: bool = False, wrap: bool = False,
) -> QLabel:  # fmt: skip
    """A label that never renders markup."""
    widget = QLabel(parent)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    widget.setText(visible(text))
    widget.setFont(theme.font(scale, bold=bold, medium=medium))
    widget.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        widget.setSizePolicy(policy)
    if role:
        widget.setProperty("role", role)
    return widget


def let_wrap(holder: QWidget) -> None:
    """Let wrapped labels inside be narrower than their longest word, such as a hash, so that widgets beside them fit."""
    for text in holder.findChildren(QLabel):
        if text.wordWrap():
            text.setMinimumWidth(1)


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """A small heading in capitals, as over the sections of the inspector."""
    return label(text.upper(), parent, role="heading", scale=0.86, medium=True)


def button(text: str, parent: QWidget | None = None, *, role: str = "", tip: str = "") -> QPushButton:
    """A button whose text shows every & as itself."""
    widget = QPushButton(visible(text).replace("&", "&&"), parent)
    widget.setAccessibleName(text)
    if role:
        widget.setProperty("role", role)
    if tip:
        set_tip(widget, tip)
    return widget


def set_tip(widget: QWidget, text: str) -> None:
    """A tool tip shown as it is typed: Qt renders tips as markup unless they are escaped."""
    widget.setToolTip(f"<span>{html.escape(visible(text))}</span>" if text else "")


def waiting_bar(parent: QWidget) -> QProgressBar:
    """A progress bar without a percentage, hidden at first."""
    bar = QProgressBar(parent)
    bar.setRange(0, 0)
    bar.setTextVisible(False)
    bar.hide()
    return bar


def rule(parent: QWidget | None = None) -> QFrame:
    line = QFrame(parent)
    line.setObjectName("rule")
    return line


def row(*widgets: QWidget | None, spacing: int = 6, stretch: int | None = None) -> QHBoxLayout:
    """Widgets side by side; None is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for at, widget in enumerate(widgets):
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget, 1 if at == stretch else 0)
    return layout


def column(parent: QWidget, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def scrolled(inner: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """The widget in a scroll area as wide as its view."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    return area


def clear(layout: QLayout) -> None:
    """Remove all widgets of a layout and delete them after the current event."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)
