"""Records what Keras and TensorFlow give for the derivations' cases: `python -m tests.oracle.recorded.record_keras`.

Needs keras 3.15.1 and tensorflow-cpu 2.21.0.
"""

# mypy: ignore-errors

from __future__ import annotations

import keras
import numpy as np
import tensorflow as tf

from tests.oracle.recorded.records import Record, cases, write

keras.backend.set_floatx("float64")


def walked(optimizer, a, states):
    """The parameters after every step; `states` maps the optimizer's attributes to what they are before it."""
    w, rows = keras.Variable(a["w"], dtype="float64"), []
    optimizer.build([w])
    optimizer.iterations.assign(a.get("t", 0))
    for attribute, value in states.items():
        getattr(optimizer, attribute)[0].assign(value)
    for g, lr in zip(a["grads"], a["lrs"], strict=True):
        optimizer.learning_rate = float(lr)
        optimizer.apply([tf.constant(g)], [w])
        rows.append(w.numpy())
    return np.array(rows), *(getattr(optimizer, attribute)[0].numpy() for attribute in states)


def optimizers():
    """Every optimizer's derivation, from the states of its cases."""
    for derivation, nesterov in (("momentum_keras", False), ("nesterov_keras", True)):
        for name, a in cases(derivation):
            if a["mu"] > 0:
                optimizer = keras.optimizers.SGD(momentum=a["mu"], nesterov=nesterov)
                ws, v = walked(optimizer, a, {"momentums": a["v"]})
                yield Record(derivation, name, a, {"ws": ws, "v": v})
    for name, a in cases("adam_epsilon_hat"):
        optimizer = keras.optimizers.Adam(beta_1=a["beta1"], beta_2=a["beta2"], epsilon=a["eps"])
        ws, m, v = walked(optimizer, a, {"_momentums": a["m"], "_velocities": a["v"]})
        yield Record("adam_epsilon_hat", name, a, {"ws": ws, "m": m, "v": v})
    for name, a in cases("adagrad_mxnet"):
        ws, s = walked(keras.optimizers.Adagrad(epsilon=a["eps"]), a, {"_accumulators": a["s"]})
        yield Record("adagrad_mxnet", name, a, {"ws": ws, "s": s})
    for name, a in cases("rmsprop_mxnet"):
        ws, n = walked(keras.optimizers.RMSprop(rho=a["rho"], epsilon=a["eps"]), a, {"_velocities": a["n"]})
        yield Record("rmsprop_mxnet", name, a, {"ws": ws, "n": n})
    for name, a in cases("adadelta"):
        optimizer = keras.optimizers.Adadelta(rho=a["rho"], epsilon=a["eps"])
        ws, s, u = walked(optimizer, a, {"_accumulated_grads": a["s"], "_accumulated_delta_vars": a["u"]})
        yield Record("adadelta", name, a, {"ws": ws, "s": s, "u": u})
    for name, a in cases("adamw"):
        if a["t"] == 0:  # the same up to the place of eps, which is nothing here
            small = a | {"eps": 1e-30}
            optimizer = keras.optimizers.AdamW(
                beta_1=a["beta1"], beta_2=a["beta2"], epsilon=1e-30, weight_decay=a["wd"]
            )
            if np.all(a["grads"] != 0):
                ws, m, v = walked(optimizer, small, {"_momentums": a["m"], "_velocities": a["v"]})
                yield Record("adamw", name, small, {"ws": ws, "m": m, "v": v})


def raw_operations():
    """TensorFlow's own: the momentum of its kernel, clipping by the global norm, the moving average with num_updates."""
    for name, a in cases("momentum"):
        w, v, rows = tf.Variable(a["w"]), tf.Variable(a["v"]), []
        for g, lr in zip(a["grads"], a["lrs"], strict=True):
            one = {"lr": tf.constant(lr), "grad": tf.constant(g), "momentum": tf.constant(a["mu"], tf.float64)}
            tf.raw_ops.ResourceApplyMomentum(var=w.handle, accum=v.handle, **one)
            rows.append(w.numpy())
        yield Record("momentum", name, a, {"ws": np.array(rows), "v": v.numpy()})
    for name, a in cases("gradient_clipping"):
        grads = [tf.constant(a[key]) for key in ("dw1", "db1", "dw2")]
        clipped, norm = tf.clip_by_global_norm(grads, tf.constant(a["max_norm"], tf.float64))
        names = ("dw1_clipped", "db1_clipped", "dw2_clipped")
        outputs = {key: value.numpy() for key, value in zip(names, clipped, strict=True)}
        yield Record("gradient_clipping", name, a, outputs | {"norm": float(norm)})
    for name, a in cases("exponential_moving_average"):
        w, n, rows = tf.Variable(a["shadow"]), tf.Variable(0), []
        average = tf.train.ExponentialMovingAverage(a["decay"], num_updates=n)
        average.apply([w])  # the shadow begins as w
        for number, row in enumerate(a["ws"], start=a["n"]):
            n.assign(number)
            w.assign(row)
            average.apply([w])
            rows.append(average.average(w).numpy())
        yield Record("exponential_moving_average", name, a, {"shadows": np.array(rows)})


def schedules():
    """Keras' schedules, asked for each step."""
    for name, a in cases("piecewise_constant_keras"):
        boundaries, values = a["boundaries"].tolist(), a["values"].tolist()
        schedule = keras.optimizers.schedules.PiecewiseConstantDecay(boundaries, values)
        lrs = np.array([float(schedule(int(t))) for t in a["t"]])
        yield Record("piecewise_constant_keras", name, a, {"lrs": lrs})
    for name, a in cases("exponential_decay_keras"):
        options = {"decay_steps": a["decay_steps"], "decay_rate": a["rate"], "staircase": a["staircase"]}
        schedule = keras.optimizers.schedules.ExponentialDecay(a["base_lr"], **options)
        yield Record("exponential_decay_keras", name, a, {"lrs": np.array([float(schedule(int(t))) for t in a["t"]])})


if __name__ == "__main__":
    version = f"keras {keras.__version__}, tensorflow {tf.__version__}"
    write("keras", version, [*optimizers(), *raw_operations(), *schedules()])
