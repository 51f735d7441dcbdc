"""What all tests share: a fixed hypothesis profile, and a home of their own."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "quizdl", derandomize=True, deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quizdl")

ROOT = Path(__file__).parent.parent
BANK = ROOT / "question_bank"


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh QUIZDL_HOME; nothing of the person who runs the tests is touched. Wherever quizdl is started, it is this one."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("QUIZDL_HOME", str(folder))
    for name in ("QUIZDL_BANK", "QUIZDL_WORKSPACE", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return folder
