"""One case = one SQLite file. The only place with SQL."""

from tracker.store.history import Change, Step
from tracker.store.store import Store, Touched

__all__ = ["Change", "Step", "Store", "Touched"]
