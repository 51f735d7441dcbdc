def early_stopping(losses, patience, min_delta):
    best = float("inf")
    best_epoch = 0
    wait = 0
    for epoch in range(len(losses)):
        if losses[epoch] < best - min_delta:
            best = losses[epoch]
            best_epoch = epoch
            wait = 0
        else:
            wait += 1
            if wait >= patience:
                break
    return epoch, best_epoch
