"""One time step of leaky integrate-and-fire neurons

Each of N neurons has a membrane voltage v and receives a current I. Between spikes the voltage follows

    τ dv/dt = −(v − v_rest) + R·I

Take one explicit (forward) **Euler** step of length `dt` from `v`, both terms on the right at the beginning of the
step. Then a neuron whose new voltage has reached the threshold, v ≥ `v_threshold`, fires: it spikes once, and its
voltage is set to `v_reset`. There is no refractory period, and a voltage given at the beginning is not tested.

`v` and `current` have shape (N,); the other arguments are numbers, in units that fit (ms, mV, MΩ, nA). Return `v_new`,
of shape (N,), the voltages after the step and the reset, and `spikes`, of shape (N,), 1 for a neuron that fired and 0
for the others.
"""

import numpy as np

SUBTOPIC = "dl.brain"
LEVEL = 1
MINUTES = 6
RETURNS = ("v_new", "spikes")
HINTS = (
    "Solve the equation for dv/dt. An Euler step adds dt times that to v.",
    "The order matters: first integrate, then compare the new voltage with the threshold, then reset.",
    "With u = v + (dt/τ) (v_rest − v + R·I): spikes where u ≥ v_threshold, and there v_new is v_reset, elsewhere u.",
)
SOLUTION = """Divided by τ the equation reads dv/dt = [−(v − v_rest) + R·I]/τ. Explicit Euler takes the slope at the
beginning of the step as constant, so

    u = v + (dt/τ) [ −(v − v_rest) + R·I ]

The first term is the leak: it pulls the voltage back to rest, from either side, and loses a fraction dt/τ of the
distance in each step. The second drives it up. For a constant current the voltage tends to v_rest + R·I, so a neuron
fires regularly only if R·I > v_threshold − v_rest.

Then the discontinuous part: where u ≥ v_threshold there is a spike, and the voltage starts again at v_reset; elsewhere
it is u. The test must look at u, for the threshold is crossed by integrating, and at nothing that is reset already: a
reset voltage is below the threshold and would never fire.

The stronger the current, the more often it fires: an artificial neuron's activation can be read as such a rate, in
which the single spikes are lost. The jump has no useful derivative, so spiking nets are trained with surrogate
gradients.
"""
SOURCE = "Gerstner, Kistler, Naud and Paninski 2014, Neuronal Dynamics, section 1.3 (integrate-and-fire models)"
COVERS = ("11h", "14a")
REVIEWED = "2026-11-22 fixed"


def leaky_integrate_and_fire_step(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """Voltages after one Euler step and the reset, and which neurons fired.

    v: (N,) membrane voltages
    current: (N,) input currents
    dt: length of the step
    tau: time constant τ of the membrane
    R: resistance of the membrane
    v_rest: voltage at rest
    v_threshold: voltage at which a neuron fires
    v_reset: voltage after a spike
    returns v_new: (N,), spikes: (N,) of 0 and 1
    """
    u = v + dt / tau * (v_rest - v + R * current)
    spikes = u >= v_threshold
    return np.where(spikes, v_reset, u), spikes.astype(float)


def _case(rng, n, dt=1.0, tau=10.0, R=10.0):
    """Neurons below, near and above the threshold; none within 0.01 of it after the step."""
    numbers = {"dt": dt, "tau": tau, "R": R, "v_rest": -65.0, "v_threshold": -50.0, "v_reset": -70.0}
    v = np.linspace(-68.0, -50.5, n) + rng.uniform(-0.4, 0.4, size=n) if n > 1 else np.array([-60.0 - rng.random()])
    current = rng.permutation(np.linspace(-1.0, 5.0, n)) + rng.uniform(-0.1, 0.1, size=n)
    u = v + dt / tau * (-65.0 - v + R * current)
    current = np.where(np.abs(u + 50.0) < 0.01, current - 0.1 * tau / (dt * R), current)
    return {"v": v, "current": current, **numbers}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(5, 25))[:6])
    yield "one neuron", _case(rng, 1)
    yield "some neurons fire", _case(rng, 10 + a)
    yield "a short step and a slow membrane", _case(rng, b, dt=0.1, tau=25.0)
    yield "a step as long as the time constant", _case(rng, c, dt=8.0, tau=8.0, R=4.0)
    yield "a step longer than the time constant", _case(rng, d, dt=15.0, tau=6.0, R=3.0)
    v = np.array([-66.0, -56.0, -50.0, -54.0])
    exact = {"v": v, "current": np.array([8.0, 6.0, 1.5, -1.0]), "dt": 2.0, "tau": 4.0, "R": 4.0}
    yield "voltages that reach the threshold exactly", exact | {"v_rest": -66.0, "v_threshold": -49.0, "v_reset": -70.0}
    above = _case(rng, e)
    above["v"] = -50.0 + rng.uniform(0.1, 1.0, size=e)
    above["current"] = rng.uniform(-3.0, 0.5, size=e)
    yield "voltages that begin above the threshold", above
    yield "no current at all", _case(rng, f) | {"current": np.zeros(f)}
    plain = {
        "v": rng.uniform(0, 0.99, size=a),
        "current": rng.uniform(0.5, 2.5, size=a),
        "dt": 0.2,
        "tau": 1.5,
        "R": 1.5,
    }
    yield "rest and reset at 0, threshold at 1", plain | {"v_rest": 0.0, "v_threshold": 1.0, "v_reset": 0.0}
    half = _case(rng, 10 + c)
    yield "in float32", half | {name: half[name].astype(np.float32) for name in ("v", "current")}


def naive(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    v_new, spikes = [], []
    for voltage, i in zip(v, current, strict=True):
        slope = (-(float(voltage) - v_rest) + R * float(i)) / tau
        after = float(voltage) + slope * dt
        fires = not after < v_threshold
        spikes.append(1 if fires else 0)
        v_new.append(v_reset if fires else after)
    return np.array(v_new), np.array(spikes)


def large(rng):
    return _case(rng, 100_000)


def _fired(u, v_threshold, v_reset):
    spikes = u >= v_threshold
    return np.where(spikes, v_reset, u), spikes.astype(float)


def mistake_tested_before_integrating(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You compared the old voltage with the threshold. It is crossed by integrating: take the step first, then test the
    new voltage.
    """
    u = v + dt / tau * (v_rest - v + R * current)
    spikes = v >= v_threshold
    return np.where(spikes, v_reset, u), spikes.astype(float)


def mistake_step_inverted(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You multiplied by τ/dt. The slope is divided by τ and multiplied by dt: a slow membrane moves little."""
    return _fired(v + tau / dt * (v_rest - v + R * current), v_threshold, v_reset)


def mistake_leak_drives_away(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """Your leak drives the voltage away from rest. It pulls it back: the term is −(v − v_rest)."""
    return _fired(v + dt / tau * (v - v_rest + R * current), v_threshold, v_reset)


def mistake_leak_to_zero(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """Your voltage leaks towards 0. It leaks towards v_rest: subtract that first."""
    return _fired(v + dt / tau * (-v + R * current), v_threshold, v_reset)


def mistake_current_added_whole(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You added R·I whole. It stands under the derivative as the leak does: both are multiplied by dt/τ."""
    return _fired(v + dt / tau * (v_rest - v) + R * current, v_threshold, v_reset)


def mistake_resistance_forgotten(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You added a current to voltages. The resistance makes a voltage of it: R·I."""
    return _fired(v + dt / tau * (v_rest - v + current), v_threshold, v_reset)


def mistake_reset_to_rest(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You set the voltage back to v_rest. After a spike it starts at v_reset, which may be lower."""
    return _fired(v + dt / tau * (v_rest - v + R * current), v_threshold, v_rest)


def mistake_not_reset(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """Your spikes are right, but the voltage stays above the threshold, and the neuron would fire in every step: set it
    to v_reset.
    """
    u = v + dt / tau * (v_rest - v + R * current)
    return u, (u >= v_threshold).astype(float)


def mistake_only_above_threshold(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You fired only above the threshold. A voltage that reaches it exactly fires too: ≥."""
    u = v + dt / tau * (v_rest - v + R * current)
    return np.where(u > v_threshold, v_reset, u), (u > v_threshold).astype(float)


def mistake_exact_solution(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    """You used the exact solution with exp(−dt/τ). It is better, but asked is the explicit Euler step, which replaces
    1 − exp(−dt/τ) by dt/τ.
    """
    target = v_rest + R * current
    return _fired(target + (v - target) * np.exp(-dt / tau), v_threshold, v_reset)
