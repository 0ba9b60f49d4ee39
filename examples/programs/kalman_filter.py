"""A Kalman filter that follows a moving body from noisy positions, and a smoother that goes back over it."""

import numpy as np


def observe(steps, dt):
    """Positions on a curve, with disturbances that look random but are the same everywhere."""
    time = np.arange(steps) * dt
    truth = np.column_stack((20 * np.sin(0.3 * time), 5 * time - 0.2 * time**2))
    noise = np.column_stack((np.sin(1e4 * np.sin(time + 1)), np.sin(1e4 * np.cos(time + 2))))
    return truth, truth + 1.5 * noise


def main(size=120):
    dt = 0.1
    truth, measured = observe(size, dt)
    F = np.eye(4) + dt * np.eye(4, k=2)
    H = np.zeros((2, 4))
    H[0, 0] = H[1, 1] = 1
    q = np.array([[dt**3 / 3, dt**2 / 2], [dt**2 / 2, dt]])
    Q = 5.0 * np.kron(q, np.eye(2))
    R = np.diag([1.0, 1.0])

    x, P = np.zeros(4), 100 * np.identity(4)
    means, covariances, predictions = [], [], []
    likelihood = 0.0
    for z in measured:
        x, P = F @ x, F @ P @ F.T + Q
        predictions.append((x, P))
        residual = z - H @ x
        S = H @ P @ H.T + R
        K = np.linalg.solve(S, H @ P).T
        x = x + K @ residual
        P = (np.eye(4) - K @ H) @ P
        _, logdet = np.linalg.slogdet(S)
        likelihood -= 0.5 * (residual @ np.linalg.inv(S) @ residual + logdet + 2 * np.log(2 * np.pi))
        means.append(x)
        covariances.append(P)

    smoothed = [means[-1]]
    for k in range(size - 2, -1, -1):
        predicted_mean, predicted_cov = predictions[k + 1]
        G = covariances[k] @ F.T @ np.linalg.inv(predicted_cov)
        smoothed.insert(0, means[k] + np.dot(G, smoothed[0] - predicted_mean))

    filtered, smoothed = np.array(means), np.vstack(smoothed)

    def error(positions):
        return np.sqrt(np.mean(np.square(positions[10:] - truth[10:])))

    return {
        "filtered": filtered,
        "smoothed": smoothed,
        "last covariance": P,
        "log-likelihood": likelihood,
        "errors": [error(measured), error(filtered[:, :2]), error(smoothed[:, :2])],
    }


if __name__ == "__main__":
    print(main())
