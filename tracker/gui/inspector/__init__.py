"""The inspector: one claim and its records, a section for each part. Sections do not import the inspector."""

from tracker.gui.inspector.inspector import Inspector

__all__ = ["Inspector"]
