import numpy as np


def nesterov(params, velocity, gradients, rates, momentum):
    trajectory = np.zeros(gradients.shape)
    x = np.array(params, dtype=float)
    vel = np.array(velocity, dtype=float)
    for step in range(gradients.shape[0]):
        previous = vel
        vel = momentum * previous + gradients[step]
        x = x - rates[step] * ((1 + momentum) * gradients[step] + momentum**2 * previous)
        trajectory[step] = x
    return trajectory, vel
