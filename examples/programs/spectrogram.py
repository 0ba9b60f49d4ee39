"""The spectrogram of a chirp with two notes, its loudest frequencies, and the signal put together again."""

import numpy as np


def frames(signal, length, hop):
    count = 1 + (len(signal) - length) // hop
    index = np.arange(length)[None, :] + hop * np.arange(count)[:, None]
    return signal[index]


def main(size=4096, rate=8000):
    t = np.arange(size) / rate
    chirp = np.sin(2 * np.pi * (400 + 1500 * t) * t)
    notes = np.where(t > t[-1] / 2, 0.5 * np.sin(2 * np.pi * 3000 * t), 0.25 * np.cos(2 * np.pi * 2500 * t))
    signal = chirp + notes

    length, hop = 256, 128
    window = np.hanning(length + 1)[:-1]
    pieces = frames(signal, length, hop) * window
    spectrum = np.fft.rfft(pieces, axis=-1)
    power = np.abs(spectrum) ** 2 / np.sum(window**2)
    frequencies = np.fft.rfftfreq(length, 1 / rate)

    low = frequencies < 2200
    loudest = frequencies[low][np.argmax(power[:, low], axis=1)]
    steady = frequencies[~low][power[:, ~low].argmax(1)]
    decibels = 10 * np.log10(np.maximum(power, 1e-10))
    decibels = np.clip(decibels, np.max(decibels) - 60, None)

    rebuilt = np.zeros(size)
    for i, piece in enumerate(np.fft.irfft(spectrum, n=length)):
        rebuilt[i * hop : i * hop + length] += piece
    inner = slice(hop, -length)
    centroid = np.average(np.tile(frequencies, (len(power), 1)), axis=1, weights=power)
    return {
        "decibels": decibels,
        "loudest": loudest,
        "steady": np.unique(steady),
        "rises": np.all(np.diff(loudest) >= 0),
        "rebuilt": np.max(np.abs(rebuilt[inner] - signal[inner])) < 1e-12,
        "centroid": centroid,
        "phase": np.unwrap(np.angle(spectrum[:, 20])),
        "flux": np.sum(np.maximum(np.diff(power, axis=0), 0), axis=1),
    }


if __name__ == "__main__":
    print(main())
