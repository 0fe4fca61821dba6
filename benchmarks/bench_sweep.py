"""Asking again for a sweep of 1000 finished runs, against asking papermill for one trivial notebook: the first starts no kernel at all."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from run import ratio, report

from latentbook.report.parameters import skeleton
from latentbook.report.sweeping import plan_sweep

RUNS = 1000


def finished_sweep(folder: Path) -> list[str]:
    """Write the folders of a finished sweep as the runner leaves them; returns the words of the command that asks for it again."""
    book = skeleton(folder / "toy.ipynb", "n: int = 2  # size [-], 1..5000", ["print(n)"])
    for run in plan_sweep(book, {"n": f"1:{RUNS + 1}"}, out=folder / "runs").plans:
        attempt = run.folder / "attempts" / "1"
        attempt.mkdir(parents=True)
        (attempt / "report.html").touch()
        for file in (attempt / "status.json", run.folder / "status.json"): file.write_text('{"state": "ok", "attempt": 1, "reason": ""}')
    return ["sweep", str(book), "-p", f"n=1:{RUNS + 1}", "--out", str(folder / "runs"), "--json"]


def main() -> None:
    """Time both in fresh processes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ask = [sys.executable, "-c", "from latentbook.report.cli import main; main()", *finished_sweep(folder)]
        stock = [sys.executable, "-m", "papermill", str(folder / "toy.ipynb"), str(folder / "out.ipynb"), "--no-progress-bar", "-k", "python3"]
        quiet = {"capture_output": True, "text": True, "check": True, "env": os.environ | {"OMP_NUM_THREADS": "1"}}
        told = json.loads(subprocess.run(ask, **quiet).stdout)
        if told["counts"] != {"ok": RUNS} or told["made"]:
            sys.exit(f"the sweep was not finished: {told['counts']}")
        again = ratio(f"re-invoking a finished sweep of {RUNS} runs", lambda: subprocess.run(stock, **quiet), lambda: subprocess.run(ask, **quiet), "stock papermill, one trivial notebook", 1, repeats=3)
        report([again])


if __name__ == "__main__":
    main()
