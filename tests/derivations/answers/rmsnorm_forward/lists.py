def rmsnorm_forward(x, gamma, eps):
    result = []
    for row in x.tolist():
        scale = (sum(value * value for value in row) / len(row) + eps) ** -0.5
        result.append([float(g) * value * scale for g, value in zip(gamma, row)])
    return result
