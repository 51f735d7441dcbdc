"""Nearest neighbour by a k-d tree, with back-tracking

`points` has shape (N, D), `queries` (Q, D). The tree over a set of points at depth d (the root has depth 0): sort the
points by coordinate d mod D. The one at position ⌊n/2⌋ of the n sorted ones (counted from 0) is the node; the points
before it are its left subtree, those after it its right subtree, both at depth d + 1. The node's **plane** is where
coordinate d mod D has the node's value. No two points agree in any coordinate, and no two are equally near to a query.

A search visits the root. To **visit** a node: compare its squared Euclidean distance with the best so far; visit the
child on the query's side of the plane (left if the query's coordinate is smaller, otherwise right) with all that
follows from it; then visit the other child only if the plane is **nearer than the best point found until then**.
Children that are empty are not visited.

For each query return `index`, of shape (Q,), the row of `points` that is nearest, and `visited`, of shape (Q,), how
many nodes were visited. Both are whole numbers.
"""

import numpy as np

SUBTOPIC = "sl.knn"
LEVEL = 3
MINUTES = 25
RETURNS = ("index", "visited")
HINTS = (
    "Write the search as a function of a set of rows and a depth; sorting the rows on the way spares you a tree of objects.",
    "After the near side has returned, a nearer point on the far side is possible only if the ball around the query, with "
    "the best distance as radius, crosses the plane.",
    "With offset = query[axis] − node[axis], near is the left side if offset < 0. Visit near, then far if offset² is "
    "smaller than the best squared distance as it is now.",
)
SOLUTION = """The node's plane has all points of one subtree on one side and all of the other on the opposite side. The
search goes down on the query's own side first, because near points are likely there, and keeps the best squared
distance b.

When that side has been searched, could the other one hold a nearer point? Every point there differs from the query in
the node's axis by at least |offset|, with offset = query[axis] − node[axis], so its squared distance is at least
offset². If offset² ≥ b, the whole far subtree is discarded without a look; otherwise it has to be searched too. Leaving
this back-tracking out gives the nearest of the points on a single way down, which is often not the nearest of all.

The test must come after the near side: only then is b small. Units matter too: offset² belongs with squared distances.

The tree has a depth of about log₂ N. With few dimensions a search visits O(log N) nodes on average; with many, nearly
every plane is nearer than the best point, and nearly all nodes are visited: the curse of dimensionality.
"""
EQUIVALENT = {"if distance < best: → if distance <= best:": "no two points are equally near"}
SOURCE = (
    "Friedman, Bentley and Finkel 1977, An Algorithm for Finding Best Matches in Logarithmic Expected Time, "
    "doi 10.1145/355744.355745 (the bounds-overlap-ball test)"
)
COVERS = ("11d",)
REVIEWED = "2026-11-22 fixed"


def kdtree_nearest(points, queries):
    """Nearest point of each query, and the number of nodes that were visited to find it.

    points: (N, D) points as rows
    queries: (Q, D) queries as rows
    returns index: (Q,) whole numbers, visited: (Q,) whole numbers
    """
    found = []
    for query in queries:
        best, index, visited = np.inf, None, 0

        def visit(rows, depth, query=query):
            nonlocal best, index, visited
            if not len(rows):
                return
            axis = depth % points.shape[1]
            rows = rows[np.argsort(points[rows, axis])]
            middle = len(rows) // 2
            node = rows[middle]
            visited += 1
            distance = np.sum((points[node] - query) ** 2)
            if distance < best:
                best, index = distance, node
            offset = query[axis] - points[node, axis]
            left, right = rows[:middle], rows[middle + 1 :]
            near, far = (left, right) if offset < 0 else (right, left)
            visit(near, depth + 1)
            if offset**2 < best:
                visit(far, depth + 1)

        visit(np.arange(len(points)), 0)
        found.append((index, visited))
    index, visited = np.array(found).T
    return index, visited


def _case(rng, n, d, q, scale=1.0):
    """Random points, no two of which agree in a coordinate."""
    return {"points": scale * rng.normal(size=(n, d)), "queries": scale * rng.normal(size=(q, d))}


def inputs(rng):
    a, b, c, d, e, f = (int(n) for n in rng.permutation(np.arange(5, 11)))
    corners = np.array([[2.0, 3.0], [5.0, 4.0], [9.0, 6.0], [4.0, 7.0], [8.0, 1.0], [7.0, 2.0]])
    yield "six points in the plane", {"points": corners, "queries": rng.uniform(0, 10, size=(a, 2))}
    yield "a single point", _case(rng, 1, 3, b)
    yield "two points", _case(rng, 2, 2, c)
    yield "on a line", _case(rng, 20 + d, 1, e)
    yield "in the plane", _case(rng, 60 + a, 2, 30 + f)
    yield "in three dimensions", _case(rng, 50 + b, 3, 20 + c)
    yield "in ten dimensions nearly all is visited", _case(rng, 40 + e, 10, d)
    yield "very small distances", _case(rng, 40 + f, 2, 20 + a, scale=1e-3)
    yield "distances in the thousands", _case(rng, 40 + c, 2, 20 + e, scale=1e3)
    known = _case(rng, 30 + b, 2, 10 + d)
    known["queries"] = rng.permutation(known["points"])[: 10 + d]
    yield "queries that are points themselves", known
    uneven = _case(rng, 50 + d, 3, 15 + f)
    uneven["points"][:, 1] *= 100
    uneven["queries"][:, 1] *= 100
    yield "one axis a hundred times as long", uneven
    half = _case(rng, 30 + e, 2, 10 + b)
    yield "in float32", {name: value.astype(np.float32) for name, value in half.items()}


def naive(points, queries):
    """The tree is built first, then searched with a stack of (node, squared distance of the plane before it)."""

    def build(rows, axis):
        if not rows:
            return None
        rows = sorted(rows, key=lambda row: points[row][axis])
        after = (axis + 1) % points.shape[1]
        k = len(rows) // 2
        return rows[k], axis, build(rows[:k], after), build(rows[k + 1 :], after)

    tree = build(list(range(len(points))), 0)
    index, visited = [], []
    for query in queries:
        best, winner, count, stack = float("inf"), -1, 0, [(tree, -1.0)]
        while stack:
            node, bound = stack.pop()
            if node is None or bound >= best:
                continue
            row, axis, left, right = node
            count += 1
            distance = sum((float(p) - float(q)) ** 2 for p, q in zip(points[row], query, strict=True))
            if distance < best:
                best, winner = distance, row
            gap = (float(query[axis]) - float(points[row][axis])) ** 2
            if query[axis] < points[row][axis]:
                stack += [(right, gap), (left, -1.0)]
            else:
                stack += [(left, gap), (right, -1.0)]
        index.append(winner)
        visited.append(count)
    return np.array(index), np.array(visited)


def _search(points, queries, *, far="after", axis_of=None, middle_of=None, leaves_only=False):
    """The search with one thing changed; far(offset, best) says whether the far side is visited."""
    axis_of = axis_of or (lambda depth: depth % points.shape[1])
    middle_of = middle_of or (lambda n: n // 2)
    index, visited = [], []
    for query in queries:
        best, winner, count = np.inf, -1, 0

        def visit(rows, depth, query=query):
            nonlocal best, winner, count
            if not len(rows):
                return
            axis = axis_of(depth)
            rows = rows[np.argsort(points[rows, axis])]
            middle = middle_of(len(rows))
            count += 1
            distance = np.sum((points[rows[middle]] - query) ** 2)
            if distance < best and not (leaves_only and len(rows) > 1):
                best, winner = distance, rows[middle]
            offset = query[axis] - points[rows[middle], axis]
            sides = [rows[:middle], rows[middle + 1 :]]
            near, other = sides if offset < 0 else sides[::-1]
            decided = far == "before" and offset**2 < best
            visit(near, depth + 1)
            if decided or (far == "after" and offset**2 < best) or (callable(far) and far(offset, best)):
                visit(other, depth + 1)

        visit(np.arange(len(points)), 0)
        index.append(winner)
        visited.append(count)
    return np.array(index), np.array(visited)


def mistake_no_backtracking(points, queries):
    """You never looked at the far side. The nearest point may lie just behind a plane: after the near side, visit the
    far side if the plane is nearer than the best point.
    """
    return _search(points, queries, far=lambda offset, best: False)


def mistake_far_side_always_visited(points, queries):
    """Your neighbours are right, but you visited every node. A far side whose plane is not nearer than the best point
    cannot hold a nearer one: skip it.
    """
    return _search(points, queries, far=lambda offset, best: True)


def mistake_bound_tested_too_early(points, queries):
    """You decided about the far side before the near side was searched. Afterwards the best distance is smaller, and
    fewer far sides need a visit.
    """
    return _search(points, queries, far="before")


def mistake_distance_against_square(points, queries):
    """You compared the distance to the plane with a squared distance. Square the offset, or take the root of the best."""
    return _search(points, queries, far=lambda offset, best: abs(offset) < best)


def mistake_far_side_by_sign(points, queries):
    """You compared the offset with its sign: a query on the left side has a negative offset, which is always below the
    best. The distance to the plane has no sign.
    """
    return _search(points, queries, far=lambda offset, best: offset < np.sqrt(best))


def mistake_axis_never_changes(points, queries):
    """You split by coordinate 0 at every depth. The axis goes round with the depth: depth mod D."""
    return _search(points, queries, axis_of=lambda depth: 0)


def mistake_lower_median(points, queries):
    """Where the number of points is even, you took the lower of the two middle ones as the node. Position ⌊n/2⌋,
    counted from 0, is the upper one.
    """
    return _search(points, queries, middle_of=lambda n: (n - 1) // 2)


def mistake_inner_nodes_not_compared(points, queries):
    """You compared the query with the points of the leaves only. In this tree every node is a point, and may be the
    nearest one.
    """
    return _search(points, queries, leaves_only=True)
