import math


def numerical_gradient(x, A, c, h):
    n = len(x)

    def f(p):
        quadratic = sum(p[i] * A[i][j] * p[j] for i in range(n) for j in range(n))
        return quadratic + sum(c[j] * math.sin(p[j]) for j in range(n))

    result = []
    for j in range(n):
        p = [float(v) for v in x]
        p[j] = float(x[j]) + h
        up = f(p)
        p[j] = float(x[j]) - h
        result.append((up - f(p)) / (2 * h))
    return result
