import numpy as np


def leaky_integrate_and_fire_step(V, current, h, tau, R, E, theta, reset):
    decay = h / tau
    new = (1 - decay) * V + decay * (E + R * current)
    spikes = (new >= theta).astype(np.int64)
    new[spikes == 1] = reset
    return new, spikes
