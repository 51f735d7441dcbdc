import numpy as np


def ctc_forward(log_probs, target, blank):
    """Probabilities, rescaled in each frame by a power that is kept aside; as a matrix product of the transitions."""
    L = len(target)
    S = 2 * L + 1
    ext = np.array([target[s // 2] if s % 2 else blank for s in range(S)])
    A = np.eye(S) + np.eye(S, k=1)
    for s in range(3, S, 2):
        A[s - 2, s] = float(ext[s] != ext[s - 2])
    p = np.exp(np.asarray(log_probs, dtype=float))
    state = np.zeros(S)
    state[:2] = p[0, ext[:2]]
    shift, rows = 0.0, []
    with np.errstate(divide="ignore"):
        for t in range(len(p)):
            if t:
                state = (state @ A) * p[t, ext]
            total = state.max()
            if total > 0:
                state, shift = state / total, shift + np.log(total)
            rows.append(np.log(state) + shift)
        log_alpha = np.array(rows)
        return log_alpha, -np.logaddexp(log_alpha[-1, -1], log_alpha[-1, -2])
