"""Backups: whole, named only when verified, and not too many."""

from pathlib import Path

import pytest

from tracker.commands import actors
from tracker.domain.actor import Actor
from tracker.errors import CannotSave
from tracker.store import create_case, open_case
from tracker.store.backup import KEPT, back_up, folder
from tracker.store.integrity import check


def test_a_backup_is_a_whole_case_that_ends_in_the_same_step(tmp_path: Path) -> None:
    store = create_case(tmp_path / "port.claims", "Port", author="Reporter")
    actors.add_actor(store, "林安")
    backup = back_up(store)
    assert backup is not None
    copy = open_case(backup, author="", read_only=True)
    assert [actor.name for actor in copy.all(Actor)] == ["林安"]
    assert copy.receipt() == store.receipt()
    assert check(copy) == []
    copy.close()
    assert back_up(store) is None
    store.close()


def test_the_oldest_backups_go_and_the_newest_stay(tmp_path: Path) -> None:
    store = create_case(tmp_path / "port.claims", "Port", author="Reporter")
    for number in range(KEPT + 3):
        actors.add_actor(store, f"Person {number}")
        back_up(store)
    backups = sorted(folder(tmp_path / "port.claims").iterdir())
    assert len(backups) == KEPT
    assert f"{store.last_step.n:07d}" in backups[-1].name
    store.close()


def test_a_backup_that_cannot_be_written_says_so_and_leaves_the_case(tmp_path: Path) -> None:
    store = create_case(tmp_path / "port.claims", "Port", author="Reporter")
    folder(tmp_path / "port.claims").write_text("a file where the folder should be")
    with pytest.raises(CannotSave, match="The case itself is saved"):
        back_up(store)
    assert check(store) == []
    store.close()
