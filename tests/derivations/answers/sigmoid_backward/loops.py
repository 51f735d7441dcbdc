import math


def sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


def sigmoid_backward(dout, z):
    result = z.copy()
    for k, value in enumerate(z.ravel().tolist()):
        a = sigmoid(value)
        result.flat[k] = dout.flat[k] * a * (1 - a)
    return result
