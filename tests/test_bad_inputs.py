"""Hostile input at import and export, by row number of the project's list of bad inputs (B2 to B7)."""

import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.newsroom import TODAY, content, logged, new_case, read, said
from tracker.capture import reading
from tracker.capture.drafts import from_bytes, from_file, from_text
from tracker.capture.fetch import _inside
from tracker.commands import custody, data, dossier, importing, package, sources, whole_case
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.design import Design
from tracker.domain.source import Capture, Source, web_address
from tracker.errors import CannotSave, ClaimlineError, NotFound, Refused
from tracker.exporters import formats
from tracker.exporters.docx import docx
from tracker.exporters.html import html
from tracker.exporters.markdown import markdown
from tracker.exporters.pdf import pdf
from tracker.importers import others, tables
from tracker.importers.drafts import Draft
from tracker.importers.mapping import guess
from tracker.importers.tables import Table
from tracker.store import Store, captures
from tracker.store.claims.index import ClaimIndex

LINKS = {
    "17": ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)"],
    "18": ["data:text/html,<b>x</b>", "vbscript:x", "blob:https://a.example/x"],
    "19": ["file:///etc/passwd", "file:///C:/Windows/System32/calc.exe"],
    "20": ["\\\\host\\share\\x", "//host/share", "file://host/share"],
    "21": ["ms-msdt:/id", "search-ms:query=x", "shell:startup", "smb://host/x"],
    "22": ["https://bank.example@evil.example/", "https://user:pw@host.example/"],
    "25": ["https://a.example/\nx", "https://a.example/\0", "https://a.example/" + "x" * 100_000],
}


def imported(store: Store, raw: bytes, name: str) -> list[importing.ImportPlan]:
    """Bring in whatever of a file is new; the plans, with what is wrong."""
    table, drafts = _opened(raw, name)
    plans = importing.plan(
        store, importing.drafts_of(table, guess(table), store.verdicts) if table is not None else drafts
    )
    importing.bring_in(store, plans, name)
    return plans


def _opened(raw: bytes, name: str) -> tuple[Table, list[Draft]] | tuple[None, list[Draft]]:
    found = others.known(raw, name)
    return (None, found) if found is not None else (tables.read(raw, name), [])


def exported(store: Store) -> list[bytes]:
    index = ClaimIndex(store, TODAY)
    content = dossier.build(store, index, index.select(), Design(id=0, profile="internal"))
    return [html(content), markdown(content)] + [
        data.content(store, index, index.select(), form.key) for form in formats.CLAIMS
    ]


@pytest.fixture
def store() -> Store:
    return new_case()


# B2. Links in evidence


@pytest.mark.parametrize(("row", "url"), [(row, url) for row, urls in LINKS.items() for url in urls])
def test_rows_17_to_25_no_such_link_comes_in_or_goes_out(store: Store, row: str, url: str) -> None:
    with pytest.raises(Refused):
        web_address(url)
    rows = [{"claim": f"Row {row}", "source": "A page", "url": url}]
    plans = imported(store, json.dumps(rows).encode(), "claims.json")
    assert any("was not saved as a link" in problem for plan in plans for problem in plan.problems)
    assert [source.url for source in store.all(Source)] == [""]
    assert store.all(Claim)[0].statement == f"Row {row}"
    for out in exported(store):
        assert url.encode() not in out


def test_row_22_a_link_of_an_older_case_is_no_link_in_the_dossier(store: Store) -> None:
    source = sources.add_source(store, Source(title="Old", url="javascript:alert(1)"))
    said(store, logged(store, "x"), source_id=source.id)
    page = exported(store)[0].decode()
    assert "javascript:" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])


@pytest.mark.parametrize("url", ["http://0x7f.1/", "http://2130706433/", "http://[::1]/"])
def test_row_24_an_address_in_disguise_is_known_for_this_machine(url: str) -> None:
    assert _inside(url)


def test_row_25_spaces_around_a_link_are_taken_off(store: Store) -> None:
    imported(store, json.dumps([{"claim": "x", "url": "  https://a.example/x \n"}]).encode(), "claims.json")
    assert store.all(Source)[0].url == "https://a.example/x"


# B3. What is shown


def png(width: int, height: int) -> bytes:
    """An empty picture that claims to have this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize("picture", [png(30_000, 30_000), png(10, 10)[:40], b"\xff\xd8\xff\xe0 cut", b"GIF89a"])
def test_row_32_a_picture_too_large_or_broken_is_not_drawn(picture: bytes) -> None:
    assert reading.page_picture(picture, 0, 400) == reading.Picture()
    assert from_bytes(picture, name="x.png").content == picture


def test_row_33_an_svg_is_kept_as_a_text_and_never_drawn() -> None:
    draft = from_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', name="x.svg")
    assert draft.media_type == "text/plain"


def test_row_34_a_saved_page_is_its_text_alone() -> None:
    body = "<p>The harbour stays closed until the end of May, said the chair of the board on Monday.</p>" * 3
    page = f"<!DOCTYPE html><html><head><script>alert('s')</script></head><body>{body}<script>steal()</script></body></html>"
    text = from_bytes(page.encode(), name="x.html").source.text
    assert "harbour" in text
    assert "steal" not in text
    assert "alert" not in text


def test_row_35_documents_are_parsed_in_another_process() -> None:
    code = (
        "import sys; from tracker.capture.drafts import from_bytes; from_bytes(b'%PDF-1.7 x', name='x.pdf'); "
        "from_bytes(b'PK\\x03\\x04word/document.xml', name='x.docx'); "
        "print([name for name in ('pypdfium2', 'docx', 'openpyxl', 'trafilatura', 'PIL') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# B4. Packages


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = new_case()
    said(store, logged(store, "The pier is closed"), source_id=read(store).id)
    target, index = tmp_path_factory.mktemp("bad") / "evidence.zip", ClaimIndex(store, TODAY)
    package.write(store, index, index.select(), target)
    return target


def meddled(packed: Path, target: Path, change: Callable[[zipfile.ZipFile], object]) -> Path:
    """The package with entries put in at its end."""
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        change(new)
    return target


def symlink(bag: zipfile.ZipFile) -> None:
    entry = zipfile.ZipInfo("data/originals/link")
    entry.external_attr = 0o120777 << 16
    bag.writestr(entry, "/etc/passwd")


def many(bag: zipfile.ZipFile) -> None:
    for n in range(120_000):
        bag.writestr(f"data/{n}", "")


PUT_IN: dict[str, Callable[[zipfile.ZipFile], object]] = {
    "36 above": lambda bag: bag.writestr("../../evil", "x"),
    "36 absolute": lambda bag: bag.writestr("/abs", "x"),
    "36 backslashes": lambda bag: bag.writestr("data\\..\\..\\w", "x"),
    "36 a drive": lambda bag: bag.writestr("C:\\x", "x"),
    "37 a link": symlink,
    "39 a bomb": lambda bag: bag.writestr("data/zeros", bytes(90_000_000)),
    "41 a zip within": lambda bag: bag.writestr("data/inner.zip", b"PK\x03\x04"),
    "44 too many": many,
    "45 a NUL": lambda bag: bag.writestr("data/n\0ul", "x"),
    "46 not listed": lambda bag: bag.writestr("data/extra", "x"),
}


@pytest.mark.parametrize("row", PUT_IN)
def test_rows_36_to_46_nothing_of_such_a_package_is_taken_in(packed: Path, tmp_path: Path, row: str) -> None:
    odd = meddled(packed, tmp_path / "odd.zip", PUT_IN[row])
    store = new_case()
    before = content(store)
    assert package.verify(odd)
    with pytest.raises(ClaimlineError):
        package.verify_and_read(odd, lambda _stream, _type: "")
    assert content(store) == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_row_42_a_name_twice_is_refused(packed: Path, tmp_path: Path) -> None:
    odd = meddled(packed, tmp_path / "odd.zip", lambda bag: bag.writestr("data/claims.json", "{}"))
    assert package.verify(odd) == ["It contains a name twice."]


def test_rows_40_and_43_sizes_that_lie_and_locked_entries_are_refused(packed: Path, tmp_path: Path) -> None:
    raw = bytearray(packed.read_bytes())
    central = raw.index(b"PK\x01\x02")
    for at, words in ((central + 8, "encrypted"), (central + 24, "altered")):
        odd = bytearray(raw)
        odd[at] = (odd[at] - 1) % 256 if words == "altered" else odd[at] | 1
        path = tmp_path / f"odd{at}.zip"
        path.write_bytes(odd)
        assert any(words in trouble for trouble in package.verify(path)), package.verify(path)


def test_row_48_the_same_package_twice_keeps_its_originals_once(packed: Path) -> None:
    store = new_case()
    for _ in range(2):
        package.import_package(store, package.verify_and_read(packed, lambda stream, _: stream.read().decode()))
    assert len(store.all(Capture)) == 1
    assert len(store.all(Source)) == 1


# B5. Names of files


@pytest.mark.parametrize(
    ("row", "name"),
    [("49", "CON"), ("49", "aux.txt"), ("50", "a:b"), ("50", "trail. "), ("50", '<>:"|?*'), ("51", "n" * 300 + ".txt"),
     ("53", "photo\u202egpj.exe"), ("54", "-rf"), ("54", "$(x);rm ~"), ("55", "run.desktop")],
)  # fmt: skip
def test_rows_49_to_55_a_name_is_a_label_and_never_a_path(store: Store, tmp_path: Path, row: str, name: str) -> None:
    original = sources.Original(b"bytes", "text/plain", name)
    sources.add_source(store, Source(title=f"Row {row}"), original)
    (capture,) = store.all(Capture)
    assert capture.origin == name
    assert custody.ending(capture) == ".txt"
    target, index = tmp_path / "evidence.zip", ClaimIndex(store, TODAY)
    said(store, logged(store, "x"), source_id=capture.source_id)
    package.write(store, index, ClaimIndex(store, TODAY).select(), target)
    with zipfile.ZipFile(target) as bag:
        stored = [entry for entry in bag.namelist() if entry.startswith("data/originals/")]
    assert stored == [f"data/originals/{capture.sha256}.txt"]


@pytest.mark.parametrize(
    ("row", "label", "name"),
    [("49", "CON", "_CON"), ("49", "con.tar.gz", "_con.tar.gz"), ("49", "COM¹", "_COM¹"), ("49", "NUL .txt", "_NUL .txt"),
     ("50", "a:b", "a_b"), ("50", "trail. ", "trail"), ("50", '<>:"/\\|?*', "_" * 9), ("53", "photo\u202egpj.exe", "photo_gpj.exe"),
     ("51", "頁" * 300 + ".html", "頁" * 38 + ".html"), ("54", "../../etc/passwd", "_.._etc_passwd"), ("54", "", "original")],
)  # fmt: skip
def test_rows_49_to_54_a_copy_is_offered_a_name_that_every_system_takes(row: str, label: str, name: str) -> None:
    capture = Capture(
        source_id=1, sha256="", size=0, media_type="", captured="", captured_by=row, tool="", origin=label
    )
    assert custody.suggested_name(capture) == name


def test_row_56_only_ordinary_files_are_taken(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not a regular file"):
        from_file(tmp_path)
    with pytest.raises(Refused, match="not a regular file"):
        from_file(Path("/dev/zero"))
    with pytest.raises(NotFound):
        from_file(tmp_path / "gone")
    sparse = tmp_path / "sparse"
    with sparse.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(Refused, match="1 GiB"):
        from_file(sparse)


def test_row_58_bytes_altered_behind_the_program_are_told(store: Store, tmp_path: Path) -> None:
    read(store)
    (capture,) = store.all(Capture)
    store.db.execute("UPDATE chunk SET bytes = ? WHERE sha256 = ?", [b"other", capture.sha256])
    (altered,) = custody.verify(store)
    assert altered.capture.sha256 == capture.sha256
    assert captures.rehash(store.db, capture.sha256)[0] != capture.sha256
    with pytest.raises(Refused, match="not those that were captured"):
        custody.extract(store, capture, tmp_path / "copy.txt")
    assert list(tmp_path.iterdir()) == []


# B6. Text


def test_row_59_a_lone_surrogate_becomes_a_mark(store: Store) -> None:
    imported(store, b'[{"claim": "a \\ud800 b"}]', "claims.json")
    assert store.all(Claim)[0].statement == "a \ufffd b"
    assert from_text("a \ud800 b").source.text == "a \ufffd b"


def test_row_60_a_nul_does_not_hide_what_follows(store: Store) -> None:
    imported(store, b'[{"claim": "abc\\u0000def"}, {"claim": "sound"}]', "claims.json")
    for claim in store.all(Claim):
        assert "\0" not in claim.statement
    assert [claim.statement for claim in store.all(Claim)] == ["abc\ufffddef", "sound"]


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "cp1252", "big5", "gb18030"])
def test_rows_61_and_62_a_table_in_another_charset_is_read_without_mojibake(store: Store, charset: str) -> None:
    text = "claim,speaker\n" + ("Café fermé depuis été\n" if charset == "cp1252" else "擴建沒有超支的說法不實\n") * 3
    imported(store, text.replace("\n", ",x\n").replace("speaker,x", "speaker").encode(charset), "claims.csv")
    assert store.all(Claim)[0].statement.startswith("Caf" if charset == "cp1252" else "擴建沒有超支")


@pytest.mark.parametrize(
    "text", ["\u202eevil\u2066", "a\u200bb\u200d", "e" + "\u0301" * 1000, "\U0001f600\ue000\U000e0001"]
)
def test_rows_63_66_and_68_odd_characters_come_back_the_same(store: Store, tmp_path: Path, text: str) -> None:
    logged(store, f"x{text}x")
    path = tmp_path / "whole.jsonl"
    path.write_text("".join(f"{line}\n" for line in whole_case.export_jsonl(store)), "utf-8")
    other = new_case()
    whole_case.import_jsonl(other, path)
    assert other.all(Claim)[0].statement == f"x{text}x"
    index = ClaimIndex(store, TODAY)
    content = dossier.build(store, index, index.select())
    for form in (html, pdf, docx, markdown):
        assert form(content)


# B7. Structured imports


@pytest.mark.parametrize(
    ("row", "raw"),
    [
        ("69", b"[" * 100_000), ("69", b'{"a":' * 100_000), ("70", b'[{"claim": "x", "claim": "y"}]'),
        ("70", b'[{"claim": NaN}]'), ("70", b'[{"claim": 1e999}]'), ("70", b'[{"claim": ' + b"9" * 5000 + b"}]"),
        ("71", b""), ("71", b'claim\n"open\n'), ("75", b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "&b;">]><l>&a;</l>'),
        ("75", b"PK\x03\x04" + b"x" * 100), ("78", b"cos\nsystem\n(S'x'\ntR."),
    ],
)  # fmt: skip
def test_rows_69_to_78_what_cannot_be_read_is_refused_and_nothing_is_written(
    store: Store, row: str, raw: bytes
) -> None:
    before = content(store)
    with pytest.raises(ClaimlineError) as trouble:
        imported(store, raw, "odd.json" if row in ("69", "70") else "odd.xlsx" if raw[:2] == b"PK" else "odd.csv")
    assert "\n" not in str(trouble.value)
    assert content(store) == before


def test_row_71_ragged_rows_and_double_headers_are_named() -> None:
    table = tables.read(b"claim,note,note\nx,1\ny,1,2,3\n", "odd.csv")
    assert table.columns == ["claim", "note", "note (3)"]
    assert [problem.split(":")[0] for problem in table.problems] == ["row 1", "row 2"]


def test_row_72_a_header_is_a_label_alone(store: Store) -> None:
    head = '"""; DROP TABLE claim",],claim,' + ",".join(f"c{n}" for n in range(5000))
    imported(store, f"{head}\na,b,The pier is closed\n".encode(), "odd.csv")
    assert [claim.statement for claim in store.all(Claim)] == ["The pier is closed"]


def test_row_73_figures_stay_as_they_are_written(store: Store) -> None:
    imported(store, b"claim,note\n01234,1e5\nTRUE,2020-01-02\n", "odd.csv")
    assert [(claim.statement, claim.note) for claim in store.all(Claim)] == [("01234", "1e5"), ("TRUE", "2020-01-02")]


def test_row_75_entities_of_a_word_file_are_not_opened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as bag:
        bag.writestr("[Content_Types].xml", "<Types/>")
        bag.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>')
    draft = from_bytes(target.getvalue(), name="x.docx")
    assert draft.source.text == ""
    assert draft.content == target.getvalue()


@pytest.mark.parametrize(
    "words", ["0000-00-00", "31/02/2024", "year 99999", "2024-W53", "c. 1998", "-0044-03-15", "23:59:60"]
)
def test_row_77_an_odd_date_keeps_its_words(store: Store, words: str) -> None:
    imported(store, json.dumps([{"claim": "x", "claim_date": words}]).encode(), "claims.json")
    assert read_date(words).words == words
    index = ClaimIndex(store, TODAY)
    (facts,) = index.select()
    assert facts.said.words == words


def test_rows_16_and_47_a_file_is_written_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    logged(store, "x")
    index = ClaimIndex(store, TODAY)
    content = dossier.build(store, index, index.select())
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(CannotSave):
        dossier.write(content, tmp_path / "folder.md")
    with pytest.raises(CannotSave):
        dossier.write(content, tmp_path / "nowhere" / "dossier.md")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.md"]
