"""Orthogonal matching pursuit of many targets at once, against a loop of least squares and against scikit-learn."""
import torch
from run import ratio, report
from sklearn.linear_model import orthogonal_mp
from threadpoolctl import threadpool_limits

from latentbook.dynamics import orthogonal_matching_pursuit


def case(targets: int, dim: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Gaussian targets, and as many Gaussian atoms of length one as dimensions."""
    random = torch.Generator().manual_seed(0)
    t, atoms = (torch.randn(n, dim, generator=random, dtype=torch.float64) for n in (targets, dim))
    return t, atoms / atoms.norm(dim=1, keepdim=True)


def loop(t: torch.Tensor, atoms: torch.Tensor, n: int) -> torch.Tensor:
    """Errors after 1 ... n atoms, target by target, with a least-squares problem in each step: what the pursuit means."""
    errors = []
    for target in t:
        taken, left = [], target
        for _ in range(n):
            taken.append(int((atoms @ left).abs().argmax()))
            x = torch.linalg.lstsq(atoms[taken].T, target[:, None]).solution[:, 0]
            left = target - x @ atoms[taken]
            errors.append(left @ left)
    return torch.stack(errors).view(len(t), n)


def rows(targets: int = 500, dim: int = 128, n: int = 16) -> list[dict]:
    """Both comparisons on the same targets; what is compared is asserted to agree first."""
    t, atoms = case(targets, dim)
    ours = lambda: orthogonal_matching_pursuit(t, atoms, n)
    theirs = lambda: orthogonal_mp(atoms.T.numpy(), t.T.numpy(), n_nonzero_coefs=n, precompute=True)
    assert torch.allclose(loop(t, atoms, n), ours().errors[:, 1:], atol=1e-10) and torch.allclose(torch.from_numpy(theirs().T), ours().coefficients(), atol=1e-10)
    what = f"pursuit of {targets} targets, {dim} atoms, {n} taken"
    return [ratio(what, lambda: loop(t, atoms, n), ours, "loop of least squares", 10, repeats=3), ratio(what, theirs, ours, "scikit-learn, precomputed Gram matrix", 2, repeats=3)]


if __name__ == "__main__":
    with threadpool_limits(1):
        report(rows())
