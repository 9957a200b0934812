"""Claims and sources for spreadsheets and other programs; confidential content is removed before (tracker/commands)."""
