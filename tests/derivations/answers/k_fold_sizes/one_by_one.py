def k_fold_sizes(N, k):
    sizes, starts, start = [], [], 0
    left = N
    for fold in range(k):
        size = -(-left // (k - fold))  # a fair share of what is left, rounded up
        sizes.append(size)
        starts.append(start)
        start += size
        left -= size
    return sizes, starts, [sum(sizes) - s for s in sizes]
