"""The child process that reads untrusted files: bytes on standard input, an answer on standard output.

`read TYPE CHARSET` answers JSON, `page N WIDTH` a picture of a PDF's page (the words to mark on it are in a line of JSON
before the bytes, so that they do not appear in the process list). It limits its own memory and time, so that
a hostile file crashes only this process. Nothing in a file is run and no resource it links to is loaded.
"""

import json
import sys
from collections.abc import Callable

from tracker.capture.readers import Found
from tracker.capture.readers.mail import eml
from tracker.capture.readers.office import docx, odt, table, xlsx
from tracker.capture.readers.pdf import pdf
from tracker.capture.readers.pictures import draw
from tracker.capture.readers.timeline_project import timeline
from tracker.capture.readers.web import html, shown
from tracker.capture.readers.web_archive import mhtml, wacz, warc
from tracker.domain.limits import LARGEST_READ

_MEMORY = 3 * 2**29  # bytes
_SECONDS = 30
_LONGEST = 10_000_000  # characters of text
_READERS: dict[str, Callable[[bytes], Found]] = {
    "multipart/related": mhtml, "message/rfc822": eml, "application/pdf": pdf,
    "application/warc": warc, "application/warc+gzip": warc, "application/wacz": wacz,
    "application/vnd.oasis.opendocument.text": odt,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": docx,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": xlsx,
}  # fmt: skip  # fmt: skip


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there only the parent's timeout applies
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def main() -> None:
    """Answer one request."""
    _limit()
    what, first, second = sys.argv[1:4]
    content = sys.stdin.buffer.read(LARGEST_READ + 1)
    if len(content) > LARGEST_READ:
        raise ValueError("larger than what is read for text")
    if what == "page":
        marks, _, content = content.partition(b"\n")
        header, pixels = draw(content, int(first), int(second), json.loads(marks))
        sys.stdout.buffer.write(json.dumps(header).encode() + b"\n" + pixels)
        return
    if what == "shown":
        sys.stdout.write(json.dumps(shown(content)))
        return
    if what == "timeline":
        sys.stdout.write(json.dumps(timeline(content)))
        return
    if what == "table":
        sys.stdout.write(json.dumps(table(content)))
        return
    found = html(content, second) if first == "text/html" else _READERS[first](content)
    found["text"] = found.get("text", "")[:_LONGEST].replace("\0", "")
    sys.stdout.write(json.dumps({key: value for key, value in found.items() if isinstance(value, str)}))


if __name__ == "__main__":
    main()
