"""Fuzzy dates: the words as written, an EDTF string, and two bounds.

`calendar` counts days, `edtf` reads and bounds EDTF strings, `fuzzy` is the value stored in a case, `parts` turns named
pieces of a date into a span, `english` and `chinese` are the two grammars, `reading` joins them, `finding` searches
running text.
"""

from tracker.domain.dates.calendar import civil, day_number, iso, parse_iso
from tracker.domain.dates.finding import DateMatch, find_dates
from tracker.domain.dates.fuzzy import UNDATED, FuzzyDate
from tracker.domain.dates.reading import read_date

__all__ = ["UNDATED", "DateMatch", "FuzzyDate", "civil", "day_number", "find_dates", "iso", "parse_iso", "read_date"]
