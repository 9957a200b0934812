"""The readers of the child process: each takes the bytes of one format and returns their metadata and text."""

Found = dict[str, str]  # title, author, publisher, language, date, date_from, url and text; missing values are left out
