import numpy as np


def windows(length, kernel, stride, pad=0):
    return (length + 2 * pad - kernel) // stride + 1


def infer_shapes(nodes, known):
    shapes = {}
    for node in nodes:
        name, op = node["name"], node["op"]
        if op == "variable":
            if name in known:
                shapes[name] = list(known[name])
            continue
        x = shapes[node["inputs"][0]]
        if op == "dense":
            _, weight, bias = node["inputs"]
            features = int(np.prod(x[1:]))
            shapes[weight] = [node["units"], features]
            shapes[bias] = [node["units"]]
            shapes[name] = [x[0], node["units"]]
        elif op == "conv":
            _, weight, bias = node["inputs"]
            k, s, p = node["kernel"], node["stride"], node["pad"]
            shapes[weight] = [node["filters"], x[1], k, k]
            shapes[bias] = [node["filters"]]
            shapes[name] = [x[0], node["filters"], windows(x[2], k, s, p), windows(x[3], k, s, p)]
        elif op == "pool":
            k, s = node["kernel"], node["stride"]
            shapes[name] = [x[0], x[1], windows(x[2], k, s), windows(x[3], k, s)]
        else:
            shapes[name] = list(x)
    return shapes
