"""Jacobians of a latent map, and fixed points from many starts, against plain loops; a table of the search on trained digits models, by status, agreement, calls and time."""
import time

import torch
from run import ratio, report

from latentbook.core import generator, seeded
from latentbook.dynamics import find_fixed_points, jacobian, latent_map
from latentbook.dynamics.rivals import Ended, plain_iteration
from latentbook.models.ae import AE


def latent_maps(latent_dim: int) -> tuple:
    """The map z -> encode(decode(z)) of an untrained autoencoder, halved in scale so that every start settles, and points around zero."""
    with seeded(0): model = AE(shape=(64,), latent_dim=latent_dim, hidden=(64, 64)).double().eval()
    f = latent_map(model.encode, model.decode)
    return f, torch.randn(512, latent_dim, generator=torch.Generator().manual_seed(0), dtype=torch.float64)


def jacobians(latent_dim: int) -> dict:
    """512 Jacobians by torch.func in chunks against a loop of autograd."""
    f, z = latent_maps(latent_dim)
    loop = lambda: torch.stack([torch.autograd.functional.jacobian(lambda p: f(p[None])[0], point) for point in z])
    assert torch.allclose(loop(), jacobian(f, z))
    return ratio(f"Jacobians of 512 latent points, D={latent_dim}, float64", loop, lambda: jacobian(f, z), "loop of autograd.functional.jacobian", 20, repeats=3)


@torch.no_grad()
def one_by_one(f, starts: torch.Tensor, far: float = 1e6, tol: float = 1e-10, limit: int = 20_000) -> torch.Tensor:
    """Iterate each start by itself until its step is at most `tol` or it has escaped."""
    ends = []
    for point in starts.split(1):
        for _ in range(limit):
            image = f(point)
            done = (image - point).norm() <= tol or not image.norm() < far
            point = image
            if done: break
        ends.append(point)
    return torch.cat(ends)


def fixed_points(starts: int = 1000) -> dict:
    """Fixed points of a map with four attractors, from many starts, against iterating each start by itself to the same residual."""
    wells = lambda z: z + 0.15 * z * (1 - z ** 2)                      # in each coordinate: attractors at -1 and 1, a saddle at 0
    z = torch.randn(starts, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    loop = lambda: one_by_one(wells, z)
    assert torch.allclose(find_fixed_points(wells, z).z, loop(), atol=1e-8)
    return ratio(f"fixed points of {starts} starts to 1e-10", loop, lambda: find_fixed_points(wells, z), "plain iteration, start by start", 10, repeats=3)


def digits_model(latent_dim: int, output: str, epochs: int = 120) -> tuple:
    """Train an MLP 64-128-64-D on 1400 digits in float64; returns the map and 1000 starts, half codes of training images, half random and twice as wide."""
    from sklearn.datasets import load_digits
    images = torch.tensor(load_digits().data[:1400] / 16)
    with seeded(0):
        model = AE(shape=(64,), latent_dim=latent_dim, hidden=(128, 64), activation="gelu", output=output).double()
        optimiser = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-4)
        for _ in range(epochs):
            for batch in images[torch.randperm(1400)].split(64):
                optimiser.zero_grad()
                (model(batch) - batch).square().mean().backward()
                optimiser.step()
    g = generator(1)
    with torch.no_grad(): codes = model.encode(images).mu
    some = codes[torch.randperm(1400, generator=g)[:500]]
    wide = codes.mean(0) + 2 * codes.std(0) * torch.randn(500, latent_dim, generator=g, dtype=torch.float64)
    return latent_map(model.encode, model.decode), torch.cat([some, wide])


def line(what: str, found, truth: Ended, seconds: tuple[float, float, float]) -> str:
    """One row of the table, and the exceptions, start by start."""
    fast, size = found.fast, len(found.z)
    same = truth.converged & ((found.z - truth.z).norm(dim=1) <= 1e-4 * found.scale)
    s = found.summary()
    settled = max(1, int((found.attractor >= 0).sum()))
    row = (f"{what:14} {settled:5} {s['diverged']:5} {s['wandering']:5} {s['attractors']:4} {int(fast.sum()) / size:7.1%} {int(fast.sum()) / settled:7.1%} {int((fast & same).sum()) / max(1, int(fast.sum())):8.2%} "
           f"{float(found.residual[fast].max()):9.1e} {found.calls:8} {truth.calls:8} {truth.calls / found.calls:5.2f} {seconds[0]:6.2f} {seconds[1] / seconds[0]:6.1f} {seconds[2] / seconds[0]:6.0f}")
    wrong = (fast & ~same).nonzero()[:, 0].tolist()
    return row + "".join(f"\n    exception: start {i}, {float((found.z - truth.z)[i].norm()) / found.scale:.1e} scales from the end of plain iteration" for i in wrong)


def digits_table(sample: int = 20) -> list[dict]:
    """Print the table of the search against plain iteration, batched and one by one; returns the rows of time ratios."""
    print("digits, 1000 starts, float64; calls count a row of a Jacobian as one; batched: plain iteration to 1e-10 with an active set; loop: extrapolated from", sample, "starts chosen at random")
    print(f"{'D, output':14} {'sett.':>5} {'esc.':>5} {'wand.':>5} {'att.':>4} {'fast':>7} {'of sett.':>7} {'right':>7} {'residual':>9} {'calls':>8} {'batched':>8} {'ratio':>5} {'s':>6} {'x btch':>6} {'x loop':>6}")
    rows = []
    for output in ("linear", "sigmoid"):
        for latent_dim in (2, 8, 16, 64):
            f, z = digits_model(latent_dim, output)
            clock = [time.perf_counter()]
            found = find_fixed_points(f, z); clock.append(time.perf_counter())
            far = 1e6 * max(1.0, found.scale)
            truth = plain_iteration(f, z, far=far); clock.append(time.perf_counter())
            one_by_one(f, z[torch.randperm(len(z), generator=generator(2))[:sample]], far); clock.append(time.perf_counter())
            times = (clock[1] - clock[0], clock[2] - clock[1], (clock[3] - clock[2]) * len(z) / sample)
            print(line(f"{latent_dim}, {output}", found, truth, times))
            rows.append(dict(what=f"fixed points, digits D={latent_dim}, {output} output, 1000 starts", against=f"loop over starts, from {sample} of them", target=10, ratio=times[2] / times[0],
                             low=times[2] / times[0], high=times[2] / times[0], slow_s=times[2], fast_s=times[0], repeats=1))
    return rows


if __name__ == "__main__":
    report([jacobians(2), jacobians(16), fixed_points(), *digits_table()])
