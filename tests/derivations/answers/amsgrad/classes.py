import numpy as np


class AMSGrad:
    def __init__(self, m, v, top, t, beta1, beta2, eps):
        self.m, self.v, self.top, self.t = m, v, top, t
        self.beta1, self.beta2, self.eps = beta1, beta2, eps

    def move(self, g):
        self.t += 1
        self.m = self.beta1 * self.m + (1 - self.beta1) * g
        self.v = self.beta2 * self.v + (1 - self.beta2) * g**2
        self.top = np.where(self.v > self.top, self.v, self.top)
        m_hat = self.m / (1 - self.beta1**self.t)
        return m_hat / (np.sqrt(self.top / (1 - self.beta2**self.t)) + self.eps)


def amsgrad(w, m, v, top, t, grads, lrs, beta1, beta2, eps):
    rule = AMSGrad(m, v, top, t, beta1, beta2, eps)
    ws = []
    for g, lr in zip(grads, lrs):
        w = w - lr * rule.move(g)
        ws.append(w)
    return np.array(ws), rule.m, rule.v, rule.top
