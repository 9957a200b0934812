"""The fields that every stored record has: an id, and the version an edit was made from."""

from dataclasses import dataclass, field

from tracker.domain.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Record:
    """`id` is 63 bits and time-ordered; `version` counts the saves of the row and is not part of its content."""

    id: int = field(default_factory=new_id)
    version: int = field(default=0, compare=False)
