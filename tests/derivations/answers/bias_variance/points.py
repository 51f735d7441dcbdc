def bias_variance(predictions, f, noise):
    M, N = predictions.shape
    b = v = 0.0
    for n in range(N):
        column = [float(predictions[m, n]) for m in range(M)]
        mean = sum(column) / M
        b += (mean - float(f[n])) ** 2
        v += sum((c - mean) ** 2 for c in column) / M
    b, v = b / N, v / N
    return {"bias2": b, "variance": v, "expected_error": b + v + noise * noise}
