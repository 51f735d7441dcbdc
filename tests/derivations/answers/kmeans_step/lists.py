def kmeans_step(X, centers):
    K, D = len(centers), len(centers[0])
    groups = [[] for _ in range(K)]
    labels, inertia = [], 0.0
    for x in X.tolist():
        d = [sum((a - b) ** 2 for a, b in zip(x, c)) for c in centers.tolist()]
        k = d.index(min(d))
        labels.append(k)
        groups[k].append(x)
        inertia += d[k]
    moved = []
    for k in range(K):
        if groups[k]:
            moved.append([sum(p[j] for p in groups[k]) / len(groups[k]) for j in range(D)])
        else:
            moved.append(list(centers[k]))
    return labels, moved, inertia
