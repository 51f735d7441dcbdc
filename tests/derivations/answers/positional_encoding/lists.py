from math import cos, sin


def positional_encoding(length, d):
    def value(t, column):
        angle = t / pow(10000, (column - column % 2) / d)
        return cos(angle) if column % 2 else sin(angle)

    return [[value(t, column) for column in range(d)] for t in range(length)]
