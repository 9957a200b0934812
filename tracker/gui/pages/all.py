"""Every page, in the order of the rail. Ctrl and the place of a page, from 0, leads to it."""

from tracker.gui.page import Page
from tracker.gui.pages.claims import ClaimsPage
from tracker.gui.pages.desk import DeskPage
from tracker.gui.pages.events import EventsPage
from tracker.gui.pages.history import HistoryPage
from tracker.gui.pages.people import PeoplePage
from tracker.gui.pages.review import ReviewPage
from tracker.gui.pages.sources.page import SourcesPage
from tracker.gui.pages.timeline.page import TimelinePage

PAGES: tuple[type[Page], ...] = (
    DeskPage, ClaimsPage, TimelinePage, SourcesPage, PeoplePage, ReviewPage, EventsPage, HistoryPage,
)  # fmt: skip
