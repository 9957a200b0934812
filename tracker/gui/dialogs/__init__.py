"""The few dialogs: adding a source, writing a dossier, the command palette."""
