def train_validation_test_split(order, percent_validation, percent_test):
    N = len(order)
    a = (N * percent_validation) // 100
    b = (N * percent_test) // 100
    cut = N - a - b
    return order[:cut], order[cut : cut + a], order[N - b :]
