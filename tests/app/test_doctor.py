from __future__ import annotations

import sys

import pytest

from quizdl.app.doctor import examine
from quizdl.sandbox.processes import How

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")


@pytest.mark.parametrize("how", ["warm", "cold"])
def test_every_attempt_is_stopped_and_every_layer_stops_some_alone(how: How) -> None:
    report = examine(how)
    assert report.safe
    assert {layer for attempt in report.attempts for layer in attempt.by} == set(report.holds)
    by = {attempt.what: attempt.by for attempt in report.attempts}
    assert by["see whether a file is there"] == ("seccomp",)
    assert by["take more memory than allowed"] == ("limits",)
