class Worker:
    def __init__(self, params):
        self.params = params
        self.age = 0


def parameter_server_async(w, A, b, lr, events):
    workers = {number: Worker(w) for _, number in events}
    params = w.copy()
    ws, ages = [], []
    for kind, number in events:
        worker = workers[number]
        if kind == "pull":
            worker.params, worker.age = params.copy(), 0
        else:
            gradient = A.dot(worker.params) - b
            params = params - lr * gradient
            ws.append(params)
            ages.append(worker.age)
            for other in workers.values():
                other.age += 1
    return ws, ages
