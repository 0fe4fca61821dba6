"""Measure speed as ratios: every `bench_*.py` here times two ways of doing one thing in one process, and this prints them side by side.

    python benchmarks/run.py [name ...]        all of them, or those whose file name contains a name

A ratio compares two medians of one run on one machine; seconds are shown for orientation and travel badly. Nothing here is a test.
"""
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent


def seconds(work: Callable[[], object], repeats: int = 5, warmup: int = 1) -> list[float]:
    """Time `work` several times after a warm-up; returns the seconds of each repeat."""
    for _ in range(warmup): work()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return times


def ratio(what: str, slow: Callable[[], object], fast: Callable[[], object], against: str, target: float, repeats: int = 5) -> dict:
    """Compare two ways of doing the same, interleaved so that both meet the same machine; returns one row of the table."""
    pairs = [(seconds(slow, 1, int(i == 0))[0], seconds(fast, 1, int(i == 0))[0]) for i in range(repeats)]
    ratios = sorted(a / b for a, b in pairs)
    return {"what": what, "against": against, "target": target, "ratio": statistics.median(ratios), "low": ratios[0], "high": ratios[-1],
            "slow_s": statistics.median(a for a, _ in pairs), "fast_s": statistics.median(b for _, b in pairs), "repeats": repeats}


def report(rows: list[dict]) -> None:
    """Hand the rows of one benchmark file to the runner."""
    print(json.dumps(rows))


def main(names: list[str]) -> int:
    """Run the benchmark files one after another in processes of their own and print their rows."""
    failed, rows = [], []
    inherited = [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]        # absolute, for the files run in another folder
    environment = os.environ | {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"), "PYTHONPATH": os.pathsep.join([str(HERE), *inherited])}
    for path in sorted(HERE.glob("bench_*.py")):
        if names and not any(name in path.stem for name in names): continue
        done = subprocess.run([sys.executable, str(path)], capture_output=True, text=True, cwd=HERE, env=environment)
        if done.returncode:
            failed.append(f"{path.name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
            continue
        *tables, last = done.stdout.strip().splitlines()
        if tables: print(*tables, "", sep="\n")                    # what a file has to show beside its ratios
        rows += json.loads(last)
    print(f"{'what':58} {'against':44} {'ratio (range)':>24} {'target':>8} {'seconds slow / fast':>22}")
    for r in rows:
        print(f"{r['what']:58} {r['against']:44} {r['ratio']:8.1f} ({r['low']:.1f} to {r['high']:.1f}) {r['target']:>8g} {r['slow_s']:>12.4f} / {r['fast_s']:.4f}")
    print("\n".join(failed), file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
