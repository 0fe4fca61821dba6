"""One training step of the jet-picture models, forward, backward and Adam, in CPU seconds per 1000 jets; and, when asked, the likelihoods at equal size of code and equal CPU time.

CPU seconds of the process, where other processes may be busy; all entrants take turns in one process, and the smallest of several steps counts. Jets are toys with the occupancy of the public file, or those of a file.
Quoted elsewhere for pictures of random numbers: 7.7 s per 1000 jets for a network of 1.67 million parameters, 32 s for 2.97 million, 48 s for the one that was asked for.

    python benchmarks/bench_images.py --compare 60 [--cells FILE.pt]       hits and energies after 60 CPU seconds each; FILE.pt holds x, mask
    python benchmarks/bench_images.py --carry 60 [--cells FILE.pt]         energy mover's distance to the full picture after 60 CPU seconds each, points beside pictures
"""
import argparse
import math
import time
from collections.abc import Callable

import torch
from run import ratio, report
from torch import nn

from latentbook.core import generator, seeded
from latentbook.interpret.image_board import Picture, board, judge_pictures
from latentbook.losses.asked import AskedObjective
from latentbook.losses.objectives import ELBO
from latentbook.models.cell_likelihoods import CellScale, blocks, per_channel
from latentbook.models.cell_sets import CellVAE
from latentbook.models.image_vae import PRESETS, REDUCED, AskedVAE, ImageVAE
from latentbook.physics.cells import CHANNELS, RATIO, Grids, rasterise, toy_cells

RIVALS = {"occupancy, log-normal": {}, "occupancy, gamma": {"energies": "gamma"}, "BCE, global": {"likelihood": "bce"}, "BCE, robust": {"likelihood": "bce", "minmax": "robust"}, "MSE": {"likelihood": "mse"}, "MSE of logs": {"likelihood": "mse", "compress": True}}

CELLS = {"set, Sinkhorn": {}, "set, Chamfer": {"loss": "chamfer"}, "towers": {"decoder": "towers"}}


def jets(path: str | None, n: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Cells and mask of n jets."""
    if path is None: return toy_cells(n, (85, 270, 22))[:2]
    held = torch.load(path, weights_only=True)
    return held["x"][:n], held["mask"][:n]


def step(model: nn.Module, objective: object, x: torch.Tensor, mask: torch.Tensor, optimiser: torch.optim.Optimizer, g: torch.Generator | None = None) -> None:
    """One step of training; gradients of norm above 100 are cut."""
    optimiser.zero_grad(set_to_none=True)
    objective(model, x, mask, g)["loss"].mean().backward()
    nn.utils.clip_grad_norm_(model.parameters(), 100.0)
    optimiser.step()


def seconds(model: nn.Module, objective: object, x: torch.Tensor, mask: torch.Tensor, batch: int, steps: int) -> float:
    """CPU seconds per 1000 jets, the best of some steps after one that does not count."""
    optimiser, taken = torch.optim.Adam(model.parameters(), 1e-4), []
    for _ in range(steps + 1):
        begun = time.process_time()
        step(model, objective, x[:batch], mask[:batch], optimiser)
        taken.append(time.process_time() - begun)
    return 1000 * min(taken[1:]) / batch


def rows(x: torch.Tensor, mask: torch.Tensor) -> list[dict]:
    """Ratios for the runner: the usual networks against the one on towers, 64 jets a step."""
    scale = CellScale.fit(x, mask)
    def stepper(make: Callable[[], nn.Module], objective: object) -> Callable[[], None]:
        with seeded(0): model = make()
        optimiser = torch.optim.Adam(model.parameters(), 1e-4)
        return lambda: [step(model, objective, *part, optimiser) for part in zip(x[:64].split(16 if isinstance(model, AskedVAE) else 64), mask[:64].split(16 if isinstance(model, AskedVAE) else 64))]
    fast, fastest = stepper(lambda: ImageVAE(scale=scale), ELBO()), stepper(lambda: CellVAE(scale=scale), ELBO())
    slow = {"1.7 M on pixels": (lambda: ImageVAE(scale=scale, **PRESETS["1.7M"]), ELBO(), 3.0), "3 M on pixels": (lambda: ImageVAE(scale=scale, **PRESETS["3M"]), ELBO(), 8.0), "as asked, 86 M": (lambda: AskedVAE(scale=scale), AskedObjective(), 20.0)}
    found = [ratio("image VAE on towers, 64 jets, forward, backward, Adam", stepper(make, objective), fast, against, target, repeats=3) for against, (make, objective, target) in slow.items()]
    sets = {"3 M on pixels": 10.0, "1.7 M on pixels": 5.0}
    return found + [ratio("graph and set VAE, 64 jets, forward, backward, Adam", stepper(*slow[against][:2]), fastest, against, target, repeats=5) for against, target in sets.items()]


def speeds(x: torch.Tensor, mask: torch.Tensor) -> None:
    """Print the table of costs."""
    scale = CellScale.fit(x, mask)
    entrants = {name: (lambda f=fields: ImageVAE(scale=scale, **f).start(x, mask), ELBO(), 64, 4) for name, fields in PRESETS.items()}
    entrants |= {f"towers, {name}": (lambda f=fields: ImageVAE(scale=scale, **f), ELBO(), 64, 4) for name, fields in RIVALS.items()}
    entrants |= {f"graph, {name}": (lambda f=fields: CellVAE(scale=scale, **f), ELBO(), 64, 4) for name, fields in CELLS.items()}
    entrants |= {"asked, reduced": (lambda: AskedVAE(scale=scale, **REDUCED), AskedObjective(), 16, 4), "asked": (lambda: AskedVAE(scale=scale), AskedObjective(), 16, 2)}
    for name, (make, objective, batch, steps) in entrants.items():
        with seeded(0): model = make()
        millions = sum(p.numel() for p in model.parameters()) / 1e6
        print(f"{name:30s} {millions:6.2f} M  batch {batch:2d}  {seconds(model, objective, x, mask, batch, steps):7.2f} CPU s per 1000 jets", flush=True)


def average_precision(score: torch.Tensor, hit: torch.Tensor) -> float:
    """Mean over pictures with hits of the average precision of their cells."""
    lit = hit.gather(1, score.argsort(dim=1, descending=True, stable=True)).double()
    precision = lit.cumsum(1) / torch.arange(1, lit.shape[1] + 1)
    some = lit.sum(1) > 0
    return float(((precision * lit).sum(1) / lit.sum(1).clamp(min=1))[some].mean())


@torch.no_grad()
def judge(model: nn.Module, x: torch.Tensor, mask: torch.Tensor) -> dict[str, list[float]]:
    """Average precision, median and half the central 68 % of decoded over true energy, empty channels in draws from the prior and in clear pictures; per channel."""
    model.eval()
    ap, energy, empty = [], [], torch.zeros(3)
    for k, (a, m) in enumerate(zip(x.split(100), mask.split(100))):
        answer, truth = model.reconstruct(a, m), blocks(rasterise(a, m))
        ap.append([average_precision(p.flatten(1), t.flatten(1) > 0) for p, t in zip(blocks(answer.occupancy).split((25, 25, 1), 1), truth.split((25, 25, 1), 1))])
        energy.append(answer.energy / per_channel(truth).clamp(min=0.5))
        prior = model.decode(torch.randn(len(a), model.config.latent_dim, generator=generator(k)))
        empty += sum((per_channel((blocks(g) > 0).float()) == 0).float().sum(0) for g in (prior.sample(generator(k)), answer.sharpest()))
    low, median, high = torch.cat(energy).quantile(torch.tensor([0.16, 0.5, 0.84]), 0)
    return {"AP": torch.tensor(ap).mean(0).tolist(), "response": median.tolist(), "resolution": (0.5 * (high - low)).tolist(), "empty": (empty / (2 * len(x))).tolist()}


def train(model: nn.Module, objective: object, x: torch.Tensor, mask: torch.Tensor, budget: float, batch: int = 32, lr: float = 3e-3, seed: int = 0) -> int:
    """Train for a budget of CPU seconds with a cosine schedule; returns the number of steps."""
    optimiser, g, begun, steps = torch.optim.Adam(model.parameters(), lr), generator(seed), time.process_time(), 0
    model.train()
    while (share := (time.process_time() - begun) / budget) < 1:
        for group in optimiser.param_groups: group["lr"] = lr * min(1.0, 20 * share + 0.05) * 0.5 * (1 + math.cos(math.pi * share)) + 1e-6
        index = torch.randint(len(x), (batch,), generator=g)
        step(model, objective, x[index], mask[index], optimiser, g)
        steps += 1
    return steps


def compare(x: torch.Tensor, mask: torch.Tensor, budget: float, train_size: int, only: str, seed: int, lr: float, net: str) -> None:
    """Print hits and energies of all likelihoods after equal CPU time."""
    a, m, b, n = x[:train_size], mask[:train_size], x[train_size:], mask[train_size:]
    scale = CellScale.fit(a, m)
    f = lambda values: " ".join(f"{v:6.3f}" for v in values)
    for name, fields in RIVALS.items():
        if only not in name: continue
        with seeded(seed): model = ImageVAE(scale=scale, **PRESETS[net], **fields).start(a, m)
        for stage, steps in (("mean picture and totals", 0), ("trained", train(model, ELBO(), a, m, budget, lr=lr, seed=seed))):
            if not steps:
                with seeded(seed): begin = ImageVAE(scale=scale, **PRESETS[net], **fields).start(a, m)
            found = judge(model if steps else begin, b, n)
            with torch.no_grad():
                parts = [ELBO()(model if steps else begin, *part, generator(1)) for part in zip(b.split(100), n.split(100))]
            nll, kl = (float(torch.cat([part[k] for part in parts]).mean()) for k in ("nll", "kl"))
            print(f"{name:22s} {stage:24s} {steps:5d} steps  nll {nll:9.1f} kl {kl:5.1f} | AP {f(found['AP'])} | response {f(found['response'])} | resolution {f(found['resolution'])} | empty {f(found['empty'])}", flush=True)


def on_towers(grids: Grids) -> Grids:
    """Put the energy of each tower's crystals into the middle one, so that a picture has few enough cells for none to be cut."""
    fine = torch.zeros_like(grids.fine)
    fine[..., RATIO // 2::RATIO, RATIO // 2::RATIO] = grids.fine.unflatten(3, (-1, RATIO)).unflatten(2, (-1, RATIO)).sum((3, 5))
    return Grids(fine, grids.towers)


def carry(x: torch.Tensor, mask: torch.Tensor, budget: float, held: int, only: str, seed: int, lr: float) -> None:
    """Print the energy mover's distance of all networks after equal CPU time: of the picture, and with crystals summed in towers and nothing cut."""
    a, m, b, n = x[held:], mask[held:], x[:held], mask[:held]
    scale, judged = CellScale.fit(a, m), {}
    makers = {f"graph, {name}": (lambda f=fields: CellVAE(scale=scale, **f)) for name, fields in CELLS.items()} | {name: (lambda f=fields: ImageVAE(scale=scale, **f)) for name, fields in PRESETS.items()}
    for name, make in makers.items():
        if only not in name: continue
        with seeded(seed): model = make().start(a, m)
        steps = train(model, ELBO(), a, m, budget, lr=lr, seed=seed)
        model.eval()
        with torch.no_grad(): answers = [model.reconstruct(*part) for part in zip(b.split(50), n.split(50))]
        j = judged[name] = judge_pictures(answers, b, n, slow_jets=held)
        whole = judge_pictures([Picture(r.mean, on_towers(r.mean)) for r in answers], b, n, slow_jets=min(100, held), most=1250)
        print(f"{name:24s} {steps:5d} steps  EMD {j['emd']}, cut {j['cut'].value:.3f}; on towers {whole['emd']}; mass {j['mass'].value:.3f}; AP " + " ".join(f"{j['ap_' + c].value:.3f}" for c in CHANNELS), flush=True)
    if "3M" in judged:
        for name in judged: print(f"{name:24s} minus 3M, same jets: {board(judged).margin(name, '3M', 'emd')}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compare", type=float, default=0.0, help="CPU seconds per likelihood [s]")
    parser.add_argument("--carry", type=float, default=0.0, help="CPU seconds per network [s]")
    parser.add_argument("--held", type=int, default=500, help="jets that are judged")
    parser.add_argument("--cells", default=None, help="file with x and mask")
    parser.add_argument("--only", default="", help="likelihoods whose name contains this")
    parser.add_argument("--net", default="towers", choices=list(PRESETS))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--lr", type=float, default=3e-3)
    given = parser.parse_args()
    x, mask = jets(given.cells, 2600 if given.compare else 5000 + given.held if given.carry else 64)
    print(f"channels in order {', '.join(CHANNELS)}; {x.shape[0]} jets, {float(mask.sum(1).float().mean()):.0f} lit cells each")
    if given.carry: carry(x, mask, given.carry, given.held, given.only, given.seed, given.lr)
    elif given.compare: compare(x, mask, given.compare, 2000, given.only, given.seed, given.lr, given.net)
    else: speeds(x, mask), report(rows(x, mask))
