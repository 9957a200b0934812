"""The bar at the head of the window: the case, the search, what the page offers, the menu."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from tracker.gui.actions.verb import Verb
from tracker.gui.widgets.plain import button, label, set_tip, visible
from tracker.gui.widgets.searchbar import SearchBar
from tracker.i18n import tr

_NAME = 184  # pixels


class TopBar(QWidget):
    """`new` is the action of the button that is there on every page."""

    def __init__(self, new: Verb, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(50)
        self.search = SearchBar(self)
        self.search.setMinimumWidth(280)
        self.search.setMaximumWidth(560)
        self._name = label("Claimline", self, medium=True)
        self._file = label("", self, role="soft", scale=0.88)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.setContentsMargins(0, 6, 0, 6)
        for text in (self._name, self._file):
            text.setFixedWidth(_NAME)
            names.addWidget(text)
        self._page_verb = self._new_verb = new
        self._page = button("", self)
        self._page.clicked.connect(self._page_pressed)
        self._new = button(new.short, self, role="primary", tip=new.declared.shortcut)
        self._new.clicked.connect(new.trigger)
        self._menu = QToolButton(self)
        self._menu.setText("⋮")
        self._menu.setAccessibleName(tr("Menu"))
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 0, 10, 0)
        line.setSpacing(10)
        line.addLayout(names)
        line.addWidget(self.search, 1)
        line.addStretch(1)
        for widget in (self._page, self._new, self._menu):
            line.addWidget(widget)
        self.show_no_case()

    def set_menu(self, menu: QMenu) -> None:
        self._menu.setMenu(menu)

    def menu(self) -> QMenu:
        """The menu with all actions."""
        return self._menu.menu()

    def show_case(self, name: str, file: str) -> None:
        self._name.setText(_shortened(visible(name), self._name))
        set_tip(self._name, name)
        self._file.setText(_shortened(file, self._file))
        for widget in (self._file, self.search, self._page, self._new):
            widget.show()

    def show_no_case(self) -> None:
        self._name.setText("Claimline")
        for widget in (self._file, self.search, self._page, self._new):
            widget.hide()

    def offer(self, verb: Verb) -> None:
        """Show the button of the page in view."""
        self._page_verb = verb
        self._page.setText(verb.short)
        self._page.setAccessibleName(verb.short)
        self.follow()

    def follow(self) -> None:
        """Enable the buttons of possible actions."""
        self._page.setEnabled(self._page_verb.isEnabled())
        self._new.setEnabled(self._new_verb.isEnabled())

    def _page_pressed(self) -> None:
        self._page_verb.trigger()


def _shortened(text: str, widget: QLabel) -> str:
    return widget.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, widget.width() - 4)
