"""What the cross-cutting tests know about the project: its root, its layers and its notebooks."""
import ast
import json
from pathlib import Path

from latentbook import dev

ROOT = Path(__file__).resolve().parents[2]

# Each may import from the layers above it and from its own (DESIGN: layout and layers); models know neither data nor losses.
LAYERS = [("errors", "provenance", "core", "intervals", "tables"), ("plot", "testing"), ("physics",), ("data",), ("losses",), ("models",), ("train",),
          ("interpret", "dynamics", "generate"), ("anomaly",), ("report",), ("dev",)]
FORBIDDEN = {"models": {"data", "losses", "plot"}, "dev": {"report"}}
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
LIBRARY, STORIES = dev.notebooks(ROOT), dev.notebooks(ROOT, stories=True)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def cells(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def imported_modules(source: str) -> set[str]:
    """Dotted names below `latentbook` that a source imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "latentbook":
            names |= {f"{node.module}.{a.name}" if node.module == "latentbook" else node.module for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {a.name for a in node.names if a.name.split(".")[0] == "latentbook"}
    return {n.removeprefix("latentbook").lstrip(".") for n in names} - {""}


def upward_imports(module: str, source: str) -> list[str]:
    """Imports of a source that its module's layer does not allow."""
    own = module.split(".")[0]
    layer = lambda name: LEVEL[name.split(".")[0]] if name.split(".")[0] in LEVEL else LEVEL["core"]
    return [name for name in sorted(imported_modules(source)) if layer(name) > LEVEL[own] or name.split(".")[0] in FORBIDDEN.get(own, set())]
