"""Ids that are ordered by time and unique, so that copies of a case can be merged without renumbering."""

import secrets
import threading
import time

_RANDOM_BITS = 21
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """A 63-bit id: 42 bits of milliseconds since 1970, 21 random bits; each greater than the last of this process."""
    global _last  # noqa: PLW0603  one series for the whole process, under its lock
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        _last = max(fresh, _last + 1)
        return _last


def typed_id(text: str) -> int | None:
    """The id that a person typed, None where the text is not an id."""
    number = int(text) if text.isdecimal() and len(text) < 20 else -1
    return number if 0 <= number < 2**63 else None
