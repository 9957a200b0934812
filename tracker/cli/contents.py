"""What commands there are: the module each stands in, its name, and what it does in one line of `claimline --help`.

`--help` answers from here, so that it needs none of the modules.
"""

COMMANDS = {
    "case": {
        "new": "Make a new, empty case file.",
        "open": "Open the window, on a CASE if one is given.",
        "demo": "Make the demo case “Llama 4 benchmarks” and open it.",
        "history": "List the steps of a case, or every change in words.",
        "restore": "Bring a claim back to what it was after a step.",
        "undo": "Take back the last step.",
        "redo": "Make the last undone step again.",
        "check": "Check that a case is whole.",
        "receipt": "Make a receipt of a case, or compare it with one.",
        "compare": "Say what two copies of a case did since they parted.",
        "take-over": "Take over what another copy of a case did.",
        "shot": "Write a picture of a page of the window.",
    },
    "claims": {
        "add-actor": "Add a person, organisation or group.",
        "add-claim": "Log a claim, and who said it where.",
        "add-evidence": "Link a source to a claim it supports or refutes.",
        "relate": "Say how one claim stands to another.",
        "claims": "List the claims a query finds.",
        "find": "Find claims, sources, people and events by words.",
        "show": "Show one claim with all that belongs to it.",
        "set": "Change a claim: verdict, review state, words, dates, tags.",
        "set-all": "Change all claims a query finds.",
        "duplicates": "List claims, people and sources that may be the same.",
        "merge": "Merge one claim, person or source into another.",
    },
    "desk": {
        "comment": "Say something on a claim to colleagues.",
        "assign": "Give the claims a query finds to somebody.",
        "policy": "Say what signing off needs in this case.",
        "member": "Say who somebody is in this case.",
        "verdicts": "List the verdicts of a case, or change them.",
    },
    "evidence": {
        "add-source": "Add a source from a file, a web address or by hand.",
        "capture": "Preserve a page or file, or a new version of one.",
        "verify": "Hash every preserved byte anew.",
        "extract": "Write the preserved bytes of a capture to a file.",
        "custody": "List what happened to a capture.",
        "package": "Write an evidence package of the claims a query finds.",
        "verify-package": "Check an evidence package against its hashes.",
        "import-package": "Take an evidence package into a case.",
    },
    "exchange": {
        "dossier": "Write a dossier of the claims a query finds.",
        "designs": "List the designs of dossiers kept in a case.",
        "export": "Write claims as a picture, a web page or data.",
        "import": "Import claims, sources or events from a file.",
        "date": "Say what a date phrase means.",
        "dates": "List the dates found in the text of a file.",
    },
}
