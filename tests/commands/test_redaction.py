"""Protected names are found however they are written, and in whatever they are packed."""

import gzip
import io
import zipfile
import zlib

import pytest

from tests.newsroom import new_case, person
from tracker.commands import redaction
from tracker.errors import Leak
from tracker.store import Store


@pytest.fixture
def protected_case() -> Store:
    store = new_case()
    person(store, "Johann Pfeffer", "裴約翰", "J. D'Arcy", "Al An", protected=True)
    return store


@pytest.mark.parametrize(
    "text",
    [
        "Johann Pfeffer", "JOHANN  PFEFFER", "Johann-\nPfeffer", "johann_pfeffer", "https://x.org/people/johann-pfeffer.html",
        "https://x.org/johannpfeffer", "https://x.org/?q=Johann%20Pfeffer", "https://x.org/?q=Johann+Pfeffer",
        "https://x.org/%E8%A3%B4%E7%B4%84%E7%BF%B0/a", "Pfeffer, Johann", "Johann *Pfeffer*", "裴约翰", "裴·約翰", "裴 約 翰",
        "J. D’Arcy", "j d'arcy", "J.D'Arcy", "Pfeffer Johann", "Jo-hann Pfeffer", "J. Pfeffer", "Johann Pfef-fer",
    ],
)  # fmt: skip
def test_a_protected_name_is_found_however_it_is_written(protected_case: Store, text: str) -> None:
    with pytest.raises(Leak):
        redaction.require_no_leaks(protected_case, [("there", f"See {text}.")])


@pytest.mark.parametrize(
    "text",
    ["Johann said so", "Pfeffer is pepper", "Alan said so", "約翰", "Johanna Pfefferkorn", "Johann. And then Pfeffer"],
)
def test_other_words_are_no_name(protected_case: Store, text: str) -> None:
    redaction.require_no_leaks(protected_case, [("there", text)])


def zipped(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/header1.xml", content)
    return target.getvalue()


NAMED = "<p>Told by 裴約翰</p>"
PACKED = {
    "utf-8": NAMED.encode(),
    "utf-16": NAMED.encode("utf-16"),
    "utf-16-be": NAMED.encode("utf-16-be"),
    "big5": NAMED.encode("big5"),
    "gb18030": NAMED.encode("gb18030"),
    "a document": zipped(b"<w:t>Johann</w:t><w:t> Pfeffer</w:t>"),
    "a web archive": b"".join(gzip.compress(part) for part in (b"WARC/1.0\r\n\r\n", NAMED.encode())),
    "a packed page in a web archive": gzip.compress(b"HTTP/1.1 200 OK\r\n\r\n" + gzip.compress(NAMED.encode())),
    "a PDF": b"%PDF-1.7\nstream\n" + zlib.compress(b"(Johann Pfeffer) Tj") + b"\nendstream",
    "a mail": b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"Sm9oYW5uIFBmZWZmZXI=\r\n",
}


@pytest.mark.parametrize("form", list(PACKED))
def test_a_protected_name_is_found_in_what_a_file_packs(protected_case: Store, form: str) -> None:
    names = redaction.protected_names(protected_case)
    assert list(redaction.places_in(PACKED[form], names))
    with pytest.raises(Leak):
        redaction.require_no_names_in_file(PACKED[form], names)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no zip", b"%PDF stream\nxx\nendstream", b"\x1f\x8b\x08 none", b"", bytes(256)]
)
def test_what_is_packed_wrongly_is_read_as_it_is(protected_case: Store, content: bytes) -> None:
    redaction.require_no_names_in_file(content, redaction.protected_names(protected_case))


@pytest.mark.parametrize(
    "text", ["Wang Jianguo", "Jianguo Wang", "Wang Jian-guo", "Wang Jian Guo", "W. Jianguo", "WANG, JIAN-GUO", "王建国"]
)
def test_a_romanised_name_is_found_as_it_is_written_in_taiwan_and_elsewhere(text: str) -> None:
    store = new_case()
    person(store, "王建國", "Wang Jianguo", protected=True)
    with pytest.raises(Leak):
        redaction.require_no_leaks(store, [("there", f"So said {text}.")])


def test_a_name_in_the_radicals_of_a_pdf_is_found(protected_case: Store) -> None:
    person(protected_case, "陳長文", protected=True)
    with pytest.raises(Leak):
        redaction.require_no_leaks(protected_case, [("there", "⼯地主任陳⻑⽂說")])


def test_a_place_is_shown_in_its_own_words(protected_case: Store) -> None:
    (leak,) = redaction.leaks(protected_case, [("there", "So said Johann PFEFFER　裴約翰 himself")])
    assert leak.context == "So said Johann PFEFFER 裴約翰 himself"
