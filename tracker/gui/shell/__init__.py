"""The window around the pages: top bar, banner and status line."""
