from itertools import permutations
from math import prod


def determinant(A):
    n = len(A)
    total = 0.0
    for order in permutations(range(n)):
        inversions = sum(order[i] > order[j] for i in range(n) for j in range(i + 1, n))
        total += (-1) ** inversions * prod(float(A[i][order[i]]) for i in range(n))
    return total
