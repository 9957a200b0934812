"""The text of a PDF."""

import re

from tracker.capture.readers import Found
from tracker.domain.text import without_radicals


def pdf(content: bytes) -> Found:
    """The text of a PDF, its pages separated by form feeds."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    pages = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    metadata = document.get_metadata_dict()
    created = re.match(r"D:(\d{4})(\d\d)(\d\d)", metadata.get("CreationDate", ""))
    return {
        "title": metadata.get("Title", ""), "author": metadata.get("Author", ""),
        "date": "-".join(created.groups()) if created else "", "date_from": "the PDF's creation date",
        "text": "\f".join(without_radicals(page).replace("\r\n", "\n").replace("\r", "\n").strip("\n") for page in pages),
    }  # fmt: skip
