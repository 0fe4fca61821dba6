"""Jacobians of a latent map, and fixed points from many starts, against plain loops."""
import torch
from run import ratio, report

from latentbook.core import seeded
from latentbook.dynamics import find_fixed_points, jacobian, latent_map
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


def fixed_points(starts: int = 1000) -> dict:
    """Fixed points of a map with four attractors, from many starts, against iterating each start by itself to the same residual."""
    wells = lambda z: z + 0.15 * z * (1 - z ** 2)                      # in each coordinate: attractors at -1 and 1, a saddle at 0
    z = torch.randn(starts, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)

    def loop() -> torch.Tensor:
        ends = []
        for point in z.split(1):
            for _ in range(10_000):
                image = wells(point)
                done = (image - point).norm() < 1e-10
                point = image
                if done: break
            ends.append(point)
        return torch.cat(ends)

    found = find_fixed_points(wells, z)
    assert torch.allclose(found.z, loop(), atol=1e-8)
    return ratio(f"fixed points of {starts} starts to 1e-10", loop, lambda: find_fixed_points(wells, z), "plain iteration, start by start", 10, repeats=3)


if __name__ == "__main__":
    report([jacobians(2), jacobians(16), fixed_points()])
