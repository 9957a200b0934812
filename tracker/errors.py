"""Two kinds of trouble.

ClaimlineError      an expected error (input, disk, rights): a sentence for the person, nothing lost
├── Refused         what was asked does not hold ("Send back needs a reason")
├── NotFound        no such record or file
├── Stopped         the person changed her mind
├── Conflict        the record was changed since it was read
├── CaseFileError   the case file is missing, foreign, newer or damaged
│   └── CaseInUse   somebody else has it open for writing
├── Incomplete      a package that Claimline depends on is not installed
├── CannotSave      the disk or another program prevents saving; what was typed is kept
└── Leak            a protected name would have left the newsroom

Anything else that is raised is ours: a bug, shown with a report.
"""


class ClaimlineError(Exception):
    """Its text is one sentence for the person at the window or the command line."""


class Refused(ClaimlineError):
    pass


class NotFound(ClaimlineError):
    pass


class Stopped(ClaimlineError):
    """The person changed her mind; nothing was done."""


class Conflict(ClaimlineError):
    pass


class CaseFileError(ClaimlineError):
    pass


class CaseInUse(CaseFileError):
    """Somebody else has the case open for writing; `holder` says who, in words."""

    def __init__(self, name: str, holder: str) -> None:
        super().__init__(f"{name} is open for {holder}. Close it there, or open it read-only.")
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
