import numpy as np


class Stopper:
    def __init__(self, patience, min_delta):
        self.patience, self.min_delta = patience, min_delta
        self.best, self.best_epoch, self.bad = None, None, 0

    def should_stop(self, epoch, loss):
        if self.best is None or self.best - loss > self.min_delta:
            self.best, self.best_epoch, self.bad = loss, epoch, 0
            return False
        self.bad += 1
        return self.bad == self.patience


def early_stopping(losses, patience, min_delta):
    stopper = Stopper(patience, min_delta)
    for epoch, loss in enumerate(losses):
        if stopper.should_stop(epoch, loss):
            return np.array(epoch), np.array(stopper.best_epoch)
    return np.array(len(losses) - 1), np.array(stopper.best_epoch)
