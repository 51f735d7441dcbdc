import numpy as np


def parameter_server_async(w, A, b, lr, events):
    versions = [w]
    version_of = {}
    staleness = []
    for kind, worker in events:
        newest = len(versions) - 1
        if kind == "pull":
            version_of[worker] = newest
            continue
        used = version_of.get(worker, 0)
        staleness.append(newest - used)
        versions.append(versions[-1] - lr * (np.dot(A, versions[used]) - b))
    return np.array(versions[1:]), np.array(staleness)
