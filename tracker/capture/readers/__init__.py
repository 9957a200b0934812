"""What the child process reads: bytes of one format in, what they say of themselves and their text out."""

Found = dict[
    str, str
]  # title, author, publisher, language, date, date_from, url and text; what is not told is left out
