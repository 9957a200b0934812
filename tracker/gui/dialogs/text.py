"""A dialog that asks for one or two lines, and one that shows a text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QMessageBox, QPlainTextEdit, QWidget

from tracker.gui.widgets.plain import button, column, label, row, visible
from tracker.i18n import tr


class AskDialog(QDialog):
    """Labelled lines, and below them a choice of one word where there are `choices` (label, words, chosen); `values` after
    it was accepted.
    """

    def __init__(
        self,
        title: str,
        lines: list[tuple[str, str]],
        parent: QWidget,
        choices: tuple[str, tuple[str, ...], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(440)
        layout = column(self, margins=(20, 16, 20, 16), spacing=6)
        self.lines: list[QLineEdit] = []
        for words, value in lines:
            layout.addWidget(label(words, self, role="soft", scale=0.92))
            line = QLineEdit(value, self)
            line.setAccessibleName(words)
            line.returnPressed.connect(self.accept)
            layout.addWidget(line)
            self.lines.append(line)
        self.choice: QComboBox | None = None
        if choices is not None:
            words, options, chosen = choices
            layout.addWidget(label(words, self, role="soft", scale=0.92))
            self.choice = QComboBox(self)
            for option in options:
                self.choice.addItem(tr(option), option)
            self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
            self.choice.setAccessibleName(words)
            layout.addWidget(self.choice)
        save = button(tr("OK"), self, role="primary")
        cancel = button(tr("Cancel"), self)
        save.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        layout.addSpacing(6)
        layout.addLayout(row(None, cancel, save))

    def values(self) -> list[str]:
        chosen = [str(self.choice.currentData())] if self.choice is not None else []
        return [line.text().strip() for line in self.lines] + chosen


class ToggleDialog(QDialog):
    """Check boxes; `values` after it was accepted."""

    def __init__(self, title: str, toggles: list[tuple[str, bool]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(380)
        layout = column(self, margins=(20, 16, 20, 16), spacing=8)
        layout.addWidget(label(title, self, medium=True))
        self.boxes = [QCheckBox(words.replace("&", "&&"), self) for words, _ in toggles]
        for box, (_, holds) in zip(self.boxes, toggles, strict=True):
            box.setChecked(holds)
            layout.addWidget(box)
        cancel, save = button(tr("Cancel"), self), button(tr("OK"), self, role="primary")
        save.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        layout.addLayout(row(None, cancel, save))

    def values(self) -> list[bool]:
        return [box.isChecked() for box in self.boxes]


class TextDialog(QDialog):
    """A plain text to read."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(720, 520)
        layout = column(self, margins=(16, 14, 16, 14), spacing=8)
        self.text = QPlainTextEdit(visible(text), self)
        self.text.setReadOnly(True)
        close = button(tr("Close"), self)
        close.clicked.connect(self.accept)
        layout.addWidget(self.text, 1)
        layout.addLayout(row(None, close))


class EditTextDialog(QDialog):
    """A long plain text to edit; `text` after it was accepted."""

    def __init__(self, title: str, text: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(760, 600)
        layout = column(self, margins=(16, 14, 16, 14), spacing=8)
        layout.addWidget(label(hint, self, role="soft", wrap=True))
        self.editor = QPlainTextEdit(text, self)
        self.editor.setAccessibleName(title)
        layout.addWidget(self.editor, 1)
        cancel, save = button(tr("Cancel"), self), button(tr("Save"), self, role="primary")
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.accept)
        layout.addLayout(row(None, cancel, save))

    def text(self) -> str:
        return self.editor.toPlainText()


def confirm(question: str, yes: str, parent: QWidget) -> bool:
    """Ask before something is discarded; the text is shown as plain text."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle("Claimline")
    box.setText(visible(question))
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is agree
