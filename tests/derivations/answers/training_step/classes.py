import numpy as np


class Net:
    def __init__(self, w1, b1, w2, b2):
        self.params = {"w1": w1.copy(), "b1": b1.copy(), "w2": w2.copy(), "b2": b2}
        self.grads = {}

    def forward(self, x):
        self.x = x
        self.h = np.tanh(np.dot(x, self.params["w1"]) + self.params["b1"])
        return np.dot(self.h, self.params["w2"]) + self.params["b2"]

    def backward(self, ds):
        self.grads["b2"] = np.sum(ds)
        self.grads["w2"] = np.dot(ds, self.h)
        dh = ds[:, None] * self.params["w2"][None, :]
        dz = dh * (1 - self.h * self.h)
        self.grads["b1"] = np.sum(dz, axis=0)
        self.grads["w1"] = np.dot(self.x.T, dz)

    def step(self, lr):
        for name in self.params:
            self.params[name] = self.params[name] - lr * self.grads[name]


def training_step(w1, b1, w2, b2, xs, ys, lr):
    net = Net(w1, b1, w2, b2)
    losses = np.zeros(len(xs))
    for t in range(len(xs)):
        s = net.forward(xs[t])
        diff = s - ys[t]
        losses[t] = (diff**2).sum() / diff.size
        net.backward(2.0 * diff / diff.size)
        net.step(lr)
    return losses, net.params["w1"], net.params["b1"], net.params["w2"], net.params["b2"]
