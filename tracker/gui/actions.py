"""Every action of the program in one table: menu, palette, shortcuts and the help page are made from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """`key` names the window's method that carries it out (dashes for underscores); `case` needs an open case."""

    key: str
    words: str
    shortcut: str
    group: str
    case: bool = True


ACTIONS = (
    Action("new-case", "New case…", "", "Case", case=False),
    Action("open-case", "Open case…", "Ctrl+O", "Case", case=False),
    Action("demo-case", "Open the demo case", "", "Case", case=False),
    Action("close-case", "Close case", "Ctrl+W", "Case"),
    Action("describe-case", "Name and summary of the case…", "", "Case"),
    Action("write-dossier", "Dossier…", "Ctrl+D", "Case"),
    Action("import-file", "Import…", "Ctrl+I", "Case"),
    Action("export-data", "Export data…", "Ctrl+E", "Case"),
    Action("write-package", "Evidence package…", "", "Case"),
    Action("take-package", "Take in a package…", "", "Case"),
    Action("export-picture", "Export timeline picture…", "", "Case"),
    Action("take-over-copy", "Take over another copy…", "", "Case"),
    Action("set-rules", "Rules of signing off…", "", "Case"),
    Action("set-verdicts", "Verdicts of the case…", "", "Case"),
    Action("write-receipt", "Receipt…", "", "Case"),
    Action("check-case", "Check that the case is whole", "", "Case"),
    Action("quit", "Quit", "Ctrl+Q", "Case", case=False),
    Action("undo", "Undo", "Ctrl+Z", "Edit"),
    Action("redo", "Redo", "Ctrl+Shift+Z", "Edit"),
    Action("focus-search", "Search", "Ctrl+F", "Edit"),
    Action("go-to-anything", "Go to anything…", "Ctrl+K", "Edit"),
    Action("save-search", "Save this search…", "", "Edit"),
    Action("clear-search", "Clear the search", "", "Edit"),
    Action("new-claim", "New claim", "Ctrl+N", "Claim"),
    Action("add-attribution", "Add who said it", "Ctrl+Shift+A", "Claim"),
    Action("link-evidence", "Link evidence", "Ctrl+Shift+E", "Claim"),
    Action("relate-claim", "Relate to another claim", "Ctrl+Shift+R", "Claim"),
    Action("request-reply", "Request a reply", "Ctrl+Shift+P", "Claim"),
    Action("claim-details", "Kinds, dates, tags…", "Ctrl+Shift+D", "Claim"),
    Action("set-dates", "Set the dates…", "", "Claim"),
    Action("open-reply", "Open the reply request", "", "Claim"),
    Action("set-verdict", "Set verdict…", "Ctrl+Shift+V", "Claim"),
    Action("assign-claim", "Assign…", "", "Claim"),
    Action("submit-claim", "Submit for review", "Ctrl+Shift+S", "Claim"),
    Action("sign-off", "Sign off…", "", "Claim"),
    Action("send-back", "Send back…", "", "Claim"),
    Action("open-words", "Open the exact words", "Ctrl+J", "Claim"),
    Action("back-to-claim", "Back to the claim", "Ctrl+Shift+J", "Claim"),
    Action("copy-claims", "Copy as a list with sources", "", "Claim"),
    Action("paste-rows", "Paste rows of a spreadsheet…", "", "Claim"),
    Action("merge-claims", "Merge with another claim…", "", "Claim"),
    Action("claim-history", "History of the claim", "Ctrl+H", "Claim"),
    Action("remove-claim", "Remove claim", "", "Claim"),
    Action("add-source", "Add source…", "Ctrl+Shift+N", "Source"),
    Action("paste-source", "Paste as source", "", "Source"),
    Action("edit-source", "Edit source…", "", "Source"),
    Action("merge-sources", "Merge sources…", "", "Source"),
    Action("add-person", "Add person or organisation…", "", "People"),
    Action("merge-people", "Merge people…", "", "People"),
    Action("add-event", "Add event…", "", "Events"),
    Action("show-desk", "Desk", "Ctrl+0", "View"),
    Action("show-claims", "Claims", "Ctrl+1", "View"),
    Action("show-timeline", "Timeline", "Ctrl+2", "View"),
    Action("show-sources", "Sources", "Ctrl+3", "View"),
    Action("show-people", "People", "Ctrl+4", "View"),
    Action("show-review", "Review", "Ctrl+5", "View"),
    Action("show-events", "Events", "Ctrl+6", "View"),
    Action("show-history", "History", "Ctrl+7", "View"),
    Action("theme-light", "Light", "", "View", case=False),
    Action("theme-dark", "Dark", "", "View", case=False),
    Action("theme-system", "As the system", "", "View", case=False),
    Action("your-role", "Who you are in this case…", "", "View"),
    Action("your-name", "Your name…", "", "View", case=False),
    Action("show-keys", "Keys", "F1", "Help", case=False),
)
