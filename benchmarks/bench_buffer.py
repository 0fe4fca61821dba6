"""The density buffer: drawing codes against the published scalar loop, and the exact log-density against the dense tensor, by time and by peak memory."""
import math
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from run import ratio, report

from latentbook.core import generator
from latentbook.generate.buffer import DensityBuffer
from latentbook.generate.density import mixture_log_prob

EVENTS, DIM = 100_000, 20                              # the buffer of arXiv 1901.00875


def components(n: int = EVENTS) -> tuple[torch.Tensor, torch.Tensor]:
    """Means of unit spread, and log variances of posteriors about 0.08 wide."""
    g = generator(0)
    return torch.randn(n, DIM, generator=g), -5 + torch.randn(n, DIM, generator=g)


def scalar_loop(mu: np.ndarray, sigma: np.ndarray, n: int) -> np.ndarray:
    """What the official code does: a number at a time, events in turn."""
    rng, z = np.random.RandomState(0), np.empty((n, mu.shape[1]))
    for k in range(n):
        i = k % len(mu)
        for j in range(mu.shape[1]):
            z[k, j] = rng.normal(mu[i, j], sigma[i, j] + 0.05)
    return z


def drawing(stratified: bool, draws: int = 20_000) -> dict:
    """Codes per second as a ratio; the vectorised way draws fifty times as many, since it is that much faster, and its time is divided."""
    mu, logvar = components()
    buffer, many = DensityBuffer(mu, logvar, gamma=0.05), 50 * draws
    arrays = mu.numpy(), (0.5 * logvar).exp().numpy()
    row = ratio(f"density buffer, draws, {EVENTS} events, D={DIM}" + (", stratified" if stratified else ""), lambda: scalar_loop(*arrays, draws), lambda: buffer.sample(many, generator(1), stratified), "scalar double loop", 20, repeats=3)
    row |= {name: 50 * row[name] for name in ("ratio", "low", "high")} | {"fast_s": row["fast_s"] / 50}
    start = time.process_time()
    buffer.sample(many, generator(1), stratified)
    return row | {"against": f"scalar double loop; {many / (time.process_time() - start) / 1e6:.1f} M codes per CPU s"}


def dense(z: torch.Tensor, mu: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    """The log-density with one tensor of points x components x dimensions."""
    terms = -0.5 * ((z[:, None] - mu) / sigma).square() - sigma.log() - 0.5 * math.log(2 * math.pi)
    return terms.sum(2).logsumexp(1) - math.log(len(mu))


def problem(points: int = 1000, events: int = 5000) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """A size that the dense way can still hold: a tensor of 0.8 GB, and two more of its kind."""
    mu, logvar = (value.double() for value in components(events))
    sigma = (0.5 * logvar).exp() + 0.05
    return mu[:points] + sigma[:points] * torch.randn(points, DIM, generator=generator(2), dtype=torch.float64), mu, sigma


def density() -> dict:
    """Exact log-density of 1000 points, both ways, equal to 1e-10."""
    z, mu, sigma = problem()
    assert (dense(z, mu, sigma) - mixture_log_prob(z, mu, sigma)).abs().max() < 1e-10
    return ratio("exact log-density, 1000 points, 5000 events, D=20", lambda: dense(z, mu, sigma), lambda: mixture_log_prob(z, mu, sigma), "dense logsumexp, equal to 1e-10", 2, repeats=3)


def peak(way: str) -> float:
    """Peak memory [MiB] that one way adds to a process of its own."""
    out = subprocess.run([sys.executable, __file__, way], capture_output=True, text=True, check=True, env=os.environ)
    return float(out.stdout)


def memory() -> dict:
    """Peak memory of the same problem, in fresh processes."""
    pairs = [(peak("dense"), peak("tiles")) for _ in range(3)]
    ratios = sorted(a / b for a, b in pairs)
    a, b = (sorted(column)[1] for column in zip(*pairs))
    return {"what": "peak memory of the same [MiB]", "against": "dense logsumexp", "target": 10, "ratio": ratios[1], "low": ratios[0], "high": ratios[-1], "slow_s": a, "fast_s": b, "repeats": 3}


def truncated(dim: int, error: float = 1e-6) -> dict:
    """As many of 100 000 events as an error of 1e-6 nats takes, against all of them; that the error holds is asserted."""
    mu = torch.randn(EVENTS, dim, generator=generator(0), dtype=torch.float64)
    buffer, z = DensityBuffer(mu, gamma=0.05), mu[:500] + 0.05 * torch.randn(500, dim, generator=generator(3), dtype=torch.float64)
    assert (buffer.log_prob(z) - buffer.log_prob(z, error=error)).abs().max() < error + 1e-9
    return ratio(f"log-density to {error:g} nats, {EVENTS} events, D={dim}", lambda: buffer.log_prob(z), lambda: buffer.log_prob(z, error=error), "the exact one, in tiles", 0.7, repeats=3)


def high_water() -> int:
    """Largest memory of this process so far [KiB], as Linux counts it from the start of the program."""
    return next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))


def alone(way: str) -> None:
    """Print what one way adds to the peak memory of this process [MiB]."""
    z, mu, sigma = problem()
    {"dense": dense, "tiles": mixture_log_prob}[way](z[:1], mu[:10], sigma[:10])       # what torch loads on first use
    before = high_water()
    {"dense": dense, "tiles": mixture_log_prob}[way](z, mu, sigma)
    print((high_water() - before) / 1024)


if __name__ == "__main__":
    if sys.argv[1:]: alone(sys.argv[1])
    else: report([drawing(False), drawing(True), density(), memory(), *(truncated(dim) for dim in (2, 5, 20))])
