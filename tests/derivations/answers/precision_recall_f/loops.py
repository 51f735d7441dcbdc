def precision_recall_f(counts, beta):
    K = len(counts)
    P, R, F = [], [], []
    for k in range(K):
        tp = counts[k][k]
        called = sum(counts[i][k] for i in range(K))
        actual = sum(counts[k][j] for j in range(K))
        p = tp / called if called else 0.0
        r = tp / actual if actual else 0.0
        P.append(p)
        R.append(r)
        F.append((1 + beta**2) * p * r / (beta**2 * p + r) if p + r else 0.0)
    return P, R, F
