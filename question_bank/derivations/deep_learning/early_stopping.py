"""Early stopping with patience

`losses`, of shape (T,) with T ≥ 1, holds the validation loss after each epoch, had training gone on; epochs are counted
from 0. Stopping follows these rules, as in Keras' `EarlyStopping`:

* The first epoch is an improvement. After that, an epoch is one if its loss is **less than** b − `min_delta`, where b is
  the loss at the last improvement and min_delta ≥ 0.
* Training stops after the first epoch that completes `patience` (≥ 1) epochs in a row without an improvement; if that
  never happens, after the last epoch, T − 1.

Return `(stop_epoch, best_epoch)`: the number of the last epoch that was run, and the number of the last improvement up to
then, whose weights one restores. Both are whole numbers.
"""

import numpy as np

SUBTOPIC = "dl.reg"
LEVEL = 2
MINUTES = 6
RETURNS = ("stop_epoch", "best_epoch")
HINTS = (
    "Walk through the epochs with two things in hand: the loss of the last improvement and its epoch.",
    "The epochs without improvement in a row are this epoch's number minus the best epoch's number.",
    "At each epoch: an improvement replaces best loss and best epoch; otherwise stop if epoch − best epoch = patience.",
)
SOLUTION = """
Keep the best loss b and the epoch e* at which it was reached; at first they are those of epoch 0. At epoch t with the loss ℓ:

* ℓ < b − min_delta: an improvement. b = ℓ, e* = t.
* otherwise there have been t − e* epochs without improvement in a row. If that is `patience`, return t and e*.

No counter is needed: an improvement sets t − e* back to 0 by itself. After the loop the budget of epochs is used up, and the
last epoch is T − 1.

Three points decide the details. *Less than*: an equal loss is no improvement. *min_delta*: a tiny gain alone does not
count, but several in a row may together, because b stays where it is until it is beaten by more than min_delta. And the
best epoch is the best of those **seen**: a better loss after the stop is never computed.

The weights of epoch e* are restored, since those of the stop are `patience` epochs of overfitting further.
"""
SOURCE = (
    "TensorFlow API documentation, tf.keras.callbacks.EarlyStopping, arguments min_delta and patience; Goodfellow, Bengio, "
    "Courville 2016, Deep Learning, section 7.8 'Early Stopping'"
)
COVERS = ("16d",)
REVIEWED = "2026-11-22 fixed"


def early_stopping(losses, patience, min_delta):
    """The epoch after which training stops, and the best one.

    losses: (T,) validation loss after each epoch
    patience: epochs without improvement after which training stops, at least 1
    min_delta: the last improvement has to be beaten by more than this, not negative
    Returns stop_epoch, best_epoch (whole numbers, counted from 0).
    """
    best, best_epoch = losses[0], 0
    for epoch, loss in enumerate(losses):
        if loss < best - min_delta:
            best, best_epoch = loss, epoch
        elif epoch - best_epoch == patience:
            return epoch, best_epoch
    return len(losses) - 1, best_epoch


def _falling(rng, count, step=0.125):
    """So many losses, each smaller by more than step; multiples of 1/64, so that differences are exact."""
    return 4 - np.cumsum(step + rng.integers(1, 8, size=count) / 64)


def _above(rng, level, count):
    """So many losses above a level, up and down."""
    return level + rng.integers(1, 32, size=count) / 64


def inputs(rng):
    a, b, c = (int(n) for n in rng.permutation(np.arange(3, 8))[:3])
    fall = _falling(rng, a)
    yield "one epoch", {"losses": fall[:1], "patience": 1, "min_delta": 0.0}
    yield "falling all the time", {"losses": _falling(rng, b), "patience": 2, "min_delta": 0.0}
    losses = np.concatenate([fall, _above(rng, fall[-1], c), fall[-1:] - 1, fall[-1:] - 2])
    yield "better again after the stop", {"losses": losses, "patience": c, "min_delta": 0.0}
    yield "one more patient: the stop is not reached", {"losses": losses, "patience": c + 1, "min_delta": 0.0}
    losses = np.concatenate([fall, _above(rng, fall[-1], c - 1)])
    yield "the epochs run out first", {"losses": losses, "patience": c, "min_delta": 0.0}
    parts = []
    for level in (3.0, 2.0, 1.0, 0.0):
        parts += [[level], _above(rng, level, b - 1)]
    yield "interrupted by improvements", {"losses": np.concatenate(parts), "patience": b, "min_delta": 0.0}
    zigzag = np.concatenate([[1.0], 2 + np.tile([0.5, 0.25], c)]) + rng.integers(8) / 8
    yield "better than the epoch before, not than the best", {"losses": zigzag, "patience": 3, "min_delta": 0.0}
    yield "the best loss again and again", {"losses": np.full(a + b, fall[0]), "patience": a, "min_delta": 0.0}
    creeping = fall[-1] - np.arange(2 * c + 3) / 16
    yield "creeping, less than min_delta in each epoch", {"losses": creeping, "patience": c + 1, "min_delta": 0.25}
    yield "less than min_delta, and patience 2", {"losses": creeping, "patience": 2, "min_delta": 0.25}
    losses = np.concatenate([fall, fall[-1] - np.array([1, 3, 2]) / 16])
    yield "lower at the end, but by less than min_delta", {"losses": losses, "patience": 4, "min_delta": 0.25}
    upwards = np.concatenate([fall, fall[-1] + np.arange(1, b + 2) / 16, fall[-1:] + 1])
    yield "creeping upwards", {"losses": upwards, "patience": b, "min_delta": 0.125}
    rising = fall[-1] + np.arange(1 + b) / 8
    yield "rising all the time, patience 1", {"losses": rising, "patience": 1, "min_delta": 0.0}
    losses = np.float32(np.concatenate([fall, _above(rng, fall[-1], b), fall[:2]]))
    yield "in float32", {"losses": losses, "patience": b, "min_delta": 0.0625}


def naive(losses, patience, min_delta):
    improvements = [0]
    for t in range(1, len(losses)):
        if losses[t] < losses[improvements[-1]] - min_delta:
            improvements.append(t)
    for k, start in enumerate(improvements):
        end = improvements[k + 1] if k + 1 < len(improvements) else len(losses)
        if end - start > patience:
            return start + patience, start
    return len(losses) - 1, improvements[-1]


def _run(losses, improves, out_of_patience):
    """The rules with others in their place: improves(loss, best, before), out_of_patience(in a row, in all)."""
    best, best_epoch, before, in_all = np.inf, 0, np.inf, 0
    for epoch, loss in enumerate(losses):
        if improves(loss, best, before):
            best, best_epoch = loss, epoch
        else:
            in_all += 1
            if out_of_patience(epoch - best_epoch, in_all):
                return epoch, best_epoch
        before = loss
    return len(losses) - 1, best_epoch


def mistake_one_epoch_late(losses, patience, min_delta):
    """You stop one epoch late. Training stops when the epochs without improvement reach `patience`, not when they
    exceed it.
    """
    return _run(losses, lambda loss, best, _: loss < best - min_delta, lambda row, _: row > patience)


def mistake_lowest_loss(losses, patience, min_delta):
    """You returned the epoch of the lowest loss. Asked is that of the last improvement, and a loss that is lower by
    min_delta or less is none.
    """
    stop, _ = early_stopping(losses, patience, min_delta)
    return stop, int(np.argmin(losses[: stop + 1]))


def mistake_one_epoch_early(losses, patience, min_delta):
    """You stop one epoch early: the improvement itself is not one of the epochs without improvement."""
    return _run(losses, lambda loss, best, _: loss < best - min_delta, lambda row, _: row >= patience - 1)


def mistake_counter_not_reset(losses, patience, min_delta):
    """You counted all epochs without improvement. They have to be in a row: an improvement sets the count back to 0."""
    return _run(losses, lambda loss, best, _: loss < best - min_delta, lambda _, in_all: in_all >= patience)


def mistake_compared_with_epoch_before(losses, patience, min_delta):
    """You compared with the epoch before. An improvement has to beat the best loss so far."""
    return _run(losses, lambda loss, _, before: loss < before - min_delta, lambda row, _: row >= patience)


def mistake_equal_is_improvement(losses, patience, min_delta):
    """You took an equal loss for an improvement. It has to be less."""
    return _run(losses, lambda loss, best, _: loss <= best - min_delta, lambda row, _: row >= patience)


def mistake_min_delta_ignored(losses, patience, min_delta):
    """You left min_delta out: the best loss has to be beaten by more than that."""
    return _run(losses, lambda loss, best, _: loss < best, lambda row, _: row >= patience)


def mistake_min_delta_added(losses, patience, min_delta):
    """You allowed a loss to be worse by min_delta and still be an improvement. It must be lower by more than that."""
    return _run(losses, lambda loss, best, _: loss < best + min_delta, lambda row, _: row >= patience)


def mistake_best_of_all_epochs(losses, patience, min_delta):
    """Your best epoch is that of the smallest loss of the whole list. Epochs after the stop were never run, and a gain
    of less than min_delta is no improvement.
    """
    return early_stopping(losses, patience, min_delta)[0], int(np.argmin(losses))


def mistake_counted_from_one(losses, patience, min_delta):
    """You counted the epochs from 1; here the first one has number 0."""
    stop_epoch, best_epoch = early_stopping(losses, patience, min_delta)
    return stop_epoch + 1, best_epoch + 1


def mistake_best_is_stop_minus_patience(losses, patience, min_delta):
    """Your best epoch is stop − patience. That holds only if patience ran out, not if the epochs did."""
    stop_epoch, _ = early_stopping(losses, patience, min_delta)
    return stop_epoch, max(0, stop_epoch - patience)
