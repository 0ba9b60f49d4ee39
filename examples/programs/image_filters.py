"""Filters of a picture: blur, edges, sharpening, median, local contrast; and histogram equalisation."""

import numpy as np


def picture(height, width):
    y, x = np.ogrid[0:height, 0:width]
    disc = (x - 0.6 * width) ** 2 + (y - 0.4 * height) ** 2 < (0.25 * height) ** 2
    stripes = (x // 4 + y // 6) % 2
    grey = 60 + 0.5 * x + 0.3 * y + 40 * stripes
    grey = np.where(disc, 230 - 0.2 * y, grey)
    return np.asarray(np.clip(np.floor(grey), 0, 255), dtype=np.uint8)


def convolve(image, kernel):
    rows, columns = kernel.shape
    padded = np.pad(image, ((rows // 2, rows // 2), (columns // 2, columns // 2)), mode="edge")
    result = np.zeros(image.shape, dtype=float)
    for i in range(rows):
        for j in range(columns):
            result += kernel[i, j] * padded[i : i + image.shape[0], j : j + image.shape[1]]
    return result


def gaussian(radius, sigma):
    offsets = np.arange(-radius, radius + 1)
    weights = np.exp(-(offsets**2) / (2 * sigma**2))
    return np.outer(weights, weights) / weights.sum() ** 2


def median_filter(image):
    padded = np.pad(image, 1, "reflect")
    shape = image.shape
    windows = [padded[i : i + shape[0], j : j + shape[1]] for i in range(3) for j in range(3)]
    return np.median(np.stack(windows), axis=0)


def equalise(image):
    counts, _ = np.histogram(image, bins=256, range=(0, 256))
    cumulative = np.cumsum(counts)
    lowest = cumulative[cumulative > 0][0]
    levels = np.round(255 * (cumulative - lowest) / (cumulative[-1] - lowest))
    return np.take(np.asarray(levels, dtype=np.uint8), image)


def main(size=48):
    grey = picture(size, size + 16)
    image = np.asarray(grey, np.float64)
    blurred = convolve(image, gaussian(2, 1.2))
    sobel = np.array([[1, 0, -1], [2, 0, -2], [1, 0, -1]])
    gx, gy = convolve(image, sobel), convolve(image, sobel.T)
    magnitude = np.hypot(gx, gy)
    edges = magnitude > np.percentile(magnitude, 90)
    sharp = np.clip(image + 1.5 * (image - blurred), 0, 255)
    noisy = np.copy(image)
    noisy[::7, ::5] = 255
    equal = equalise(grey)
    return {
        "blurred": blurred,
        "edges": edges,
        "direction": np.degrees(np.arctan2(gy, gx))[edges],
        "sharp": np.rint(sharp),
        "without spots": median_filter(noisy),
        "equalised": equal,
        "levels": np.unique(equal),
        "counts": np.bincount(np.ravel(equal), minlength=256),
        "contrast": [np.std(image), np.std(equal)],
        "thumbnail": image.reshape(size // 4, 4, -1, 4).mean(axis=(1, 3)),
    }


if __name__ == "__main__":
    print(main())
