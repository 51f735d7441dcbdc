def he_standard_deviation(shape):
    match tuple(shape):
        case (inputs, _):
            fan_in = inputs
        case (_, channels, *kernel):
            fan_in = channels
            for size in kernel:
                fan_in *= size
    return (2 / fan_in) ** 0.5
