"""How the facts of a claim are packed: one row of fixed width, laid out in one table, for `struct` and for numpy."""

import struct
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

DATES = ("said", "about", "due", "published")
# (name, format character of `struct`) of each number of a row, little-endian, without gaps. `actor`, `source` and `tag`
# are those of the first attribution, `described` the code of a claimant described in words, `deadline` the earliest open one.
FIELDS = (
    ("id", "q"), ("number", "i"), ("verdict", "B"), ("review", "B"), ("kinds", "H"),
    *((f"{date}_{end}", "i") for date in DATES for end in ("low", "high")),
    *((f"{date}_flags", "B") for date in DATES),
    ("actor", "q"), ("described", "q"), ("source", "q"), ("tag", "q"),
    ("supports", "H"), ("refutes", "H"), ("context", "H"), ("origins", "H"), ("deadline", "i"), ("flags", "I"),
)  # fmt: skip
_ROW = struct.Struct("<" + "".join(code for _, code in FIELDS))
MOST = 65535  # the largest value of a count
NO_LOW, NO_HIGH, NO_DAY = -(2**31), 2**31 - 1, 2**31 - 1
APPROXIMATE, THROUGH = 1, 2  # flags of a date
(
    PROTECTED, LINK_ONLY, PRESERVED, CHANGED, OLDER_SOURCE, UNREAD, ATTRIBUTED, QUOTED, NOTED, TAGGED, WAITING,
    OWN_HAND, AMBIGUOUS, LOST, APART,
) = (1 << bit for bit in range(15))  # fmt: skip
# These numbers are stored in every case: a new kind takes the next free bit, wherever it is shown.
KIND_BITS = {"factual": 1, "number": 2, "quote": 4, "prediction": 8, "opinion": 16, "rumour": 32, "denial": 64}


def row(values: Mapping[str, int]) -> bytes:
    """The packed row of a value for each of FIELDS."""
    return _ROW.pack(*(values[name] for name, _ in FIELDS))


@cache
def row_type() -> "np.dtype[np.void]":
    """The same row for numpy, which is loaded where arrays are wanted."""
    import numpy as np

    return np.dtype([(name, f"<{code}") for name, code in FIELDS])


def described_code(words: str) -> int:
    """A 63-bit number for a claimant described in words, never 0; two descriptions hardly ever have the same one."""
    return int.from_bytes(blake2b(words.encode("utf-8", "replace"), digest_size=8).digest(), "little") >> 1 | 1
