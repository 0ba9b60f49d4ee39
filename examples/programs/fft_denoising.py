"""A noisy signal and a picture cleaned by Fourier transforms; convolution, derivative and delay found by them."""

import numpy as np


def denoise(noisy, keep):
    spectrum = np.fft.fft(noisy)
    power = np.abs(spectrum) ** 2 / len(noisy)
    threshold = np.sort(power)[-keep]
    spectrum = spectrum * (power >= threshold)
    return np.fft.ifft(spectrum).real, np.count_nonzero(spectrum)


def low_pass(image, radius):
    spectrum = np.fft.fftshift(np.fft.fft2(image))
    fy = np.fft.fftshift(np.fft.fftfreq(image.shape[0]))[:, np.newaxis]
    fx = np.fft.fftshift(np.fft.fftfreq(image.shape[1]))[np.newaxis, :]
    spectrum[np.sqrt(fx**2 + fy**2) > radius] = 0
    return np.real(np.fft.ifft2(np.fft.ifftshift(spectrum)))


def derivative(f, length):
    k = 2j * np.pi * np.fft.fftfreq(len(f), length / len(f))
    return np.fft.ifft(k * np.fft.fft(f)).real


def convolve(a, b):
    n = len(a) + len(b) - 1
    size = 2 ** int(np.ceil(np.log2(n)))
    return np.fft.irfft(np.fft.rfft(a, size) * np.fft.rfft(b, size), size)[:n]


def delay(a, b):
    correlation = np.fft.ifft(np.conj(np.fft.fft(a)) * np.fft.fft(b))
    return int(np.argmax(np.abs(correlation)))


def main(size=512):
    t = np.linspace(0, 1, size, endpoint=False)
    clean = np.sin(2 * np.pi * 50 * t) + np.sin(2 * np.pi * 120 * t)
    noisy = clean + 0.8 * np.sin(1e5 * np.cos(t * 313))
    restored, kept = denoise(noisy, 4)

    y, x = np.indices((32, 48))
    smooth = np.cos(2 * np.pi * x / 24) * np.sin(2 * np.pi * y / 16)
    grainy = smooth + np.where((x + y) % 2 == 0, 0.5, -0.5)
    bump = np.exp(-((t - 0.3) ** 2) / 1e-3)
    kernel = np.bartlett(11)
    return {
        "restored": restored,
        "kept": kept,
        "error": np.sqrt(np.mean((restored - clean) ** 2)),
        "image": np.max(np.abs(low_pass(grainy, 0.2) - smooth)) < 1e-10,
        "derivative": np.allclose(derivative(np.sin(2 * np.pi * t), 1.0), 2 * np.pi * np.cos(2 * np.pi * t)),
        "convolution": np.allclose(convolve(bump, kernel), np.convolve(bump, kernel)),
        "delay": delay(bump, np.roll(bump, 37)),
        "spectrum": np.abs(np.fft.rfft(clean))[[50, 120, 130]],
        "parseval": np.isclose(np.sum(np.abs(np.fft.fft(clean)) ** 2) / size, np.vdot(clean, clean)),
        "analytic": np.abs(analytic(bump * np.cos(2 * np.pi * 60 * t)))[:: size // 16],
        "real part is kept": np.iscomplexobj(restored),
    }


def analytic(signal):
    n = len(signal)
    weights = np.zeros(n)
    weights[0] = weights[n // 2] = 1
    weights[1 : n // 2] = 2
    return np.fft.ifft(np.fft.fft(signal) * weights)


if __name__ == "__main__":
    print(main())
