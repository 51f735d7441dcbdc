from itertools import islice
from math import floor


def train_validation_test_split(order, percent_validation, percent_test):
    n = len(order)
    sizes = {
        "validation": floor(n * percent_validation / 100),
        "test": floor(n * percent_test / 100),
    }
    it = iter(order.tolist())
    return {
        "train": list(islice(it, n - sum(sizes.values()))),
        "validation": list(islice(it, sizes["validation"])),
        "test": list(it),
    }
