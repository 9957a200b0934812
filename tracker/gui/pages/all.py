"""Every page, in the order of the rail. Ctrl and the position of a page, from 0, opens it."""

from tracker.gui.page import Listed

PAGES: tuple[Listed, ...] = (
    Listed("desk", "⌂", "Desk", "tracker.gui.pages.desk:DeskPage"),
    Listed("claims", "▤", "Claims", "tracker.gui.pages.claims.page:ClaimsPage"),
    Listed("timeline", "━", "Timeline", "tracker.gui.pages.timeline.page:TimelinePage", slow_above=3_000),
    Listed("sources", "❏", "Sources", "tracker.gui.pages.sources.page:SourcesPage"),
    Listed("people", "◔", "People", "tracker.gui.pages.people:PeoplePage"),
    Listed("review", "✓", "Review", "tracker.gui.pages.review:ReviewPage"),
    Listed("events", "◇", "Events", "tracker.gui.pages.events:EventsPage"),
    Listed("history", "↺", "History", "tracker.gui.pages.history:HistoryPage"),
)
