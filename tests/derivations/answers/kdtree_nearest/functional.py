import numpy as np


def search(P, ids, depth, q, best):
    """best is (squared distance, id, visited); a new one is returned."""
    if len(ids) == 0:
        return best
    ax = depth % P.shape[1]
    ids = sorted(ids, key=lambda i: P[i][ax])
    h = len(ids) // 2
    i = ids[h]
    d2 = float(((P[i] - q) ** 2).sum())
    best = (d2, i, best[2] + 1) if d2 < best[0] else (best[0], best[1], best[2] + 1)
    gap = q[ax] - P[i][ax]
    sides = (ids[:h], ids[h + 1 :]) if gap < 0 else (ids[h + 1 :], ids[:h])
    best = search(P, sides[0], depth + 1, q, best)
    if gap * gap < best[0]:
        best = search(P, sides[1], depth + 1, q, best)
    return best


def kdtree_nearest(points, queries):
    found = [search(points, range(len(points)), 0, q, (np.inf, -1, 0)) for q in queries]
    return np.array([f[1] for f in found]), np.array([f[2] for f in found])
