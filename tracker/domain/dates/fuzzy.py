"""A date as stored in a case: the words as written, their meaning, and the rule by which they were read."""

import re
from dataclasses import dataclass
from typing import Any

from tracker.domain.dates.calendar import iso
from tracker.domain.pattern import Pattern

_BETWEEN = Pattern(r"between|之[間间]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date with the precision that is known.

    `words` as written; `edtf` is "" when nothing could be read; `earliest` and `latest` are day numbers
    (`calendar.day_number`), None where open or unknown; `rule` says how the words were read; `anchor` is the day they
    are relative to; `inferred` is true when the anchor decided; `readings` lists the possible dates where a person has
    to choose (then the date itself has no bounds).
    """

    words: str = ""
    edtf: str = ""
    earliest: int | None = None
    latest: int | None = None
    rule: str = ""
    anchor: int | None = None
    inferred: bool = False
    readings: "tuple[FuzzyDate, ...]" = ()

    @property
    def dated(self) -> bool:
        """Whether it has a place on a timeline."""
        return self.earliest is not None or self.latest is not None

    @property
    def approximate(self) -> bool:
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        return "?" in self.edtf or "%" in self.edtf

    @property
    def throughout(self) -> bool:
        """Whether it was written with its two ends, and so lasted; any other date is some day within its bounds."""
        closed = self.earliest is not None and self.latest is not None and "/" in self.edtf
        vague = self.approximate or self.uncertain
        return closed and not vague and self.rule in ("range", "EDTF", "both") and not _BETWEEN.search(self.words)

    @property
    def exact(self) -> bool:
        return self.earliest is not None and self.earliest == self.latest

    def as_json(self) -> dict[str, Any]:
        """The command line's object: bounds as ISO days or null; `ambiguous` is false or the list of readings."""
        return {
            "words": self.words,
            "edtf": self.edtf or None,
            "earliest": None if self.earliest is None else iso(self.earliest),
            "latest": None if self.latest is None else iso(self.latest),
            "rule": self.rule,
            "inferred": self.inferred,
            "ambiguous": [
                {
                    "edtf": reading.edtf,
                    "earliest": None if reading.earliest is None else iso(reading.earliest),
                    "latest": None if reading.latest is None else iso(reading.latest),
                    "rule": reading.rule,
                }
                for reading in self.readings
            ]
            or False,
        }


UNDATED = FuzzyDate()
