from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Here


def test_a_page_is_shown_alone_and_all_of_them_after_the_overview(here: Here, small: None) -> None:
    here("drill", "--json", stdin="1\n" * 8)
    overview, one, everything = (here("stats", *options).stdout for options in ((), ("-p", "time"), ("--all",)))
    assert "Time against the limit" in one
    assert "Progress · " not in one
    assert "Time against the limit" not in overview
    titles = [
        "Progress · ",
        "Was the schedule right?",
        "Time against the limit",
        "Learning curves",
        "Hardest questions",
        "Mock interviews",
    ]
    places = [everything.index(title) for title in titles]
    assert places == sorted(places)


def test_the_html_page_is_written_whole_or_not_at_all(here: Here, small: None, tmp_path: Path) -> None:
    here("drill", "--json", stdin="1\n" * 8)
    file = tmp_path / "stats.html"
    done = here("stats", "--html", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(str(file)[:20])
    assert file.read_text(encoding="utf-8").rstrip().endswith("</html>")
    told = json.loads(here("stats", "--html", file, "--topic", "order", "--since", "2020-01-01", "--json").stdout)
    assert told == {"path": str(file), "bytes": file.stat().st_size}
    page = file.read_text(encoding="utf-8")
    assert "Orders · since 01 Jan 2020" in page
    assert [path.name for path in tmp_path.iterdir()] == ["stats.html"]
