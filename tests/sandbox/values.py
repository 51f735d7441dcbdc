"""Values that cross between the processes: strategies for them, and what it means that they are alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from quizdl.sandbox.protocol import DTYPES

arrays = st.sampled_from(DTYPES).flatmap(
    lambda dtype: hnp.arrays(np.dtype(dtype), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.binary(max_size=8)
values = st.recursive(
    plain | st.integers(-(2**4000), 2**4000) | arrays,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=8,
)


def alike(one: Any, other: Any) -> bool:
    """Whether two values have the same types, shapes, element types and bytes: not-a-numbers are alike, 0.0 and -0.0 are not."""
    if isinstance(one, np.ndarray | np.generic):
        same_kind = isinstance(other, np.ndarray | np.generic) and one.dtype == other.dtype and one.shape == other.shape
        return same_kind and one.tobytes() == other.tobytes()
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return list(one) == list(other) and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    return repr(one) == repr(other)
