class Momentum:
    def __init__(self, mu, last_move):
        self.mu = mu
        self.move = last_move

    def __call__(self, w, g, lr):
        self.move = self.mu * self.move - lr * g
        return w + self.move


def momentum_keras(w, v, grads, lrs, mu):
    update = Momentum(mu, v)
    ws = []
    for g, lr in zip(grads, lrs):
        w = update(w, g, lr)
        ws.append(w)
    return ws, update.move
