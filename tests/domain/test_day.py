from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizdl.domain.day import day_of, end_of_day, in_words

BERLIN, NEW_YORK, KOLKATA = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Asia/Kolkata"))
NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


@pytest.fixture
def new_york_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        (datetime(2026, 6, 10, 3, 59, 59, tzinfo=BERLIN), BERLIN, date(2026, 6, 9)),
        (datetime(2026, 6, 10, 4, 0, tzinfo=BERLIN), BERLIN, date(2026, 6, 10)),
        (datetime(2026, 6, 10, 0, 30, tzinfo=BERLIN), BERLIN, date(2026, 6, 9)),
        (datetime(2026, 1, 1, 1, 0, tzinfo=BERLIN), BERLIN, date(2025, 12, 31)),
        (datetime(2026, 6, 10, 1, 59, tzinfo=UTC), BERLIN, date(2026, 6, 9)),
        (datetime(2026, 6, 10, 2, 0, tzinfo=UTC), BERLIN, date(2026, 6, 10)),
        (datetime(2026, 6, 10, 7, 59, tzinfo=UTC), NEW_YORK, date(2026, 6, 9)),
        (datetime(2026, 6, 10, 8, 0, tzinfo=UTC), NEW_YORK, date(2026, 6, 10)),
        (datetime(2026, 6, 9, 22, 30, tzinfo=UTC), KOLKATA, date(2026, 6, 10)),
        (datetime(2026, 3, 29, 1, 59, tzinfo=UTC), BERLIN, date(2026, 3, 28)),  # 03:59, clocks went forward at 02:00
        (datetime(2026, 3, 29, 2, 0, tzinfo=UTC), BERLIN, date(2026, 3, 29)),
        (datetime(2026, 10, 25, 2, 59, tzinfo=UTC), BERLIN, date(2026, 10, 24)),  # 03:59, they went back at 03:00
        (datetime(2026, 10, 25, 3, 0, tzinfo=UTC), BERLIN, date(2026, 10, 25)),
    ],
)
def test_a_day_begins_at_four_in_the_morning_of_the_person(at: datetime, zone: ZoneInfo, day: date) -> None:
    assert day_of(at, zone) == day


@pytest.mark.parametrize(
    ("at", "zone", "end"),
    [
        (NOW, BERLIN, datetime(2026, 6, 11, 2, 0, tzinfo=UTC)),
        (NOW, KOLKATA, datetime(2026, 6, 10, 22, 30, tzinfo=UTC)),
        (datetime(2026, 6, 10, 1, 0, tzinfo=UTC), BERLIN, datetime(2026, 6, 10, 2, 0, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, 0, tzinfo=UTC), BERLIN, datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), BERLIN, datetime(2026, 10, 25, 3, 0, tzinfo=UTC)),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), NEW_YORK, datetime(2026, 3, 8, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_day_ends_at_the_next_four_in_the_morning(at: datetime, zone: ZoneInfo, end: datetime) -> None:
    assert end_of_day(at, zone) == end
    assert end_of_day(at, zone).tzinfo is UTC


@pytest.mark.parametrize(("day", "hours"), [("2026-03-28", 23), ("2026-10-24", 25), ("2026-06-10", 24)])
def test_the_day_across_a_change_of_clocks_is_an_hour_shorter_or_longer(day: str, hours: int) -> None:
    morning = datetime.fromisoformat(f"{day}T04:00").replace(tzinfo=BERLIN).astimezone(UTC)
    assert end_of_day(morning, BERLIN) - morning == timedelta(hours=hours)


def test_without_a_zone_it_is_the_systems(new_york_clock: None) -> None:
    winter = datetime(2026, 1, 10, 8, 59, tzinfo=UTC)
    assert day_of(winter, None) == date(2026, 1, 9)
    assert end_of_day(winter, None) == datetime(2026, 1, 10, 9, 0, tzinfo=UTC)
    assert end_of_day(datetime(2026, 3, 7, 12, 0, tzinfo=UTC), None) == datetime(2026, 3, 8, 8, 0, tzinfo=UTC)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),
    st.sampled_from([BERLIN, NEW_YORK, KOLKATA, UTC]),
)
def test_every_moment_lies_in_its_own_day(at: datetime, zone: ZoneInfo) -> None:
    end = end_of_day(at, zone)
    assert at < end <= at + timedelta(hours=25)
    assert day_of(end - timedelta(microseconds=1), zone) == day_of(at, zone)
    assert day_of(end, zone) == day_of(at, zone) + timedelta(days=1)


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(days=-3), "now"),
        (timedelta(0), "now"),
        (timedelta(seconds=1), "in 1 min"),
        (timedelta(minutes=10), "in 10 min"),
        (timedelta(minutes=89), "in 89 min"),
        (timedelta(minutes=90), "in 2 hours"),
        (timedelta(hours=13), "in 13 hours"),  # 03:00, still today
        (timedelta(hours=14), "tomorrow"),
        (timedelta(hours=37), "tomorrow"),
        (timedelta(days=2), "in 2 days"),
        (timedelta(days=59), "in 59 days"),
        (timedelta(days=60), "in 2 months"),
        (timedelta(days=365), "in 12 months"),
    ],
)
def test_when_something_comes_back_is_told_in_words(after: timedelta, words: str) -> None:
    assert in_words(NOW + after, NOW, BERLIN) == words


def test_in_ten_minutes_is_not_tomorrow_though_the_day_ends_before() -> None:
    night = datetime(2026, 6, 10, 3, 55, tzinfo=BERLIN)
    assert in_words(night + timedelta(minutes=10), night, BERLIN) == "in 10 min"
    assert in_words(night + timedelta(hours=3), night, BERLIN) == "tomorrow"
