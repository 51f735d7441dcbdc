from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from quizdl.app.analysis import analyse
from quizdl.app.stats import statistics
from quizdl.bank.compiled import Bank
from quizdl.cli.interview_report import text_of
from quizdl.cli.stats import Page
from quizdl.cli.views.report import report
from quizdl.domain.analysis import Analysis
from quizdl.domain.progress import Progress
from quizdl.domain.scorecard import findings
from quizdl.errors import QuizdlError
from quizdl.history.store import History
from tests.cli.views.browser import CONTRAST, chromium, console, requests, show
from tests.cli.views.rendering import NOW
from tests.domain.test_scorecard import card, scored

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PHONE, DESKTOP = 390, 1280
HOSTILE = "<script>alert(1)</script><img src=http://example.invalid/x>"


class _Tags(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def overview(looked_at: Analysis, studied: History, small_bank: Bank) -> Progress:
    assert looked_at.calibration
    return statistics(small_bank, studied, now=NOW, zone=UTC)


@pytest.fixture
def page(overview: Progress, looked_at: Analysis, tmp_path: Path) -> Path:
    """The page of a rich history, in which a question and a topic have hostile names."""
    questions = tuple(replace(question, prompt=f"{HOSTILE} {'long' * 40}") for question in looked_at.questions or ())
    topics = tuple(
        replace(topic, title=HOSTILE) if place == 0 else topic for place, topic in enumerate(overview.topics)
    )
    file = tmp_path / "stats.html"
    file.write_text(
        report(replace(overview, topics=topics), replace(looked_at, questions=questions), NOW, UTC), encoding="utf-8"
    )
    return file


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    with chromium(tmp_path / "browser") as opened:
        yield opened


def test_the_page_has_everything_as_text_and_loads_nothing(page: Path) -> None:
    tags = _Tags(page.read_text(encoding="utf-8"))
    names = {tag for tag, _ in tags.found}
    assert not names & {"script", "img", "iframe", "object", "embed", "audio", "video", "form", "base"}
    assert [about for tag, about in tags.found if tag == "link"] == [{"rel": "icon", "href": "data:,"}]
    loaded = [
        value
        for _, about in tags.found
        for name, value in about.items()
        if name in ("src", "href", "xlink:href", "action")
    ]
    assert loaded == ["data:,"]
    assert not re.search(r"url\((?!#)", page.read_text(encoding="utf-8"))
    charts = [about for tag, about in tags.found if tag == "svg"]
    assert len(charts) >= 8
    assert all(about["role"] == "img" and about["aria-label"] for about in charts)
    for words in ("Was the schedule right?", "True retention", "Time against the limit", "Learning curve", "Hardest questions",
                  "Mistakes made and mended", "Mock interviews", "No longer in this bank", "The last year", "Due in the next"):  # fmt: skip
        assert words in tags.text
    assert HOSTILE in tags.text, "a name is text, whatever it looks like"


def test_an_empty_history_has_a_page_too(small_bank: Bank, history: History) -> None:
    empty = statistics(small_bank, history, now=NOW, zone=UTC)
    text = _Tags(report(empty, analyse(small_bank, history, tuple(Page), now=NOW, zone=UTC), NOW, UTC)).text
    assert "No question has come back" in text
    assert "Learning curve" not in text


def test_without_what_draws_it_one_line_says_so(
    overview: Progress, looked_at: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(QuizdlError, match="needs vl_convert") as raised:
        report(overview, looked_at, NOW, UTC)
    assert raised.value.hint == "pip install 'quizdl[report]'"


def readable(browser: Chrome, page: Path, width: int, scheme: str) -> int:
    """Whether a page fits and can be read; how many texts there are."""
    show(browser, page, width, scheme)
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    wide = "return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
    assert browser.execute_script(wide) <= width
    texts = browser.execute_script(CONTRAST)
    assert not [found for found in texts if found[1] < 4.5], "contrast below 4.5"
    assert not [found for found in texts if found[2] < 10], "smaller than 10 px"
    return len(texts)


@pytest.mark.browser
def test_in_a_browser_it_is_readable_at_every_width_in_light_and_dark(page: Path, browser: Chrome) -> None:
    seen: dict[tuple[int, str], Any] = {}
    for width in (PHONE, DESKTOP):
        for scheme in ("light", "dark"):
            assert readable(browser, page, width, scheme) > 200
            charts = browser.execute_script(
                "return [...document.querySelectorAll('figure')].filter(f => f.checkVisibility()).map(f => {"
                " const box = f.querySelector('svg').getBoundingClientRect();"
                " const marks = [...f.querySelectorAll('[class*=mark-rect] path, [class*=mark-symbol] path, [class*=mark-line] path')];"
                " return [box.left, box.right, box.height, marks.map(m => getComputedStyle(m)).map(s => s.fill + ' ' + s.stroke)] })"
            )
            assert len(charts) >= 8
            assert all(
                left >= 0 and right <= width and right - left > 250 and height > 80 for left, right, height, _ in charts
            )
            assert all(marks for *_, marks in charts), "a chart is empty"
            inks = {ink for *_, marks in charts for ink in marks}
            assert not any("rgb(0, 0, 0)" in ink for ink in inks), "a colour is not known"
            seen[width, scheme] = inks
    assert seen[PHONE, "light"] != seen[PHONE, "dark"]
    assert console(browser) == []
    assert set(requests(browser)) == {page.as_uri()}


@pytest.mark.browser
def test_the_report_of_an_interview_is_readable_too(tmp_path: Path, browser: Chrome) -> None:
    answers = [
        *(scored(score=score, topic=topic, confidence=0.95, answer="x" * 200, right=HOSTILE, says=HOSTILE) for score in (0, 0.5, 1) for topic in "tu"),
        *(scored(kind, score, title=f"{HOSTILE} {'long' * 40}", topic="v") for kind in ("chain", "product") for score in (0, 1, 1)),
    ]  # fmt: skip
    done, before = card(*answers), card(scored(), at=NOW - timedelta(days=400), session="0")
    page = tmp_path / "interview.html"
    page.write_text(text_of(".html", done, findings(done, [before, done]), {"t": HOSTILE}), encoding="utf-8")
    for width in (PHONE, DESKTOP):
        for scheme in ("light", "dark"):
            assert readable(browser, page, width, scheme) > 40
    assert console(browser) == []
    assert set(requests(browser)) == {page.as_uri()}


@pytest.mark.browser
def test_the_browser_can_say_no(tmp_path: Path, browser: Chrome) -> None:
    page = tmp_path / "bad.html"
    page.write_text(
        "<body style='background: #777'><p style='color: #888; width: 900px'>faint</p><img src='missing.png'>"
        "<script>console.error('no')</script>"
    )
    show(browser, page, PHONE, "light")
    assert browser.execute_script("return document.documentElement.scrollWidth") > PHONE
    ((text, contrast, size),) = [found for found in browser.execute_script(CONTRAST) if found[0] == "faint"]
    assert (text, round(contrast, 1), size) == ("faint", 1.3, 16)
    assert len(console(browser)) == 2
    assert {url.rsplit("/", 1)[1] for url in requests(browser)} == {"bad.html", "missing.png"}
