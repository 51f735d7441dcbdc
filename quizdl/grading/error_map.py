"""Where an output is wrong and by how much, small enough to be seen at once; and two trajectories where they part most."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from quizdl.domain.judgement import ErrorMap, Trajectory

SMALL = 1e-9
"""Elements below this fraction of the largest one count as that large: an error in a 0 has no relative size."""
ROWS, COLUMNS = 12, 40
STEPS_TOLD = 3
"""Steps from which on a trajectory says more than a table."""


def error_map(mine: NDArray[Any], right: NDArray[Any], wrong: NDArray[np.bool_]) -> ErrorMap | None:
    """The grade of error in each element, or the worst in each block of elements; None for a single element.

    The last axis runs along the columns, all others are laid flat along the rows.

    Args:
        mine: what the answer gave.
        right: what is expected, of the same shape.
        wrong: where they differ.
    """
    if mine.shape != right.shape or right.size < 2:
        return None
    with np.errstate(all="ignore"):
        a, b = mine.astype(np.float64), right.astype(np.float64)
        scale = float(np.max(np.abs(b[np.isfinite(b)]), initial=0.0))
        error = np.abs(a - b) / np.maximum(np.abs(b), SMALL * scale or 1.0)
    levels = 1 + np.digitize(np.nan_to_num(error, nan=np.inf), ErrorMap.BOUNDS)
    levels[~np.isfinite(a)] = ErrorMap.LOST
    levels[~wrong] = 0
    table = levels.reshape(-1, right.shape[-1])
    down, across = -(-table.shape[0] // ROWS), -(-table.shape[1] // COLUMNS)
    blocks = np.maximum.reduceat(table, range(0, table.shape[0], down), axis=0)
    blocks = np.maximum.reduceat(blocks, range(0, table.shape[1], across), axis=1)
    return ErrorMap(tuple(map(tuple, blocks.tolist())), right.shape, down, across)


def trajectory(mine: NDArray[Any], right: NDArray[Any]) -> Trajectory | None:
    """The coordinate that is farthest off at any step, over all steps; None if there are too few steps to see anything."""
    if mine.shape != right.shape or not right.size or len(right) < STEPS_TOLD:
        return None
    a, b = mine.astype(np.float64).reshape(len(right), -1), right.astype(np.float64).reshape(len(right), -1)
    with np.errstate(all="ignore"):
        far = np.nan_to_num(np.abs(a - b), nan=np.inf)
    column = int(np.argmax(far.max(axis=0)))
    index = tuple(int(k) for k in np.unravel_index(column, right.shape[1:])) if right.ndim > 1 else ()
    return Trajectory(index, tuple(map(float, a[:, column])), tuple(map(float, b[:, column])))
