"""Claims and sources for spreadsheets and other programs; what may go out is decided before it gets here."""
