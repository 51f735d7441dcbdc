import numpy as np


def bias_variance(predictions, f, noise):
    g_bar = np.sum(predictions, axis=0) / len(predictions)
    bias2 = ((g_bar - f) ** 2).mean()
    variance = ((predictions - g_bar) ** 2).mean()
    error = ((predictions - f) ** 2).mean() + noise**2
    return bias2, variance, error
