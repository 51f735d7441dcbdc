import numpy as np


def expected_calibration_error(confidence, correct, n_bins):
    edges = np.linspace(0, 1, n_bins + 1)
    which = np.clip(np.digitize(confidence, edges, right=True), 1, n_bins)
    ece, mce = 0.0, 0.0
    for m in range(1, n_bins + 1):
        inside = which == m
        if inside.any():
            gap = abs(correct[inside].mean() - confidence[inside].mean())
            ece += inside.mean() * gap
            mce = max(mce, gap)
    return ece, mce
