"""Spectral radius and Newton steps of image-shaped latent maps, matrix-free against the dense Jacobian, in seconds and in calls of the map."""
import torch
from run import ratio, report

from latentbook.core import seeded
from latentbook.dynamics import Layout, jacobian, leading_eigenvalues, newton, newton_krylov, spectral_radius, spectral_radius_free

POINTS = 16


def conv_map(side: int, channels: int = 32, width: int = 64) -> tuple:
    """An untrained convolutional map of (channels, side, side) with group normalisation that moves its points part of the way, and points near where it leads."""
    conv = lambda a, b: torch.nn.Conv2d(a, b, 3, padding=1)
    with seeded(0): net = torch.nn.Sequential(conv(channels, width), torch.nn.GroupNorm(4, width), torch.nn.GELU(), conv(width, width), torch.nn.GELU(), conv(width, channels)).double()
    f = Layout((channels, side, side)).wrap(lambda x: 0.5 * x + net(x))
    z = torch.randn(POINTS, channels * side ** 2, generator=torch.Generator().manual_seed(0), dtype=torch.float64)
    with torch.no_grad():
        for _ in range(30): z = f(z)
    return f, z


def radius(side: int) -> list[dict]:
    """Seconds, and calls where a dense Jacobian costs one for each of its rows."""
    f, z = conv_map(side)
    found, dense = leading_eigenvalues(f, z, 1, tol=1e-6), spectral_radius(jacobian(f, z))
    assert ((found.values[:, 0].abs() - dense).abs() <= found.error[:, 0] + 1e-9).all()
    what, d = f"spectral radius of {POINTS} points, conv map, D={z.shape[1]}", z.shape[1]
    row = ratio(what, lambda: spectral_radius(jacobian(f, z, chunk=4)), lambda: spectral_radius_free(f, z), "dense Jacobian and its eigenvalues", 1, repeats=3)
    calls = (d / found.calls.double()).sort().values
    count = {"what": what.replace("spectral", "calls for the spectral"), "against": "D products per point (seconds: calls)", "target": 1, "ratio": float(calls.median()), "low": float(calls[0]), "high": float(calls[-1]),
             "slow_s": d, "fast_s": float(found.calls.double().mean()), "repeats": POINTS}
    return [row, count]


def polish(side: int) -> dict:
    """Newton's method to 1e-10 from the same points."""
    f, z = conv_map(side)
    roots, dense = newton_krylov(f, z), newton(f, z)
    both = roots.converged & ((f(dense) - dense).norm(dim=1) < 1e-10)
    assert both.any() and torch.allclose(roots.z[both], dense[both], atol=1e-7)
    return ratio(f"fixed points of {POINTS} starts to 1e-10, conv map, D={z.shape[1]}", lambda: newton(f, z), lambda: newton_krylov(f, z), "Newton's method with dense Jacobians", 1, repeats=1)


if __name__ == "__main__":
    report([*radius(2), *radius(4), polish(2), polish(4)])
