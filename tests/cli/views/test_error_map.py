from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from rich.text import Text
from syrupy.assertion import SnapshotAssertion

from quizdl.cli.views.error_map import chart_lines, map_lines, tells
from quizdl.domain.judgement import ErrorMap, Trajectory
from quizdl.grading.compare import compare
from quizdl.grading.error_map import COLUMNS, ROWS, trajectory
from tests.cli.views.rendering import drawn

FITS = 58
"""A view of 60 columns stands one column from the edge, the map two more."""


def mapped(mine: NDArray[np.float64], right: NDArray[np.float64]) -> ErrorMap | None:
    return compare("dx", mine, right, 1e-6).map


def plain(lines: list[Text]) -> str:
    return drawn(Text("\n").join(lines), FITS)


def test_each_grade_of_error_has_its_glyph() -> None:
    right = np.full((1, 6), 10.0)
    error_map = mapped(np.add(right, [0, 0.05, 0.5, 5, 50, np.nan]), right)
    assert error_map is not None
    assert error_map.levels == ((0, 1, 2, 3, 4, 5),)
    assert plain(map_lines(error_map)) == ("  0    5\n0 ·░▒▓█!\n· right  ░ <1 %  ▒ <10 %  ▓ <100 %  █ more  ! nan, inf")


WHERE: dict[str, tuple[tuple[int, ...], Any]] = {
    "one row": ((9,), np.s_[3:5]),
    "last column": ((5, 7), np.s_[:, -1]),
    "four axes": ((2, 2, 2, 3), np.s_[1, 0]),
    "blocks": ((50, 130), np.s_[40:, 100:]),
    "many in one row": ((100,), np.s_[7]),
    "one column": ((30, 1), np.s_[12:20]),
}


@pytest.mark.parametrize("name", WHERE)
def test_the_map_shows_where_it_is_wrong(name: str, snapshot: SnapshotAssertion) -> None:
    shape, place = WHERE[name]
    right = np.arange(1.0, np.prod(shape) + 1).reshape(shape)
    mine = right.copy()
    mine[place] *= 1.5
    error_map = mapped(mine, right)
    assert error_map is not None
    assert tells(error_map)
    assert plain(map_lines(error_map)) == snapshot


@given(hnp.arrays(np.float64, hnp.array_shapes(max_dims=4, max_side=60), elements=st.floats(-3, 3)), st.integers(0, 9))
def test_a_map_is_small_and_true(right: NDArray[np.float64], at: int) -> None:
    mine = right.copy()
    mine.flat[at % right.size] += 7
    error_map = mapped(mine, right)
    if right.size == 1:
        assert error_map is None
        return
    assert error_map is not None
    assert len(error_map.levels) <= ROWS
    assert all(len(row) <= COLUMNS for row in error_map.levels)
    assert sum(level > 0 for row in error_map.levels for level in row) == 1
    assert plain(map_lines(error_map))  # fits


def test_a_map_that_is_the_same_everywhere_is_not_drawn() -> None:
    error_map = mapped(np.full((3, 4), 2.0), np.ones((3, 4)))
    assert error_map is not None
    assert not tells(error_map)
    few = mapped(np.array([1.5, 200.0]), np.ones(2))
    assert few is not None
    assert not tells(few)


WALKS = {
    "drifts apart": (np.linspace(0, 2, 12), np.linspace(0, 1, 12)),
    "diverges": (np.cumprod(np.full(8, -3.0)), np.cumprod(np.full(8, 0.5))),
    "no number": (np.array([1, 0.5, np.nan, np.nan]), np.array([1, 0.5, 0.25, 0.125])),
    "stands still": (np.ones(5), np.zeros(5)),
    "many steps": (np.sin(np.arange(300) / 20), np.cos(np.arange(300) / 20)),
}  # fmt: skip


@pytest.mark.parametrize("name", WALKS)
def test_two_walks_are_drawn_step_by_step(name: str, snapshot: SnapshotAssertion) -> None:
    mine, right = WALKS[name]
    walk = trajectory(mine[:, None], right[:, None])
    assert walk is not None
    assert plain(chart_lines(walk, "ws")) == snapshot


def test_the_coordinate_that_is_farthest_off_is_drawn() -> None:
    right = np.zeros((4, 2, 3))
    mine = right.copy()
    mine[3, 1, 2], mine[1, 0, 0] = 5, 1
    assert trajectory(mine, right) == Trajectory((1, 2), (0, 0, 0, 5), (0, 0, 0, 0))
    assert trajectory(mine[:2], right[:2]) is None
    assert trajectory(mine[:3], right) is None
