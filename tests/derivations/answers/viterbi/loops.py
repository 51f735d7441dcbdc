def viterbi(log_start, log_transition, log_emission):
    T, K = log_emission.shape
    score = [log_start[k] + log_emission[0][k] for k in range(K)]
    paths = [[k] for k in range(K)]
    for t in range(1, T):
        new_score, new_paths = [], []
        for k in range(K):
            best = max(range(K), key=lambda j: score[j] + log_transition[j][k])
            new_score.append(score[best] + log_transition[best][k] + log_emission[t][k])
            new_paths.append(paths[best] + [k])
        score, paths = new_score, new_paths
    last = max(range(K), key=lambda k: score[k])
    return paths[last], score[last]
