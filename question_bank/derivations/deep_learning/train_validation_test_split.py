"""Training, validation and test set

N examples are to be split. `order`, of shape (N,), is a random permutation of their numbers 0 … N − 1, drawn
beforehand. `percent_validation` and `percent_test` are whole numbers of percent, 0 or more, with a sum below 100.

The validation set gets ⌊N · percent_validation / 100⌋ examples and the test set ⌊N · percent_test / 100⌋, both rounded
**down** exactly, as in whole numbers; the training set gets all the others. In the order of the permutation the
training set comes **first**, then the validation set, then the test set.

Return `train`, `validation` and `test`: three arrays of the examples' numbers, in the order of the permutation. Either
of the last two may be empty. Leave `order` as it is.
"""

import numpy as np

SUBTOPIC = "dl.training"
LEVEL = 1
MINUTES = 6
RETURNS = ("train", "validation", "test")
HINTS = (
    "Find the two sizes that are given, and from them where the permutation has to be cut.",
    "Percent are whole numbers, so the sizes can be too: N * percent // 100. A fraction such as 0.29 is not exact in binary.",
    "Cut before position N − n_validation − n_test and before N − n_test, both counted from the front: order[-0:] would be everything.",
)
SOLUTION = """The sizes first: n_val = ⌊N·p_val/100⌋, n_test = ⌊N·p_test/100⌋, and what rounding leaves over is trained
on, n_train = N − n_val − n_test. Multiply before dividing, in whole numbers: with floats 100 · 0.29 is
28.999999999999996, and rounded down that is 28.

Then the permutation is cut twice, at n_train and at n_train + n_val. Counting from the front is safe; order[−n:] for
the last n is everything if n = 0.

Together the parts hold each example exactly once: no example may be in two of them, or the score on one set has already
been seen by the other. The permutation matters as well: files are often sorted by class or by date, and a cut through
sorted data gives sets of different kinds.

What each is for: weights are fitted on the training set, hyper-parameters and the moment to stop are chosen on the
validation set, and the test set is used once, at the end. Examples that belong together (one patient, one video) must
go to one side together.
"""
SOURCE = "Goodfellow, Bengio and Courville 2016, Deep Learning, section 5.3 (hyperparameters and validation sets)"
COVERS = ("15h",)
REVIEWED = "2026-11-22 agreed"


def train_validation_test_split(order, percent_validation, percent_test):
    """The numbers of the examples in each of the three sets.

    order: (N,) permutation of 0 to N - 1
    percent_validation: whole number of percent
    percent_test: whole number of percent
    returns train, validation, test: arrays of whole numbers, in the order of the permutation
    """
    n_validation = len(order) * percent_validation // 100
    n_test = len(order) * percent_test // 100
    n_train = len(order) - n_validation - n_test
    return np.split(order, [n_train, n_train + n_validation])


def _case(rng, n, validation, test):
    return {"order": rng.permutation(n), "percent_validation": validation, "percent_test": test}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(3, 20))[:6])
    yield "ten examples", _case(rng, 10, 20, 10)
    yield "one example", _case(rng, 1, 30, 30)
    yield "no validation set", _case(rng, 20 + a, 0, 25)
    yield "no test set", _case(rng, 20 + b, 15, 0)
    yield "everything is trained on", _case(rng, 10 + c, 0, 0)
    yield "sizes that are no whole numbers", _case(rng, 103 + 10 * d, 16, 27)
    yield "equal percentages", _case(rng, 57 + 10 * e, 33, 33)
    # a whole number of examples, but just below it if 0.29, 0.57 or 0.58 is multiplied in binary
    yield "a hundred examples, 29 and 57 percent", _case(rng, 100, *(int(p) for p in rng.permutation([29, 57])))
    yield "two hundred examples, 29 and 58 percent", _case(rng, 200, *(int(p) for p in rng.permutation([29, 58])))
    yield "hardly any training set", _case(rng, 30 + f, 50, 49)
    yield "sets too small for a single example", _case(rng, 9, 10, 11)


def naive(order, percent_validation, percent_test):
    train, validation, test = [], [], []
    n = len(order)
    for example in reversed(order.tolist()):
        if 100 * (len(test) + 1) <= n * percent_test:
            test.insert(0, example)
        elif 100 * (len(validation) + 1) <= n * percent_validation:
            validation.insert(0, example)
        else:
            train.insert(0, example)
    return np.array(train, dtype=int), np.array(validation, dtype=int), np.array(test, dtype=int)


def _cut(order, n_validation, n_test):
    n_train = len(order) - n_validation - n_test
    return order[:n_train], order[n_train : n_train + n_validation], order[n_train + n_validation :]


def _sizes(order, percent_validation, percent_test):
    return len(order) * percent_validation // 100, len(order) * percent_test // 100


def mistake_permutation_ignored(order, percent_validation, percent_test):
    """You cut the numbers 0 to N − 1 themselves. Data often come sorted: take the examples in the order of the
    permutation.
    """
    return _cut(np.arange(len(order)), *_sizes(order, percent_validation, percent_test))


def mistake_sets_sorted(order, percent_validation, percent_test):
    """You sorted each set. The sets are right, but asked is the order of the permutation: sorted examples make poor
    mini-batches.
    """
    return tuple(np.sort(part) for part in train_validation_test_split(order, percent_validation, percent_test))


def mistake_rounded_to_nearest(order, percent_validation, percent_test):
    """You rounded the sizes to the nearest whole number. Both are rounded down, and the training set gets what is left."""
    n = len(order)
    return _cut(order, (n * percent_validation + 50) // 100, (n * percent_test + 50) // 100)


def mistake_left_over_to_test(order, percent_validation, percent_test):
    """You rounded the size of the training set, and gave the test set what is left. It is the other way round: the two
    held-out sets are rounded down.
    """
    n = len(order)
    n_train = n * (100 - percent_validation - percent_test) // 100
    n_validation = n * percent_validation // 100
    return _cut(order, n_validation, n - n_train - n_validation)


def mistake_held_out_first(order, percent_validation, percent_test):
    """You took the held-out sets from the front. In the order of the permutation the training set comes first."""
    n_validation, n_test = _sizes(order, percent_validation, percent_test)
    held_out = n_validation + n_test
    return order[held_out:], order[:n_validation], order[n_validation:held_out]


def mistake_test_before_validation(order, percent_validation, percent_test):
    """You put the test set before the validation set. The order is training, validation, test."""
    train, test, validation = train_validation_test_split(order, percent_test, percent_validation)
    return train, validation, test


def mistake_fraction_not_exact(order, percent_validation, percent_test):
    """You divided the percentage by 100 first. 0.29 is a little less in binary, and 100 · 0.29 rounds down to 28:
    multiply first, in whole numbers.
    """
    n = len(order)
    return _cut(order, int(n * (percent_validation / 100)), int(n * (percent_test / 100)))


def mistake_minus_zero(order, percent_validation, percent_test):
    """You took the last n_test examples with order[-n_test:]. If n_test is 0, that is all of them: count from the
    front.
    """
    n_validation, n_test = _sizes(order, percent_validation, percent_test)
    n_train = len(order) - n_validation - n_test
    return order[:n_train], order[n_train : n_train + n_validation], order[-n_test:]


def mistake_validation_is_also_trained_on(order, percent_validation, percent_test):
    """Your training set still holds the validation examples. Choosing by examples that were trained on chooses what
    overfits: the sets must not overlap.
    """
    train, validation, test = train_validation_test_split(order, percent_validation, percent_test)
    return np.concatenate([train, validation]), validation, test


def mistake_test_share_of_the_rest(order, percent_validation, percent_test):
    """You took the test percentage of what the validation set had left over. Both are shares of all N examples."""
    n_validation, _ = _sizes(order, percent_validation, percent_test)
    return _cut(order, n_validation, (len(order) - n_validation) * percent_test // 100)
