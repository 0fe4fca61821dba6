"""One training step of Lorentz group autoencoders, forward and backward: the Clebsch-Gordan twin, slow and in closed form, and the fast model, in both precisions, with sizes of batch and jet, and memory.

The slow twin comes in two kinds: in parts, with the arithmetic of the public code (real and imaginary parts as separate tensors), and by the book, with torch's complex numbers.

CPU seconds of the process on a CPU, where other processes may be busy; seconds with synchronisation on a GPU, there also compiled. All entrants of a row take turns in one process. Memory is measured in a process of its own each.
The public code itself took 3.5 to 4.6 CPU seconds and 1287 MB for 64 jets of 30 particles in double precision; it does not run in single precision.

    python benchmarks/bench_lgae.py --memory NAME DTYPE BATCH PARTICLES        megabytes that one step needs
"""
import importlib
import importlib.util
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from run import report

from latentbook.core import seeded
from latentbook.models.clebsch_gordan import BY_THE_BOOK, CLOSED_FORM, IN_PARTS
from latentbook.models.clouds import toy_clouds
from latentbook.models.lorentz_reference import CGAutoencoder

PARTS, BOOK, CLOSED, FAST = "twin in parts", "twin by the book", "twin in closed form", "LGAE"
WAYS = {PARTS: IN_PARTS, BOOK: BY_THE_BOOK, CLOSED: CLOSED_FORM}
SIZES = ((64, 30), (16, 30), (256, 30), (64, 15), (64, 60))                     # jets x particles; the first is that of the targets
TARGETS = {(FAST, "float32"): 20.0, (FAST, "float64"): 10.0}
GB_PER_PAIR = {"float64": 2.5e-5, "float32": 1.3e-5}                              # of the twin in parts, to leave out what does not fit


def make(name: str, particles: int) -> torch.nn.Module:
    """Build an entrant: the twin as mended, Min-Max, two vectors; the fast model with its defaults."""
    with seeded(0): model = importlib.import_module("latentbook.models.lorentz").LGAE(particles=particles) if name == FAST else CGAutoencoder(particles=particles)
    if name in WAYS: model.couplings = WAYS[name]
    return model


def entrants() -> list[str]:
    """Names of the models that there are."""
    found = importlib.util.find_spec("latentbook.models.lorentz") is not None
    if not found: print("latentbook.models.lorentz is not here: the fast model is left out")
    return [*WAYS, *([FAST] if found else [])]


def stepper(name: str, dtype: str, batch: int, particles: int, device: str = "cpu", compiled: bool = False) -> Callable[[], None]:
    """A function that makes one step without an optimiser."""
    model = make(name, particles).to(device, getattr(torch, dtype))
    jets = toy_clouds(batch, particles, seed=0)
    x, mask = jets.x.to(device, getattr(torch, dtype)), jets.mask.to(device)
    run = torch.compile(model) if compiled else model

    def step() -> None:
        model.zero_grad()
        ((run(x, mask).x - x) / 1000).square().mean().backward()
        if device == "cuda": torch.cuda.synchronize()
    return step


def take_turns(steps: dict[Any, Callable[[], None]], repeats: int, clock: Callable[[], float]) -> dict[Any, list[float]]:
    """Seconds of every entrant, one round after another; the first round does not count."""
    times: dict[Any, list[float]] = {name: [] for name in steps}
    for turn in range(repeats + 1):
        for name, step in steps.items():
            start = clock()
            step()
            if turn: times[name].append(clock() - start)
    return times


def row(what: str, against: str, target: float, slow: list[float], fast: list[float]) -> dict:
    """One line of the table, ratios of the same round."""
    ratios = sorted(a / b for a, b in zip(slow, fast))
    return {"what": what, "against": against, "target": target, "ratio": statistics.median(ratios), "low": ratios[0], "high": ratios[-1], "slow_s": statistics.median(slow), "fast_s": statistics.median(fast), "repeats": len(ratios)}


def available_gb() -> float:
    """Memory that is free on this machine."""
    lines = Path("/proc/meminfo").read_text().splitlines() if Path("/proc/meminfo").exists() else []
    return next((int(line.split()[1]) / 2 ** 20 for line in lines if line.startswith("MemAvailable")), 4.0)


def opponents(name: str, dtype: str, first: bool) -> list[tuple[str, str]]:
    """What an entrant is compared with: a slow twin in the same precision, and at the first size also in the only precision of the public code."""
    slow = [PARTS] if name == BOOK or not first else [PARTS, BOOK]
    return [(other, dtype) for other in slow] + ([(PARTS, "float64")] if first and dtype == "float32" else [])


def compare(batch: int, particles: int, names: list[str], repeats: int = 3) -> list[dict]:
    """Both precisions of all entrants at one size, on the CPU, in turns."""
    fits = {dtype: batch * particles ** 2 * cost < 0.6 * available_gb() for dtype, cost in GB_PER_PAIR.items()}
    if not all(fits.values()): print(f"{batch} x {particles}: slow twins left out in {', '.join(d for d, f in fits.items() if not f)}, they would not fit into memory")
    first = (batch, particles) == SIZES[0]
    chosen = names if first else [name for name in names if name != BOOK]
    steps = {(name, dtype): stepper(name, dtype, batch, particles) for dtype in fits for name in chosen if fits[dtype] or name not in (PARTS, BOOK)}
    times, rows = take_turns(steps, repeats, time.process_time), []
    for (name, dtype), fast in times.items():
        for other in opponents(name, dtype, first) if name != PARTS else []:
            target = TARGETS.get((name, dtype), 1.0) if first and other == (PARTS, dtype) else 1.0
            if other in times: rows.append(row(f"{name}, {dtype}, {batch} x {particles}", ", ".join(other), target, times[other], fast))
    return rows


def memory_mb(name: str, dtype: str, batch: int, particles: int) -> float:
    """Megabytes that one step needs above a step with two jets, measured in a new process."""
    done = subprocess.run([sys.executable, __file__, "--memory", name, dtype, str(batch), str(particles)], capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def status_mb(field: str) -> float:
    """A line of the status of this process, Linux only."""
    return next(int(line.split()[1]) / 2 ** 10 for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(field))


def measure_memory(name: str, dtype: str, batch: int, particles: int) -> None:
    """Print what `memory_mb` reads: the peak during a step above what was held before it."""
    stepper(name, dtype, 2, particles)()
    step, held = stepper(name, dtype, batch, particles), status_mb("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")                                   # the peak starts anew
    step()
    print(status_mb("VmHWM") - held)


def compare_memory(batch: int, particles: int, names: list[str]) -> list[dict]:
    """Memory of all entrants at one size."""
    rows: list[dict] = []
    if not Path("/proc/self/clear_refs").exists(): return rows
    for dtype in GB_PER_PAIR:
        mb = {name: memory_mb(name, dtype, batch, particles) for name in names}
        rows += [row(f"memory [MB], {name}, {dtype}, {batch} x {particles}", f"{slow}, {dtype}", 5.0 if (name, slow) == (FAST, PARTS) else 1.0, [mb[slow]], [mb[name]])
                 for name in names if name not in (PARTS, BOOK) for slow in (PARTS, BOOK)]
    return rows


def compare_on_gpu(batch: int, particles: int, names: list[str], repeats: int = 10) -> list[dict]:
    """The same on a GPU, the fast model and the closed form also compiled."""
    rows = []
    for dtype in GB_PER_PAIR:
        steps = {name: stepper(name, dtype, batch, particles, "cuda") for name in names}
        for name in names:
            if name in (PARTS, BOOK): continue
            compiled = stepper(name, dtype, batch, particles, "cuda", compiled=True)
            try: compiled()
            except Exception as error: print(f"{name}, {dtype}: does not compile here: {type(error).__name__}")
            else: steps[f"{name}, compiled"] = compiled
        times = take_turns(steps, repeats, time.perf_counter)
        rows += [row(f"{name}, {dtype}, {batch} x {particles}, cuda", f"{PARTS}, {dtype}, cuda", 1.0, times[PARTS], t) for name, t in times.items() if name != PARTS]
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]: measure_memory(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        there = entrants()
        rows = [r for size in SIZES for r in compare(*size, there)] + compare_memory(*SIZES[0], there)
        report(rows + ([r for size in SIZES[:1] for r in compare_on_gpu(*size, there)] if torch.cuda.is_available() else []))
