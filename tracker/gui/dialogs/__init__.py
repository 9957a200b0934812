"""The dialogs, among them adding a source, writing a dossier and the command palette."""
