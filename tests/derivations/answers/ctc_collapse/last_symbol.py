def ctc_collapse(path, blank):
    labels = []
    previous = None
    for symbol in path:
        if symbol not in (previous, blank):
            labels.append(int(symbol))
        previous = symbol
    return labels
