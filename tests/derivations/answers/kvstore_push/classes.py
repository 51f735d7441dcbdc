import numpy as np


class Store:
    def __init__(self, value, updater=None):
        self.value = value
        self.updater = updater

    def push(self, values):
        total = np.zeros_like(self.value)
        for value in values:
            total = total + value
        self.value = self.updater(self.value, total) if self.updater else total


def kvstore_push(stored, pushes, lr, rescale):
    store = Store(stored, None if lr is None else lambda value, grad: value - lr * (rescale * grad))
    rows = []
    for values in pushes:
        store.push(values)
        rows.append(store.value)
    return np.array(rows)
