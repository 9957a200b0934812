"""The evidence package: whole, verifiable with standard tools, and silent about who is protected."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from tests.newsroom import TODAY, content, found, logged, new_case, person, read, said
from tracker.capture.drafts import from_bytes, text_in
from tracker.commands import package, sources
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.source import Source
from tracker.errors import CaseFileError, Refused
from tracker.samples import llama4
from tracker.store import Store, open_case
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check


def built(path: Path) -> Store:
    llama4.build(path, author="Reporter")
    return open_case(path, author="Reporter")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return built(tmp_path_factory.mktemp("demo") / "demo.claims")


@pytest.fixture(scope="module")
def packed(case: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("package") / "evidence.zip"
    index = ClaimIndex(case, TODAY)
    package.write(case, index, index.select(), target)
    return target


def altered(packed: Path, target: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """A tampered package: `change` edits its entries, by name."""
    with zipfile.ZipFile(packed) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    change(entries)
    with zipfile.ZipFile(target, "w") as new:
        for name, body in entries.items():
            new.writestr(name, body)
    return target


def test_a_package_is_sound_and_the_same_each_time(case: Store, packed: Path, tmp_path: Path) -> None:
    assert package.verify(packed) == []
    index = ClaimIndex(case, TODAY)
    package.write(case, index, index.select(), tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_a_stranger_verifies_it_with_the_tools_of_any_system(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as bag:
        for name in bag.namelist():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(bag.read(name))
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(["sha256sum", "-c", manifest], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert all(line.endswith(": OK") for line in done.stdout.splitlines())


def test_originals_lie_under_their_own_hashes(packed: Path) -> None:
    with zipfile.ZipFile(packed) as bag:
        originals = [name for name in bag.namelist() if name.startswith("data/originals/")]
        assert originals
        for name in originals:
            assert hashlib.sha256(bag.read(name)).hexdigest() == Path(name).name.split(".")[0]


def test_no_protected_name_is_in_it_anywhere(packed: Path) -> None:
    with zipfile.ZipFile(packed) as bag:
        for name in bag.namelist():
            assert "許文哲".encode() not in bag.read(name), name
            assert "许文哲".encode() not in bag.read(name), name


def test_an_original_that_names_a_protected_person_stays_in(store: Store, tmp_path: Path) -> None:
    person(store, "許文哲", protected=True)
    secret, plain = (
        read(store, "Notes", "许文哲 told us about the budget."),
        read(store, "Audit", "The budget was overrun."),
    )
    claim = logged(store, "The budget was overrun")
    for source in (secret, plain):
        said(store, claim, described="an employee", source_id=source.id)
    index = ClaimIndex(store, TODAY)
    written = package.write(store, index, index.select(), tmp_path / "x.zip")
    assert (written.left_out, written.originals) == (("Notes",), 1)
    with zipfile.ZipFile(tmp_path / "x.zip") as bag:
        assert not [name for name in bag.namelist() if "许文哲".encode() in bag.read(name)]


def taken(store: Store, path: Path) -> int:
    """Import a package with originals that have no text."""
    return package.import_package(store, package.verify_and_read(path, lambda _stream, _type: ""))


def test_a_package_that_changes_after_it_was_read_is_not_taken_in(packed: Path, tmp_path: Path) -> None:
    path = tmp_path / "evidence.zip"
    shutil.copy(packed, path)
    read = package.verify_and_read(path, lambda _stream, _type: "")
    path.write_bytes(path.read_bytes() + b"more")
    store = new_case()
    with pytest.raises(Refused, match="has changed since"):
        package.import_package(store, read)
    assert store.all(Claim) == []


MEDDLED: dict[str, tuple[Callable[[dict[str, bytes]], object], str]] = {
    "changed": (lambda e: e.update({"data/how-to-verify.txt": b"x"}), "was altered"),
    "taken out": (lambda e: e.pop("data/receipt.json"), "is listed but missing"),
    "put in": (lambda e: e.update({"data/extra.txt": b"x"}), "not listed"),
    "no list": (lambda e: e.pop("manifest-sha256.txt"), "manifest-sha256.txt is missing"),
    "climbing": (lambda e: e.update({"data/../../evil": b"x"}), "a name that no package has"),
    "absolute": (lambda e: e.update({"/etc/passwd": b"x"}), "a name that no package has"),
    "a list of nonsense": (lambda e: e.update({"manifest-sha256.txt": b"nonsense\n"}), "an invalid line"),
    "tags": (lambda e: e.update({"bag-info.txt": b"Payload-Oxum: 0.0\n"}), "bag-info.txt was altered"),
    "a bomb": (lambda e: e.update({"data/zeros": b""}), "not listed"),
}


@pytest.mark.parametrize("name", MEDDLED)
def test_what_was_meddled_with_is_named_and_never_taken_in(packed: Path, tmp_path: Path, name: str) -> None:
    change, words = MEDDLED[name]
    odd = altered(packed, tmp_path / "odd.zip", change)
    assert any(words in trouble for trouble in package.verify(odd)), package.verify(odd)
    store = new_case()
    before = content(store)
    with pytest.raises(Refused, match="was not imported"):
        taken(store, odd)
    assert content(store) == before
    store.close()


def relisted(entries: dict[str, bytes]) -> None:
    """Lists that fit whatever the entries now are."""
    entries.pop("tagmanifest-sha256.txt")
    payload = sorted(name for name in entries if name.startswith("data/"))
    lines = [f"{hashlib.sha256(entries[name]).hexdigest()}  {name}\n" for name in payload]
    entries["manifest-sha256.txt"] = "".join(lines).encode()


def test_an_original_that_is_not_what_its_name_says_is_no_original(packed: Path, tmp_path: Path) -> None:
    def forge(entries: dict[str, bytes]) -> None:
        entries[next(name for name in entries if name.startswith("data/originals/"))] = b"evil bytes"
        relisted(entries)

    odd = altered(packed, tmp_path / "odd.zip", forge)
    assert any("does not match the hash in its name" in trouble for trouble in package.verify(odd))


@pytest.mark.parametrize(
    "odd",
    [{"kinds": 5}, {"said_by": ["x"]}, {"statement": {"a": 1}}, {"said_by": [{"quote": ["x"]}]}, {"tags": "abc"}, 7],
)
def test_a_list_of_another_shape_is_refused_in_words(packed: Path, tmp_path: Path, odd: object) -> None:
    def bend(entries: dict[str, bytes]) -> None:
        listed = json.loads(entries["data/claims.json"])
        listed["claims"] = [{**listed["claims"][0], **odd} if isinstance(odd, dict) else odd]
        entries["data/claims.json"] = json.dumps(listed).encode()
        relisted(entries)

    store = new_case()
    with pytest.raises(Refused, match="its list of claims cannot be read"):
        taken(store, altered(packed, tmp_path / "odd.zip", bend))
    assert store.all(Claim) == []
    store.close()


def test_what_a_package_leaves_open_stays_open(packed: Path, tmp_path: Path) -> None:
    def bend(entries: dict[str, bytes]) -> None:
        listed = json.loads(entries["data/claims.json"])
        first = {"number": "C-001", "statement": "Only this", "tags": None, "kinds": None, "said": None,
                 "said_by": [{"who": None, "described": None, "quote": None, "source": None}]}  # fmt: skip
        listed["claims"] = [first]
        listed["sources"] = [{**listed["sources"][0], "sha256": "", "url": "javascript:alert(1)"}]
        entries["data/claims.json"] = json.dumps(listed).encode()
        relisted(entries)

    store = new_case()
    taken(store, altered(packed, tmp_path / "odd.zip", bend))
    (said_by,) = store.all(Attribution)
    assert (said_by.quote, said_by.described) == ("", "")
    assert store.all(Source)[0].url == ""
    store.close()


def test_a_zip_that_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bag:
        bag.writestr("data/zeros.bin", bytes(100_000_000))
    assert package.verify(path) == ["It is larger than a package may be; it was not read."]


def test_what_is_no_zip_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(b"PK\x03\x04 and nothing")
    with pytest.raises(CaseFileError, match="is not a package"):
        package.verify(path)


def test_the_text_of_an_original_is_read_from_its_bytes_and_quotes_are_found_in_it(tmp_path: Path) -> None:
    store = new_case()
    original = typst.compile(b"The harbour stays closed until May.", format="pdf")
    draft = from_bytes(original, name="minutes.pdf")
    source = sources.add_source(store, draft.source, sources.Original(original, draft.media_type, "minutes.pdf"))
    claim = logged(store, "It stays closed")
    said(store, claim, source_id=source.id, quote="stays closed until May")
    target, index = tmp_path / "evidence.zip", ClaimIndex(store, TODAY)
    package.write(store, index, index.select(), target)
    other = new_case()
    package.import_package(other, package.verify_and_read(target, text_in))
    (taken,) = other.all(Source)
    assert taken.text == source.text
    (attribution,) = other.all(Attribution)
    assert attribution.anchor_id is not None
    assert claim.statement == other.all(Claim)[0].statement
    store.close()
    other.close()


def test_a_package_is_taken_into_another_case_in_one_step(case: Store, packed: Path) -> None:
    store = new_case()
    step = store.last_step.n
    assert package.import_package(store, package.verify_and_read(packed, text_in)) == 20
    assert store.last_step.n == step + 1
    assert sorted(found(store, "")) == sorted(found(case, ""))
    assert sorted(found(store, "verdict:disputed")) == sorted(found(case, "verdict:disputed"))
    assert len(found(store, "by:lecun")) == 0
    assert len(found(store, "by:楊立昆")) == len(found(case, "by:楊立昆"))
    assert check(store) == []
    sources = len(store.db.execute("SELECT id FROM source").fetchall())
    package.import_package(store, package.verify_and_read(packed, text_in))
    preserved = [1 for _ in store.db.execute("SELECT DISTINCT sha256 FROM capture")]
    assert len(store.db.execute("SELECT id FROM source").fetchall()) - sources == sources - len(preserved)
    store.undo()
    store.undo()
    assert found(store, "") == []
    store.close()
