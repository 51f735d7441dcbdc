import math


def pegasos_step(w, X, y, lam, t):
    k, d = X.shape
    new = [float(v) * (1 - 1 / t) for v in w]
    for i in range(k):
        if y[i] * sum(X[i][j] * w[j] for j in range(d)) < 1:
            for j in range(d):
                new[j] += y[i] * X[i][j] / (lam * t * k)
    length = math.sqrt(sum(v * v for v in new))
    if length * math.sqrt(lam) > 1:
        new = [v / (length * math.sqrt(lam)) for v in new]
    return new
