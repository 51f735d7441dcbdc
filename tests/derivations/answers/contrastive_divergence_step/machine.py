import numpy as np


class Machine:
    def __init__(self, W, b, c):
        self.W, self.b, self.c = W.copy(), b.copy(), c.copy()

    @staticmethod
    def prob(z):
        e = np.exp(-np.abs(z))
        return np.where(z >= 0, 1 / (1 + e), e / (1 + e))

    def hidden(self, v):
        return self.prob(v @ self.W + self.c)

    def visible(self, h):
        return self.prob(h @ self.W.T + self.b)


def contrastive_divergence_step(v0, W, b, c, lr, u_hidden, u_visible):
    rbm = Machine(W, b, c)
    positive = rbm.hidden(v0)
    v1 = (rbm.visible((positive > u_hidden).astype(int)) > u_visible).astype(float)
    negative = rbm.hidden(v1)
    rbm.W += lr / len(v0) * np.einsum("nv,nh->vh", v0, positive)
    rbm.W -= lr / len(v0) * np.einsum("nv,nh->vh", v1, negative)
    rbm.b += lr * np.mean(v0 - v1, axis=0)
    rbm.c += lr * np.mean(positive - negative, axis=0)
    return {"W": rbm.W, "b": rbm.b, "c": rbm.c}
