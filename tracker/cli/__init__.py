"""The command line: the same verbs as the window, without a display. Each module brings its commands into the group."""

from tracker.cli import case, claims, desk, evidence, exchange
from tracker.cli.group import main

__all__ = ["case", "claims", "desk", "evidence", "exchange", "main"]
