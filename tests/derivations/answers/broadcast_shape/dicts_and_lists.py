def broadcast_shape(a, b):
    n = max(len(a), len(b))
    sizes = [1] * n
    for shape in (a, b):
        for i, size in enumerate(reversed(shape)):
            if sizes[i] == 1:
                sizes[i] = size
            elif size not in (1, sizes[i]):
                return {"fits": False, "shape": ()}
    return {"fits": True, "shape": tuple(sizes[::-1])}
