"""The list of commands: module, name, and line in `claimline --help`.

`--help` is printed from this list, so that no command module is imported.
"""

COMMANDS = {
    "case": {
        "new": "Make a new, empty case file.",
        "open": "Open the window, on a CASE if one is given.",
        "demo": "Make the demo case “Llama 4 benchmarks” and open it.",
        "history": "List the steps of a case, or every change in words.",
        "restore": "Restore a claim as of an earlier step.",
        "undo": "Undo the last step.",
        "redo": "Redo the last undone step.",
        "check": "Verify a case file.",
        "receipt": "Make a receipt of a case, or compare it with one.",
        "compare": "Show what two copies of a case changed since they diverged.",
        "take-over": "Merge the changes of another copy of a case.",
        "shot": "Write a picture of a page of the window.",
    },
    "claims": {
        "add-actor": "Add a person, organisation or group.",
        "add-claim": "Log a claim with its claimant and source.",
        "add-evidence": "Link a source to a claim it supports or refutes.",
        "relate": "Relate one claim to another.",
        "claims": "List the claims a query finds.",
        "find": "Find claims, sources, people and events by words.",
        "show": "Show one claim with all that belongs to it.",
        "set": "Change a claim: verdict, review state, words, dates, tags.",
        "set-all": "Change all claims a query finds.",
        "duplicates": "List claims, people and sources that may be the same.",
        "merge": "Merge one claim, person or source into another.",
    },
    "newsroom": {
        "comment": "Comment on a claim.",
        "assign": "Assign the claims a query finds.",
        "policy": "Show or set the sign-off rules.",
        "member": "Show or set who works on the case, in which role.",
        "verdicts": "List the verdicts of a case, or change them.",
    },
    "evidence": {
        "add-source": "Add a source from a file, a web address or by hand.",
        "capture": "Preserve a page or file, or a new version of one.",
        "verify": "Verify the hashes of all preserved originals.",
        "extract": "Save the original of a capture to a file.",
        "custody": "Show the chain of custody of a capture.",
        "package": "Write an evidence package of the claims a query finds.",
        "verify-package": "Check an evidence package against its hashes.",
        "import-package": "Import an evidence package into a case.",
    },
    "exchange": {
        "dossier": "Write a dossier of the claims a query finds.",
        "designs": "List the dossier designs saved in a case.",
        "export": "Write claims as a picture, a web page or data.",
        "import": "Import claims, sources or events from a file.",
        "date": "Explain what a date phrase means.",
        "dates": "List the dates found in the text of a file.",
    },
}
