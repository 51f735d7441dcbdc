def leaky_integrate_and_fire_step(v, current, dt, tau, R, v_rest, v_threshold, v_reset):
    out, fired = [], []
    for i in range(len(v)):
        dv = (-(v[i] - v_rest) + R * current[i]) / tau
        u = v[i] + dv * dt
        if u >= v_threshold:
            out.append(v_reset)
            fired.append(True)
        else:
            out.append(u)
            fired.append(False)
    return out, fired
