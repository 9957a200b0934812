"""Text and metadata of an untrusted file, read by a child process (`child`) with limits of time, memory and output."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from io import BytesIO
from typing import BinaryIO

from tracker.domain.pattern import Pattern
from tracker.errors import Incomplete

SECONDS = 40  # seconds a reading may take before it is stopped
_ANSWER = 128 * 2**20  # bytes of the child's answer
_NOT_IMPORTED = Pattern(r"^(?:ModuleNotFoundError|ImportError): (.+)$", re.MULTILINE)  # the end of its traceback
# The types the child can read.
READ = frozenset({
    "text/html", "multipart/related", "message/rfc822", "application/pdf", "application/warc", "application/warc+gzip",
    "application/wacz", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a file; `date_from` is where the date was found. Pages of a PDF are separated by form feeds."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    date_from: str = ""
    language: str = ""
    url: str = ""
    text: str = ""


def read_bytes(stream: BinaryIO, media_type: str, declared: str = "") -> Reading:
    """Read a file in a child process; an empty Reading when it cannot be read, or not within the limits."""
    if media_type not in READ:
        return Reading()
    found = ask("read", media_type, declared, stream=stream)
    try:
        answer = json.loads(found) if found else {}
    except ValueError:
        return Reading()
    texts = {field.name: answer[field.name] for field in fields(Reading) if isinstance(answer.get(field.name), str)}
    return Reading(**texts)


def shown_by(page: bytes) -> list[str]:
    """The addresses of the pictures and styles that a web page shows, as they are in it."""
    try:
        return [
            str(address) for address in json.loads(ask("shown", "", "", stream=BytesIO(page[: 4 * 2**20])) or b"[]")
        ]
    except ValueError:
        return []


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page or picture: total `pages`, its size and its `pixels` (BGRX); for each mark requested, the boxes
    (x, y, width, height in pixels) of its words, none where they are not on it.
    """

    pages: int = 0
    width: int = 0
    height: int = 0
    pixels: bytes = b""
    places: tuple[tuple[tuple[int, int, int, int], ...], ...] = ()


def page_picture(content: bytes, page: int, width: int, marks: Sequence[tuple[str, int]] = ()) -> Picture:
    """A page of a PDF, or a picture, rendered so many pixels wide; with `pages` 0 where it cannot be rendered.

    A mark is (words of the page, number of non-blank characters before them on it).
    """
    request = json.dumps(list(marks)).encode() + b"\n"
    head, _, pixels = ask("page", str(page), str(width), stream=BytesIO(request + content)).partition(b"\n")
    try:
        header = json.loads(head)
        pages, wide, high = (int(header[key]) for key in ("pages", "width", "height"))
        places = tuple(tuple((int(x), int(y), int(w), int(h)) for x, y, w, h in lines) for lines in header["places"])
    except (ValueError, KeyError, TypeError):
        return Picture()
    return Picture(pages, wide, high, pixels, places) if len(pixels) == wide * high * 4 else Picture()


def ask(*words: str, stream: BinaryIO) -> bytes:
    """Run the child on a stream and return its answer; b"" when it fails, takes too long or the answer is too long.

    Raises Incomplete when it could not import its libraries, which is no fault of the file.
    """
    command = [
        sys.executable,
        "-P",
        "-m",
        "tracker.capture.child",
        *words,
    ]  # -P: no module is imported from the current folder
    content = stream.getvalue() if isinstance(stream, BytesIO) else None
    try:
        if content is not None:
            done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)
        else:
            done = subprocess.run(command, stdin=stream, capture_output=True, timeout=SECONDS, check=True)
    except subprocess.CalledProcessError as error:
        if missing := _NOT_IMPORTED.findall(error.stderr.decode(errors="replace")):
            raise Incomplete(
                f"This installation of Claimline is not complete, so nothing was read: {missing[-1].rstrip('.')}. "
                "Install Claimline again with a newer pip."
            ) from error
        return b""
    except (subprocess.SubprocessError, OSError):
        return b""
    return done.stdout if len(done.stdout) <= _ANSWER else b""
