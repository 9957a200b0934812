"""Read by every Python that `make test-clock` starts: time.sleep that libfaketime does not disturb.

Python sleeps until a moment of the monotonic clock (clock_nanosleep with TIMER_ABSTIME); libfaketime 0.9.10, Debian's,
then now and then asks for a negative time and sleep raises EINVAL. Waiting for an event that never comes is not touched.
"""

import threading
import time
from typing import SupportsIndex


def sleep(seconds: float | SupportsIndex) -> None:
    """Let so many seconds pass."""
    threading.Event().wait(float(seconds))


time.sleep = sleep
