import numpy as np


class Tensor:
    def __init__(self, value):
        self.value = np.asarray(value)
        self.grad = np.zeros(self.value.shape)
        self.back = lambda: None


def forward(op, inputs):
    values = [i.value for i in inputs]
    if op == "add":
        out = Tensor(values[0] + values[1])
    elif op == "mul":
        out = Tensor(values[0] * values[1])
    elif op == "matmul":
        out = Tensor(values[0] @ values[1])
    elif op == "tanh":
        out = Tensor(np.tanh(values[0]))
    else:
        out = Tensor(values[0].sum())

    def back():
        g = out.grad
        if op == "add":
            inputs[0].grad += g
            inputs[1].grad += g
        elif op == "mul":
            inputs[0].grad += g * inputs[1].value
            inputs[1].grad += g * inputs[0].value
        elif op == "matmul":
            inputs[0].grad += g @ inputs[1].value.T
            inputs[1].grad += inputs[0].value.T @ g
        elif op == "tanh":
            inputs[0].grad += g * (1 - out.value**2)
        else:
            inputs[0].grad += g

    out.back = back
    return out


def graph_backward(nodes, values):
    tensors = {}
    for node in nodes:
        name = node["name"]
        if node["op"] == "variable":
            tensors[name] = Tensor(values[name])
        else:
            tensors[name] = forward(node["op"], [tensors[i] for i in node["inputs"]])
    tensors[nodes[-1]["name"]].grad = np.ones(())
    for node in nodes[::-1]:
        tensors[node["name"]].back()
    return {name: tensors[name].grad for name in values}
