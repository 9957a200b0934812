"""The inspector: one claim with all that belongs to it, a section for each part. No section knows the inspector."""

from tracker.gui.inspector.inspector import Inspector

__all__ = ["Inspector"]
