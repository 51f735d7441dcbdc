import numpy as np


def expected_calibration_error(confidence, correct, n_bins):
    gaps, shares = [], []
    for m in range(n_bins):
        low, high = m / n_bins, (m + 1) / n_bins
        inside = (confidence > low) & (confidence <= high)
        if m == 0:
            inside |= confidence == 0
        n = np.count_nonzero(inside)
        if n == 0:
            continue
        gaps.append(abs(np.sum(correct[inside]) / n - np.sum(confidence[inside]) / n))
        shares.append(n / len(confidence))
    return np.dot(gaps, shares), max(gaps)
