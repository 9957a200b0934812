"""Text as it can be kept and written anywhere."""


def well_formed(text: str) -> str:
    """Text without lone surrogates (each becomes U+FFFD); two that belong together become their character."""
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
