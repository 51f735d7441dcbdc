def topological_order(graph, heads):
    order = []
    state = {}
    for head in heads:
        stack = [head]
        while stack:
            name = stack[-1]
            if state.get(name) == "done":
                stack.pop()
                continue
            open_inputs = [i for i in graph[name] if state.get(i) != "done"]
            if open_inputs:
                stack.append(open_inputs[0])
            else:
                state[name] = "done"
                order.append(name)
                stack.pop()
    return tuple(order)
