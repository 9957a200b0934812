"""Ids that order by time and never meet, so that copies of a case can be brought together without renumbering."""

import secrets
import threading
import time

LONGEST_ID = 18  # decimal digits; ids keep to it for the next five centuries
_RANDOM_BITS = 21
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A 63-bit id: 42 bits of milliseconds since 1970, 21 random bits; each greater than the last of this process."""
    global _last
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        _last = max(fresh, _last + 1)
        return _last
