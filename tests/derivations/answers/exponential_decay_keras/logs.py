import numpy as np


def exponential_decay_keras(t, base_lr, decay_steps, rate, staircase):
    periods = t // decay_steps if staircase else t / decay_steps
    return np.exp(np.log(base_lr) + periods * np.log(rate))
