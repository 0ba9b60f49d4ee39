"""A hidden Markov model: the likeliest path of states, the chances of each state, and the stationary distribution."""

import numpy as np

START = np.array([0.6, 0.3, 0.1])
MOVE = np.array([[0.8, 0.15, 0.05], [0.2, 0.6, 0.2], [0.1, 0.3, 0.6]])
EMIT = np.array([[0.7, 0.2, 0.1], [0.2, 0.6, 0.2], [0.05, 0.25, 0.7]])


def viterbi(observed):
    with np.errstate(divide="ignore"):
        start, move, emit = np.log(START), np.log(MOVE), np.log(EMIT)
    score = start + emit[:, observed[0]]
    back = np.zeros((len(observed), len(START)), dtype=int)
    for t, symbol in enumerate(observed[1:], 1):
        candidates = score[:, None] + move
        back[t] = candidates.argmax(axis=0)
        score = np.amax(candidates, axis=0) + emit[:, symbol]
    path = [int(score.argmax())]
    for row in back[np.arange(len(observed) - 1, 0, -1)]:
        path.append(int(row[path[-1]]))
    return np.flip(np.array(path)), score.max()


def forward_backward(observed):
    count = len(observed)
    forward, backward, scale = np.zeros((count, 3)), np.ones((count, 3)), np.ones(count)
    forward[0] = START * EMIT[:, observed[0]]
    for t in range(count):
        if t:
            forward[t] = (forward[t - 1] @ MOVE) * EMIT[:, observed[t]]
        scale[t] = forward[t].sum()
        forward[t] /= scale[t]
    for t in range(count - 2, -1, -1):
        backward[t] = MOVE @ (EMIT[:, observed[t + 1]] * backward[t + 1]) / scale[t + 1]
    return forward * backward, np.log(scale).sum()


def stationary(matrix):
    values, vectors = np.linalg.eig(matrix.T)
    vector = np.real(vectors[:, np.argmin(np.abs(values - 1))])
    return vector / np.sum(vector)


def main(size=90):
    wave = np.sin(np.arange(size) * 0.21) + 0.4 * np.cos(np.arange(size) * 1.7)
    observed = np.digitize(wave, [-0.4, 0.4])
    path, score = viterbi(observed)
    chances, likelihood = forward_backward(observed)
    after = np.linalg.matrix_power(MOVE, 50)
    changes = np.flatnonzero(path[1:] != path[:-1]) + 1
    runs = np.diff(np.concatenate([[0], changes, [size]]))
    pairs = np.zeros((3, 3), int)
    for a, b in np.column_stack((path[:-1], path[1:])):
        pairs[a, b] += 1
    return {
        "path": path,
        "score": score,
        "likelihood": likelihood,
        "chances": chances,
        "sum to one": np.allclose(chances.sum(1), 1),
        "agree": np.mean(chances.argmax(1) == path),
        "stationary": stationary(MOVE),
        "forgets": np.allclose(after, stationary(MOVE)),
        "runs": runs,
        "pairs": pairs,
        "entropy": -np.sum(chances * np.log(np.where(chances > 0, chances, 1)), axis=1).mean(),
    }


if __name__ == "__main__":
    print(main())
