"""The light and the dark theme: colours, fonts and the style sheet, all from one table."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from tracker.domain.review import Verdict
from tracker.paths import resource

if TYPE_CHECKING:
    from tracker.timeline.svg import Colours


@dataclass(frozen=True, slots=True)
class Theme:
    dark: bool
    paper: str
    surface: str
    ink: str
    soft: str
    faint: str
    line: str
    hover: str
    selected: str
    accent: str
    accent_ink: str
    link: str
    good: str
    bad: str
    warn: str
    wash: str
    marked: str

    def verdict(self, verdict: Verdict) -> tuple[QColor, QColor]:
        """(ink, wash) of a verdict's chip."""
        look = verdict.look
        pair = (look.dark_ink, look.dark_wash) if self.dark else (look.ink, look.wash)
        return QColor(pair[0]), QColor(pair[1])

    def timeline(self) -> "Colours":
        from tracker.timeline.svg import Colours

        return Colours(self.paper, self.ink, self.soft, self.line, self.link, self.bad)


LIGHT = Theme(
    False, "#ffffff", "#f6f5f2", "#1d2025", "#5f656d", "#757b84", "#e3e1dc", "#efeeea", "#e8eefc", "#2f5bd7", "#ffffff",
    "#2b50c8", "#12683a", "#a83a0c", "#8a5a00", "#fcfbf9", "#cddafd",
)  # fmt: skip
DARK = Theme(
    True, "#1e2125", "#17191c", "#e8e9eb", "#a9afb7", "#8f959d", "#34383e", "#282c31", "#25345a", "#4a74ec", "#ffffff",
    "#93aef8", "#7fd6a0", "#f5a27c", "#eac170", "#1a1d20", "#2f4788",
)  # fmt: skip

_FAMILY = "Inter"


def chosen(name: str, application: QApplication) -> Theme:
    """The theme for a setting (system, light, dark)."""
    if name == "system":
        return DARK if application.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT
    return DARK if name == "dark" else LIGHT


@cache
def load_fonts() -> None:
    """Register the shipped fonts with Qt, once."""
    for file in sorted(resource("fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def apply(application: QApplication, theme: Theme) -> None:
    """Give the whole program the theme, unless it has it already: the style sheet is applied to every widget again."""
    sheet = _sheet(theme)
    if application.styleSheet() == sheet:
        return
    application.setStyle("Fusion")
    application.setFont(font())
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.surface), (QPalette.ColorRole.WindowText, theme.ink),
        (QPalette.ColorRole.Base, theme.paper), (QPalette.ColorRole.AlternateBase, theme.wash),
        (QPalette.ColorRole.Text, theme.ink), (QPalette.ColorRole.Button, theme.paper),
        (QPalette.ColorRole.ButtonText, theme.ink), (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.accent_ink), (QPalette.ColorRole.ToolTipBase, theme.paper),
        (QPalette.ColorRole.ToolTipText, theme.ink), (QPalette.ColorRole.PlaceholderText, theme.faint),
        (QPalette.ColorRole.Link, theme.link), (QPalette.ColorRole.Mid, theme.line),
        (QPalette.ColorRole.Accent, theme.accent),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    application.setPalette(palette)
    application.setStyleSheet(sheet)


def font(scale: float = 1.0, *, bold: bool = False, medium: bool = False) -> QFont:
    """The program's font, relative to its normal size."""
    result = QFont(_FAMILY)
    result.setPointSizeF(9.75 * scale)
    if bold or medium:
        result.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Medium)
    return result


def _sheet(t: Theme) -> str:
    return f"""
    QWidget#topbar {{ background: {t.paper}; border-bottom: 1px solid {t.line}; }}
    QWidget#rail, QWidget#cards {{ background: {t.surface}; }}
    QWidget#rail {{ border-right: 1px solid {t.line}; }}
    QWidget#page, QWidget#inspector, QWidget#paper {{ background: {t.paper}; }}
    QWidget#sheet {{ background: {t.wash}; }}
    QWidget#inspector {{ border-left: 1px solid {t.line}; }}
    QWidget#cards {{ border-left: 1px solid {t.line}; }}
    QWidget#toolbar {{ background: {t.paper}; border-bottom: 1px solid {t.line}; }}
    QWidget#statusline {{ background: {t.paper}; border-top: 1px solid {t.line}; }}
    QWidget#notice {{ background: {t.wash}; border-bottom: 1px solid {t.line}; }}
    QWidget#banner {{ background: {t.selected}; border-bottom: 1px solid {t.line}; }}
    QFrame#card {{ background: {t.paper}; border: 1px solid {t.line}; border-radius: 7px; }}
    QFrame#suggestion {{ background: {t.paper}; border: 1px dashed {t.faint}; border-radius: 7px; }}
    QFrame#form {{ background: {t.wash}; border: 1px solid {t.line}; border-radius: 7px; }}
    QFrame#floating {{ background: {t.paper}; border: 1px solid {t.line}; border-radius: 9px; }}
    QFrame#rule {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
    QLabel[role="soft"] {{ color: {t.soft}; }}
    QLabel[role="faint"] {{ color: {t.faint}; }}
    QLabel[role="heading"] {{ color: {t.soft}; }}
    QLabel[role="bad"] {{ color: {t.bad}; }}
    QLabel[role="warn"] {{ color: {t.warn}; }}
    QLabel[role="good"] {{ color: {t.good}; }}
    QLabel[role="key"] {{ color: {t.soft}; border: 1px solid {t.line}; border-radius: 3px; padding: 0 4px; }}
    QLabel[role="tag"] {{ color: {t.soft}; border: 1px solid {t.line}; border-radius: 4px; padding: 1px 5px; }}
    QPushButton {{ background: {t.paper}; color: {t.ink}; border: 1px solid {t.line}; border-radius: 6px; padding: 5px 12px; }}
    QPushButton:hover {{ background: {t.hover}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {t.accent}; }}
    QPushButton:disabled {{ color: {t.faint}; }}
    QPushButton[role="primary"] {{ background: {t.accent}; color: {t.accent_ink}; border-color: {t.accent}; font-weight: 500; }}
    QPushButton[role="primary"]:disabled {{ background: {t.line}; color: {t.soft}; border-color: {t.line}; }}
    QPushButton[role="primary"]:hover {{ background: {t.link}; }}
    QPushButton[role="primary"]:focus {{ border: 1px solid {t.ink}; }}
    QPushButton[role="link"] {{ background: transparent; border: 1px solid transparent; color: {t.link}; padding: 1px 3px; }}
    QPushButton[role="link"]:hover {{ text-decoration: underline; }}
    QPushButton[role="link"]:disabled {{ color: {t.faint}; }}
    QPushButton[role="link"]:focus {{ border: 1px solid {t.accent}; border-radius: 3px; }}
    QPushButton[role="count"] {{ background: transparent; border: 1px solid transparent; color: {t.link}; padding: 1px 3px; text-align: right; }}
    QPushButton[role="count"]:hover {{ text-decoration: underline; }}
    QPushButton[role="count"]:focus {{ border: 1px solid {t.accent}; border-radius: 3px; }}
    QPushButton[role="segment"] {{ border-radius: 0; padding: 4px 10px; }}
    QPushButton[role="segment"]:checked {{ background: {t.selected}; color: {t.link}; }}
    QPushButton[role="rail"] {{ background: transparent; border: 1px solid transparent; border-radius: 5px; text-align: left; padding: 3px 8px; }}
    QPushButton[role="fold"] {{ background: transparent; border: 1px solid transparent; color: {t.soft}; text-align: left; padding: 8px 8px 2px 9px; font-size: 8.4pt; font-weight: 500; }}
    QPushButton[role="fold"]:focus {{ border: 1px solid {t.accent}; border-radius: 5px; }}
    QPushButton[role="rail"]:hover {{ background: {t.hover}; }}
    QPushButton[role="rail"]:checked {{ background: {t.selected}; color: {t.link}; font-weight: 600; }}
    QPushButton[role="rail"]:focus {{ border: 1px solid {t.accent}; }}
    QPushButton[role="term"] {{ background: {t.selected}; color: {t.link}; border: none; border-radius: 4px; padding: 2px 6px; }}
    QLineEdit, QPlainTextEdit, QComboBox {{ background: {t.paper}; color: {t.ink}; border: 1px solid {t.line}; border-radius: 5px; padding: 4px 6px; selection-background-color: {t.accent}; selection-color: {t.accent_ink}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 1px solid {t.accent}; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow {{ image: url({resource("arrow.svg").as_posix()}); width: 10px; height: 10px; }}
    QComboBox QAbstractItemView {{ background: {t.paper}; color: {t.ink}; selection-background-color: {t.selected}; selection-color: {t.ink}; }}
    QPlainTextEdit[role="flat"], QLineEdit[role="flat"] {{ border: 1px solid transparent; background: transparent; padding: 0; }}
    QPlainTextEdit[role="flat"]:hover, QLineEdit[role="flat"]:hover {{ border: 1px solid {t.line}; }}
    QPlainTextEdit[role="flat"]:focus, QLineEdit[role="flat"]:focus {{ border: 1px solid {t.accent}; background: {t.paper}; }}
    QTextEdit#reader {{ background: {t.wash}; border: none; selection-background-color: {t.marked}; selection-color: {t.ink}; }}
    QLineEdit#search {{ background: {t.surface}; border: none; padding: 0 2px; }}
    QFrame#searchbar {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: 6px; }}
    QTableView, QListView, QTreeView {{ background: {t.paper}; border: none; outline: none; color: {t.ink}; selection-background-color: {t.selected}; selection-color: {t.ink}; }}
    QListView#offers {{ border: 1px solid {t.line}; border-radius: 7px; padding: 4px; }}
    QListView#offers::item {{ padding: 5px 8px; border-radius: 4px; }}
    QListView#offers::item:selected {{ background: {t.selected}; color: {t.ink}; }}
    QHeaderView {{ background: {t.wash}; }}
    QHeaderView::section {{ background: {t.wash}; color: {t.soft}; border: none; border-bottom: 1px solid {t.line}; padding: 5px 8px; text-align: left; }}
    QScrollArea {{ border: none; background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 8px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 8px; margin: 0; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 3px; margin: 1px; min-height: 28px; min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {t.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QSplitter::handle {{ background: {t.line}; }}
    QMenu {{ background: {t.paper}; color: {t.ink}; border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 22px 5px 14px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {t.selected}; }}
    QMenu::item:disabled {{ color: {t.faint}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 6px; }}
    QToolTip {{ background: {t.paper}; color: {t.ink}; border: 1px solid {t.line}; padding: 3px; }}
    QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px 7px; color: {t.ink}; }}
    QToolButton:hover {{ background: {t.hover}; }}
    QToolButton::menu-indicator {{ image: none; }}
    QCheckBox {{ color: {t.ink}; }}
    QTabWidget::pane {{ border: 1px solid {t.line}; border-radius: 7px; background: {t.paper}; top: -1px; }}
    QTabBar::tab {{ background: transparent; color: {t.soft}; border: none; border-bottom: 2px solid transparent; padding: 6px 14px 5px 14px; }}
    QTabBar::tab:selected {{ color: {t.ink}; border-bottom: 2px solid {t.accent}; }}
    QTabBar::tab:hover {{ color: {t.link}; }}
    QTabBar::tab:focus {{ color: {t.link}; }}
    QListView {{ alternate-background-color: {t.wash}; }}
    QProgressBar {{ border: 1px solid {t.line}; border-radius: 4px; background: {t.surface}; text-align: center; max-height: 10px; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    """
