"""The command line: the actions of the window, without a display."""

from tracker.cli.group import main

__all__ = ["main"]
