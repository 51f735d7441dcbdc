from __future__ import annotations

from pathlib import Path

import pytest

from quizdl import kinds
from quizdl.app.new_bank import new_bank
from quizdl.app.prove import prove
from quizdl.bank.check import Checked
from quizdl.bank.editorial import editorial
from quizdl.bank.json_schema import FILE, MODELINE, schema_of_files, written
from quizdl.errors import UsageError


def test_a_new_bank_has_every_kind_and_a_derivation_and_nothing_is_wrong_with_it(tmp_path: Path) -> None:
    checked = Checked(new_bank(tmp_path / "mine"))
    assert [str(finding) for finding in (*checked.findings, *editorial(checked))] == []
    (items,), (derivation,) = checked.items.values(), checked.derivations.values()
    assert sorted(item.kind for item in items) == sorted(kinds.names())
    assert prove(derivation) == []
    assert (tmp_path / "mine" / FILE).read_text(encoding="utf-8") == written(schema_of_files())
    assert all(path.read_text(encoding="utf-8").startswith(MODELINE) for path in (tmp_path / "mine").glob("*.yaml"))


def test_nothing_that_is_there_is_touched(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("there", "link"):
        with pytest.raises(UsageError, match="is there already"):
            new_bank(tmp_path / name)
    with pytest.raises(UsageError, match="cannot be made"):
        new_bank(tmp_path / ("x" * 300))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "there"]
    assert list((tmp_path / "there").iterdir()) == []
