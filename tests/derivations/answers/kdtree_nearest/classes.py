from dataclasses import dataclass

import numpy as np


@dataclass
class Node:
    row: int
    point: np.ndarray
    axis: int
    left: "Node | None"
    right: "Node | None"


class Tree:
    def __init__(self, points):
        self.points = points
        self.root = self.build(list(range(len(points))), 0)

    def build(self, rows, depth):
        if not rows:
            return None
        axis = depth % self.points.shape[1]
        rows.sort(key=lambda r: self.points[r, axis])
        m = len(rows) // 2
        left, right = self.build(rows[:m], depth + 1), self.build(rows[m + 1 :], depth + 1)
        return Node(rows[m], self.points[rows[m]], axis, left, right)

    def nearest(self, q):
        self.best, self.distance, self.visited = None, float("inf"), 0
        self.visit(self.root, q)
        return self.best, self.visited

    def visit(self, node, q):
        if node is None:
            return
        self.visited += 1
        d = np.linalg.norm(node.point - q)
        if d < self.distance:
            self.best, self.distance = node.row, d
        near, far = node.right, node.left
        if q[node.axis] < node.point[node.axis]:
            near, far = far, near
        self.visit(near, q)
        if abs(q[node.axis] - node.point[node.axis]) < self.distance:
            self.visit(far, q)


def kdtree_nearest(points, queries):
    tree = Tree(points)
    both = [tree.nearest(q) for q in queries]
    return [b[0] for b in both], [b[1] for b in both]
