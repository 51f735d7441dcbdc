import numpy as np


def graph_backward(nodes, values):
    """Each node asks its users for its gradient."""
    value = {k: np.asarray(v, dtype=float) for k, v in values.items()}
    users = {node["name"]: [] for node in nodes}
    for node in nodes:
        args = [value[i] for i in node["inputs"]]
        if node["op"] == "add":
            value[node["name"]] = args[0] + args[1]
        if node["op"] == "mul":
            value[node["name"]] = args[0] * args[1]
        if node["op"] == "matmul":
            value[node["name"]] = args[0].dot(args[1])
        if node["op"] == "tanh":
            value[node["name"]] = np.tanh(args[0])
        if node["op"] == "sum":
            value[node["name"]] = np.array(args[0].sum())
        for position, i in enumerate(node["inputs"]):
            users[i].append((node, position))
    cache = {nodes[-1]["name"]: np.array(1.0)}

    def gradient(name):
        if name not in cache:
            total = np.zeros(value[name].shape)
            for user, position in users[name]:
                g = gradient(user["name"])
                if user["op"] == "mul":
                    g = g * value[user["inputs"][1 - position]]
                elif user["op"] == "tanh":
                    g = g / np.cosh(value[name]) ** 2
                elif user["op"] == "matmul" and position == 0:
                    g = g.dot(value[user["inputs"][1]].T)
                elif user["op"] == "matmul":
                    g = value[user["inputs"][0]].T.dot(g)
                total = total + g
            cache[name] = total
        return cache[name]

    return {name: gradient(name) for name in values}
