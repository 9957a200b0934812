"""One case = one SQLite file. The only place with SQL."""

from tracker.store.case_file import create_case, open_case, reading_case
from tracker.store.history import Change, Step
from tracker.store.reader import Reader
from tracker.store.store import StepApplied, Store

__all__ = ["Change", "Reader", "Step", "StepApplied", "Store", "create_case", "open_case", "reading_case"]
