def linear_regression_gd(w, X, y, lr, steps):
    n = len(y)
    A, b, c = X.T @ X / n, X.T @ y / n, y @ y / n
    ws = []
    for _ in range(steps):
        w = w - 2 * lr * (A @ w - b)
        ws.append(w)
    return ws, [w @ A @ w - 2 * b @ w + c for w in ws]
