def adamw(w, m, v, t, grads, lrs, beta1, beta2, eps, wd):
    steps, size = grads.shape
    ws = [[0.0] * size for _ in range(steps)]
    m, v = m.tolist(), v.tolist()
    for j in range(size):
        x = float(w[j])
        for i in range(steps):
            g, lr, k = float(grads[i, j]), float(lrs[i]), t + i + 1
            m[j] = beta1 * m[j] + (1 - beta1) * g
            v[j] = beta2 * v[j] + (1 - beta2) * g * g
            m_hat = m[j] / (1 - beta1**k)
            v_hat = v[j] / (1 - beta2**k)
            x = x - lr * m_hat / (v_hat**0.5 + eps) - lr * wd * x
            ws[i][j] = x
    return ws, m, v
