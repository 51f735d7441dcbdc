import math


def softmax(row):
    top = max(row)
    powers = [math.exp(value - top) for value in row]
    total = sum(powers)
    return [power / total for power in powers]


def scaled_dot_product_attention(q, k, v):
    q, k, v = q.tolist(), k.tolist(), v.tolist()
    root = math.sqrt(len(q[0][0]))
    out, weights = [], []
    for queries, keys, values in zip(q, k, v):
        rows = [softmax([sum(a * b for a, b in zip(one, key)) / root for key in keys]) for one in queries]
        weights.append(rows)
        out.append(
            [[sum(w * value[m] for w, value in zip(row, values)) for m in range(len(values[0]))] for row in rows]
        )
    return out, weights
