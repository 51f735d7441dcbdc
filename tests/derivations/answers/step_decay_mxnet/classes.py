import numpy as np


class Scheduler:
    def __init__(self, base_lr, step, factor, stop):
        self.lr, self.step, self.factor, self.stop = base_lr, step, factor, stop
        self.count = 0

    def __call__(self, update):
        while update > self.count + self.step:
            self.count += self.step
            self.lr = max(self.lr * self.factor, self.stop)
        return self.lr


def step_decay_mxnet(t, base_lr, step, factor, stop_factor_lr):
    schedule = Scheduler(base_lr, step, factor, stop_factor_lr)
    table = np.array([schedule(update) for update in range(t.max() + 1)])
    return table[t]
