"""Every provider of actions, in the order of the menus."""

from tracker.gui.actions.case_file import CaseFile
from tracker.gui.actions.claims import Claims
from tracker.gui.actions.exchange import Exchange
from tracker.gui.actions.merging import Merging
from tracker.gui.actions.navigation import Navigation
from tracker.gui.actions.newsroom import Newsroom
from tracker.gui.actions.registry import Provider
from tracker.gui.actions.sources import Sources

PROVIDERS: tuple[type[Provider], ...] = (CaseFile, Exchange, Claims, Sources, Merging, Navigation, Newsroom)
