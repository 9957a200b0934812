"""The command line: the same verbs as the window, without a display."""

from tracker.cli.group import main

__all__ = ["main"]
