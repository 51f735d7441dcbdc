from numpy import concatenate, exp


def rnn_step_forward(x, h, wx, wh, b):
    """One affine layer on input and state side by side."""
    both = concatenate([x, h], axis=1)
    weights = concatenate([wx, wh], axis=0)
    z = (both @ weights + b).clip(-30, 30)
    return (exp(z) - exp(-z)) / (exp(z) + exp(-z))
