"""Hillas parameters with all uncertainties, tail cuts, leakage and concentration: batches against ctapipe, image by image on the geometry sliced to cleaned pixels; one thread each."""
import sys
import warnings
from collections.abc import Callable
from importlib.util import find_spec

import torch
from run import ratio, report

from latentbook.physics.cameras import Camera, hexagonal_camera, taiga_camera, to_ctapipe
from latentbook.physics.cleaning import tailcuts
from latentbook.physics.hillas import concentration, hillas_parameters, leakage, toy_showers

BATCHES, THEIRS = (256, 1000, 10_000), 100          # images per call of ours; images that ctapipe times, one after another


def sample(camera: Camera, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Toy showers that survive the cleaning, and their masks."""
    images, _ = toy_showers(camera, 2 * n, seed=0)
    mask = tailcuts(images, camera)
    return images[mask.any(1)][:n], mask[mask.any(1)][:n]


def per_image(row: dict, theirs: int, ours: int) -> dict:
    """Turn seconds per call into microseconds per image, and the ratio with them."""
    factor = ours / theirs
    return row | {key: row[key] * factor for key in ("ratio", "low", "high")} | {"slow_s": row["slow_s"] / theirs * 1e6, "fast_s": row["fast_s"] / ours * 1e6}


def compare(what: str, camera: Camera, images: torch.Tensor, mask: torch.Tensor, theirs: Callable, target: float, ours: Callable) -> list[dict]:
    """One row per batch size."""
    return [per_image(ratio(f"{what}, {images.dtype}, {camera.n} px, batch {b} (us)".replace("torch.", ""), theirs, lambda: ours(images[:b], mask[:b]), "ctapipe 0.28, sliced geometry", target, repeats=5), THEIRS, b) for b in BATCHES]


def measure(camera: Camera, rows: list[dict]) -> None:
    """Everything on one camera: Hillas parameters in both precisions, then cleaning, leakage and concentration."""
    from ctapipe.image import concentration_parameters, hillas_parameters as one, leakage_parameters, tailcuts_clean
    geometry, (images, mask) = to_ctapipe(camera), sample(camera, max(BATCHES))
    clean = torch.where(mask, images, 0)
    pictures = list(zip(images[:THEIRS].numpy(), mask[:THEIRS].numpy(), clean[:THEIRS].numpy()))
    found = [one(geometry[m], x[m]) for x, m, _ in pictures]
    hillas = lambda: [one(geometry[m], x[m]) for x, m, _ in pictures]
    for dtype, target in ((torch.float32, 50), (torch.float64, 5)):
        rows += compare("Hillas parameters", camera, images.to(dtype), mask, hillas, target, lambda x, m: hillas_parameters(x, camera, m))
    h = hillas_parameters(clean, camera)
    rows += compare("tail cuts", camera, images.float(), mask, lambda: [tailcuts_clean(geometry, x, 14, 7, min_number_picture_neighbors=1) for x, _, _ in pictures], 1, lambda x, m: tailcuts(x, camera))[1:2]
    rows += compare("leakage", camera, images.float(), mask, lambda: [leakage_parameters(geometry, x, m) for x, m, _ in pictures], 1, lambda x, m: leakage(x, camera, m))[1:2]
    rows += compare("concentration", camera, clean.float(), mask, lambda: [concentration_parameters(geometry, c, f) for (_, _, c), f in zip(pictures, found)], 1, lambda x, m: concentration(x, camera, h[:len(x)]))[1:2]


if __name__ == "__main__":
    if find_spec("ctapipe") is None: sys.exit("ctapipe is not installed (pip install 'latentbook[cherenkov]'): nothing to compare with")
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    rows: list[dict] = []
    for camera in (taiga_camera(), hexagonal_camera(0.05, 1.1, unit="m")): measure(camera, rows)
    report(rows)
