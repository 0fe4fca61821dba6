"""Importing is cheap, works in any order, and needs no more than it must."""
import configparser
import json
import random
import subprocess
import sys

import pytest

from .project import LEVEL, ROOT

MODULES = sorted(".".join(p.relative_to(ROOT).with_suffix("").parts) for p in (ROOT / "latentbook").rglob("*.py") if not p.stem.startswith("_"))
LIGHT = {"torch", "numpy", "matplotlib", "jaxtyping", "safetensors"}
NEEDS_LITTLE = [m for m in MODULES if m.split(".")[1] in {"errors", "provenance", "core", "intervals", "tables", "plot", "testing", "models", "losses", "interpret", "dynamics", "generate", "anomaly"}]
IMPORT_NAMES = {"torch-geometric": "torch_geometric", "scikit-learn": "sklearn", "pot": "ot", "pyyaml": "yaml", "dask[distributed]": "dask"}
NEEDS_MORE = {"latentbook.models.graph": {"torch_geometric"}, "latentbook.models.flows": {"zuko"}, "latentbook.generate.flows": {"zuko"}}        # by their nature


def python(code: str, *args: str) -> str:
    done = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def requirements() -> set[str]:
    settings = configparser.ConfigParser(delimiters=["="])
    settings.read(ROOT / "settings.ini")
    names = {r.split(">")[0].split("=")[0].split("<")[0] for r in settings["DEFAULT"]["requirements"].split()}
    return {IMPORT_NAMES.get(n, n) for n in names}


def test_importing_the_package_costs_nothing():
    new = json.loads(python("import sys, json; before = set(sys.modules); import latentbook; print(json.dumps(sorted(set(sys.modules) - before)))"))
    assert "torch" not in new and len(new) < 150, len(new)


def test_the_command_line_starts_without_torch():
    new = json.loads(python("import sys, json, latentbook.report.cli; print(json.dumps(sorted(sys.modules)))"))
    assert not {"torch", "papermill", "dask", "distributed", "lightning"} & set(new)


# Third-party modules are loaded once; then each of ours is imported in a forked child of its own, so that no earlier import can help it.
ALONE = """
import importlib, os, sys
import torch, numpy, matplotlib.pyplot, lightning, jaxtyping
failed = []
for order in sys.argv[1:]:
    pid = os.fork()
    if not pid:
        try:
            for name in order.split(","): importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), file=sys.stderr); os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1]: failed.append(order[:200])
sys.exit(f"failed: {failed}" if failed else 0)
"""


def test_every_module_imports_alone_and_in_random_order():
    rng = random.Random(0)
    python(ALONE, *MODULES, *(",".join(rng.sample(MODULES, len(MODULES))) for _ in range(5)))


BLOCKED = """
import importlib, sys
blocked = set(sys.argv[1].split(","))
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked: raise ImportError(f"{name} is blocked in this test")
sys.meta_path.insert(0, Wall())
for name in sys.argv[2].split(","):
    try: importlib.import_module(name)
    except ImportError as error: sys.exit(f"{name}: {error}")
"""


def test_core_models_and_analyses_need_only_the_light_packages():
    light = [m for m in NEEDS_LITTLE if m not in NEEDS_MORE]
    python(BLOCKED, ",".join(sorted(requirements() - LIGHT)), ",".join(light))


def test_the_wall_stands():
    with pytest.raises(AssertionError, match="is blocked"):
        python(BLOCKED, "torch", "latentbook.core")


def test_every_folder_of_the_package_has_a_layer():
    assert {m.split(".")[1] for m in MODULES} <= set(LEVEL)
