"""Starting a notebook that imports torch and matplotlib: a fresh kernel against one forked from a preloaded parent, both under papermill, from the request until the kernel is gone."""
import os
import statistics
import tempfile
from pathlib import Path

from run import ratio, report

from latentbook.report.kernels import Preloaded
from latentbook.report.parameters import skeleton
from latentbook.report.run import Guard, execute, kernel_environment, plan, prepared

WORK = Path(tempfile.mkdtemp(prefix="lb"))
MEMORY = WORK / "uss"
CELL = f"import torch, matplotlib.pyplot as plt, psutil\nwith open({str(MEMORY)!r}, 'a') as file: print(psutil.Process().memory_full_info().uss / 2**20, file=file)"


def notebook() -> dict:
    planned = plan(skeleton(WORK / "toy.ipynb", "", [CELL]), out=WORK / "runs")
    return prepared(planned.parameters, planned.values)


def run_once(book: dict, preload: Preloaded | None) -> None:
    scratch, guard = Path(tempfile.mkdtemp(prefix="lb")), Guard(WORK)
    with (WORK / "log.txt").open("a") as log:
        _, error = execute(book, guard, kernel_environment(WORK, scratch, 1), scratch, log, preload=preload)
    if error or guard.note:
        raise RuntimeError(guard.note or str(error))


def main() -> None:
    book, preload = notebook(), Preloaded()
    preload.ensure(kernel_environment(WORK, WORK, 1))
    try: row = ratio("start and end of a torch notebook", lambda: run_once(book, None), lambda: run_once(book, preload), "fresh kernel; target also <= 1 s", 3)
    finally: preload.close()
    uss = sorted(float(line) for line in MEMORY.read_text().split())              # as many forked kernels as fresh ones, and the fresh ones hold more
    forked, fresh = uss[:len(uss) // 2], uss[len(uss) // 2:]
    memory = {"what": "private memory of a torch kernel before work [MiB]", "against": "fresh kernel; target also <= 100 MiB", "target": 2.5, "ratio": statistics.median(fresh) / statistics.median(forked),
              "low": fresh[0] / forked[-1], "high": fresh[-1] / forked[0], "slow_s": statistics.median(fresh), "fast_s": statistics.median(forked), "repeats": len(forked)}
    report([row, memory])


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
