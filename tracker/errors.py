"""The two kinds of errors.

ClaimlineError      an expected error (input, disk, rights): a sentence for the user, nothing lost
├── Refused         the request is not allowed or not valid ("Send back needs a reason")
├── NotFound        no such record or file
├── Stopped         the user cancelled it
├── Conflict        the record was changed since it was read
├── CaseFileError   the case file is missing, foreign, newer or damaged
│   └── CaseInUse   somebody else has it open for writing
├── Incomplete      a package that Claimline depends on is not installed
├── CannotSave      the disk or another program prevents saving; what was typed is not lost
└── Leak            a protected name would have been released

Any other exception is a bug, shown with a report.
"""


class ClaimlineError(Exception):
    """Its text is one sentence for the user of the window or the command line."""


class Refused(ClaimlineError):
    pass


class NotFound(ClaimlineError):
    pass


class Stopped(ClaimlineError):
    """The user cancelled it; nothing was done."""


class Conflict(ClaimlineError):
    pass


class CaseFileError(ClaimlineError):
    pass


class CaseInUse(CaseFileError):
    """Somebody else has the case open for writing; `holder` says who, in words. `lock` is the lock file where only a person
    can know whether it is out of date: it was written on another computer.
    """

    def __init__(self, name: str, holder: str, lock: str = "") -> None:
        unless = f" If nobody has it open there any more, remove {lock}." if lock else ""
        super().__init__(f"{name} is open for {holder}. Close it there, or open it read-only.{unless}")
        self.holder = holder


class Incomplete(ClaimlineError):
    pass


class CannotSave(ClaimlineError):
    pass


class Leak(ClaimlineError):
    """`places` lists where a protected name occurs in free text."""

    def __init__(self, message: str, places: list[str]) -> None:
        super().__init__(message)
        self.places = places
