"""The pages of an open case (`page.Page`), and the first page, which has none."""
