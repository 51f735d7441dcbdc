"""Independent computations for the questions on pooling and the layer types of a CNN."""

from __future__ import annotations

from collections.abc import Callable


def windows_that_cover(n: int, k: int, s: int) -> int:
    """How many windows it takes until the last pixel is covered."""
    windows = 1
    while (windows - 1) * s + k < n:
        windows += 1
    return windows


TEMPLATES: dict[str, Callable[..., float]] = {
    "dl-gen-pool-ceil-size": windows_that_cover,
    "dl-gen-pool-default-stride": lambda n, k: len(range(0, n - k + 1, k)),
}
