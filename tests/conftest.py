"""Fixtures of every test: no display, no user settings, no thread left running and no warning ignored."""

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.newsroom import new_case
from tracker.capture import reading
from tracker.store import Store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The time of one example depends on how busy the machine is, not on whether the result is right.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings and documents of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))


@pytest.fixture(autouse=True)
def patient_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a file may take longer than a user would wait: the machine may be busy with other tests."""
    monkeypatch.setattr(reading, "SECONDS", 300)


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """A test that leaves a thread behind fails."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(60)
    left = [thread for thread in set(threading.enumerate()) - before if not isinstance(thread, threading._DummyThread)]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def nothing_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that logs a warning it does not expect fails."""
    yield
    warnings = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not warnings, f"logged: {[record.getMessage() for record in warnings]}"


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty case in memory."""
    case = new_case()
    yield case
    case.close()
