def topological_order(graph, heads):
    seen = set()

    def walk(name):
        if name in seen:
            return
        seen.add(name)
        for child in graph[name]:
            yield from walk(child)
        yield name

    return [name for head in heads for name in walk(head)]
