"""Photographs, batch after batch: to float, gamma, grey, box blur, normalise, threshold.

A camera pans over scikit-learn's two sample photographs; each batch holds what it sees of both. What is bright for its
picture becomes white, everything else black.

Memory: one set of buffers, allocated for the first batch and written again by every other. The colours as floats are
the largest (10 MB); without buffers each operation allocates, and each batch does so again.

    python examples/image_pipeline.py
    python examples/image_pipeline.py --backend torch
    UNIFIED_ARRAYS_BACKEND=tensorflow python examples/image_pipeline.py
    python examples/image_pipeline.py --way ours        # the same program without the buffers
    python examples/image_pipeline.py --way compiled    # with them, as one program by `ua.compile`
    python examples/image_pipeline.py --way plain       # as it is written in the framework: plain_programs/

The photographs before and after are drawn to demo/.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.datasets import load_sample_images

import unified_arrays as ua
from _program import WITH_OUT, Check, Result, compiled, deviation, measured, plain_program, run_program

GAMMA = 2.2
LUMINANCE = (0.2126, 0.7152, 0.0722)  # how bright red, green and blue appear
BLUR = 9  # pixels
BRIGHT = 0.5  # standard deviations above the mean
SEEN = 512  # pixels of the 640 that a photograph is wide
PAN = 16  # pixels from batch to batch
SMALL = {"batches": 2}


class Buffers(NamedTuple):
    """Where the results of one batch go; None: into new arrays."""

    colour: Any = None
    grey: Any = None
    rows: Any = None
    blurred: Any = None
    bright: Any = None

    @classmethod
    def for_batches_of(cls, shape: tuple[int, int, int, int]) -> Buffers:
        count, height, width, _ = shape
        lost = BLUR - 1  # the blur keeps to pixels that have all their neighbours
        return cls(
            colour=ua.empty(shape, dtype=ua.float64),
            grey=ua.empty((count, height, width), dtype=ua.float64),
            rows=ua.empty((count, height - lost, width), dtype=ua.float64),
            blurred=ua.empty((count, height - lost, width - lost), dtype=ua.float64),
            bright=ua.empty((count, height - lost, width - lost), dtype=ua.bool),
        )


def linear_light(photographs: Any, out: Any = None) -> Any:
    """Bytes of a photograph as the light that they stand for, from 0 to 1."""
    colour = ua.astype(photographs, ua.float64, out=out)
    colour = ua.divide(colour, 255.0, out=out)
    return ua.pow(colour, GAMMA, out=out)


def box_blur(images: Any, axis: int, out: Any = None) -> Any:
    """Each pixel the mean of `BLUR` pixels in a row along `axis`."""
    length = images.shape[axis] - BLUR + 1

    def shifted(start: int) -> Any:
        return images[(slice(None),) * axis + (slice(start, start + length),)]

    total = ua.add(shifted(0), shifted(1), out=out)
    for start in range(2, BLUR):
        total = ua.add(total, shifted(start), out=out)
    return ua.divide(total, BLUR, out=out)


def normalise(images: Any, out: Any = None) -> Any:
    """Each image with mean 0 and standard deviation 1."""
    means = ua.mean(images, axis=(1, 2), keepdims=True)
    deviations = ua.std(images, axis=(1, 2), keepdims=True)
    images = ua.subtract(images, means, out=out)
    return ua.divide(images, deviations, out=out)


def bright_regions(photographs: Any, luminance: Any, buffers: Buffers) -> tuple[Any, Any]:
    """The whole pipeline for one batch: the normalised images, and where they are bright."""
    colour = linear_light(photographs, out=buffers.colour)
    grey = ua.matmul(colour, luminance, out=buffers.grey)
    rows = box_blur(grey, axis=1, out=buffers.rows)
    blurred = box_blur(rows, axis=2, out=buffers.blurred)
    images = normalise(blurred, out=buffers.blurred)
    return images, ua.greater(images, BRIGHT, out=buffers.bright)


def pan(photographs: np.ndarray, batches: int) -> Iterator[np.ndarray]:
    """What the camera sees of the photographs, moving to the right: one NumPy array after the other."""
    for start in range(0, batches * PAN, PAN):
        yield photographs[:, :, start : start + SEEN]


def through_the_pipeline(views: Sequence[np.ndarray], way: str) -> tuple[Any, Any, list[int]]:
    """The images and the bright pixels of the last batch, and how many pixels of each batch are bright."""
    if way == "plain":
        return plain_program("image_pipeline")(views, GAMMA, LUMINANCE, BLUR, BRIGHT)
    buffers = Buffers.for_batches_of(views[0].shape) if way in WITH_OUT else Buffers()
    luminance = ua.asarray(LUMINANCE, dtype=ua.float64)
    pipeline = compiled(bright_regions) if way == "compiled" else bright_regions
    images = bright = None
    counts = []
    for view in views:
        images, bright = pipeline(ua.to_backend(view), luminance, buffers)
        counts.append(int(ua.count_nonzero(bright)))
    return images, bright, counts


def run(batches: int = 8, *, way: str = "out") -> Result:
    """Send `batches` batches through the pipeline on the selected backend, and check the last."""
    views = list(pan(np.stack(load_sample_images().images), batches))

    with measured() as cost:
        images, bright, counts = through_the_pipeline(views, way)

    images, bright = ua.to_backend(images, "numpy"), ua.to_backend(bright, "numpy")
    expected = plain_numpy(views[-1])
    share = sum(counts) / (batches * bright.size)
    return Result(
        text=f"{batches} batches of {len(bright)} photographs: {share:.2%} bright",
        array=images,
        cost=cost,
        checks=(
            Check("normalised images against plain NumPy", deviation(images, expected), 1e-9),
            Check("bright pixels against plain NumPy", deviation(bright, expected > BRIGHT), 0.0),
        ),
        pictures={"Photograph": views[-1], "Grey, blurred, normalised": images, "Bright": bright},
    )


def plain_numpy(photographs: np.ndarray) -> np.ndarray:
    """The same pipeline up to the threshold, image by image, by a window over all pixels at once."""
    images = []
    for photograph in photographs:
        grey = (photograph / 255.0) ** GAMMA @ np.asarray(LUMINANCE)
        blurred = np.lib.stride_tricks.sliding_window_view(grey, (BLUR, BLUR)).mean(axis=(2, 3))
        images.append((blurred - blurred.mean()) / blurred.std())
    return np.stack(images)


def draw(result: Result, path: Path) -> None:
    """Each photograph, and beside it what became of it."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    assert result.pictures is not None
    figure, places = pyplot.subplots(2, 3, figsize=(12, 6.9), layout="constrained")
    for column, (title, images) in zip(places.T, result.pictures.items(), strict=True):
        for place, image in zip(column, images, strict=True):
            place.imshow(image, cmap="gray")
            place.set_axis_off()
        column[0].set_title(title)
    figure.savefig(path, dpi=120)
    pyplot.close(figure)


def main(arguments: Sequence[str] | None = None) -> int:
    return run_program("image_pipeline", __doc__, run, small=SMALL, draw=draw, arguments=arguments)


if __name__ == "__main__":
    raise SystemExit(main())
