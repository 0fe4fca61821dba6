"""What every notebook of this project keeps to."""
import ast
import json
import re

import pytest

from latentbook import dev

from .project import LEVEL, LIBRARY, ROOT, STORIES, cells, relative, upward_imports

EXPORTING = [p for p in LIBRARY if dev.default_exp(p)]
PATHS = re.compile(r"(?<![\w.:/])/(?:home|root|work|tmp|Users|mnt|opt|var)/\w")
# A page is what somebody loads, so its size is what counts; the total of figures is a detector for figures by the megabyte (at 7.8 MB of pages they were 1.8, code and prose the rest).
BUDGET, STORY_BUDGET, FIGURES = 100_000, 900_000, 5_000_000


def text(cell):
    return "".join(cell["source"])


@pytest.mark.parametrize("path", EXPORTING, ids=relative)
def test_no_upward_import(path):
    module, seen = dev.default_exp(path), []
    for cell in cells(path):
        if cell["cell_type"] == "code" and {"export", "exporti", "exports", "export_test"} & set(dev._directives(text(cell))):
            allowed = {"testing"} if "export_test" in dev._directives(text(cell)) and LEVEL[module.split(".")[0]] >= LEVEL["testing"] else set()
            seen += [n for n in upward_imports(module, dev._body(text(cell))) if n.split(".")[0] not in allowed]
    assert not seen, f"{relative(path)} imports from below its layer: {', '.join(seen)}"


def test_the_layer_check_can_fail():
    assert upward_imports("core", "from latentbook.models.ae import AE") == ["models.ae"]
    assert upward_imports("models.ae", "import latentbook.data.digits") == ["data.digits"] and not upward_imports("models.ae", "from latentbook.core import Latent")


def test_imports_within_layers_are_acyclic():
    graph = {}
    for path in EXPORTING:
        code = "\n".join(dev._body(text(c)) for c in cells(path) if c["cell_type"] == "code" and {"export", "exporti"} & set(dev._directives(text(c))))
        top = [n for n in ast.parse(code).body if isinstance(n, (ast.Import, ast.ImportFrom))]
        graph[dev.default_exp(path)] = {m for n in top if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("latentbook.") for m in [n.module.removeprefix("latentbook.")]}
    done = set()
    while ready := {m for m in graph if m not in done and graph[m] & set(graph) <= done}: done |= ready
    assert done == set(graph), f"a cycle among {sorted(set(graph) - done)}"


def test_every_module_has_one_notebook():
    modules = [dev.default_exp(p) for p in EXPORTING]
    assert len(modules) == len(set(modules)), sorted(m for m in set(modules) if modules.count(m) > 1)


@pytest.mark.parametrize("path", [p for p in STORIES if p.parent.name == "reports"], ids=relative)
def test_a_report_has_one_parameters_cell_after_cleaning(path):
    from nbdev.clean import clean_nb
    nb = json.loads(path.read_text())
    clean_nb(nb, allowed_metadata_keys=["papermill", "latentbook"], allowed_cell_metadata_keys=["tags"])
    assert sum("parameters" in c["metadata"].get("tags", []) for c in nb["cells"]) == 1


@pytest.mark.parametrize("path", LIBRARY + STORIES, ids=relative)
def test_cells_have_ids_and_no_errors(path):
    ids = [c.get("id") for c in cells(path)]
    assert all(ids) and len(set(ids)) == len(ids), "a cell without an id would export differently each time"
    assert not [o["ename"] for c in cells(path) for o in c.get("outputs", []) if o["output_type"] == "error"], "a stored error"


@pytest.mark.parametrize("path", LIBRARY + STORIES, ids=relative)
def test_no_path_of_a_machine_and_no_heavy_notebook(path):
    seen = json.dumps([c["source"] for c in cells(path)]) + json.dumps([{k: v for k, v in o.get("data", o).items() if not k.startswith("image")} for c in cells(path) for o in c.get("outputs", [])])
    assert not PATHS.search(seen), PATHS.search(seen)[0] + "...: an absolute path of some machine"
    assert path.stat().st_size <= (BUDGET if path in LIBRARY else STORY_BUDGET), f"{path.stat().st_size / 1e3:.0f} kB stored"


def test_all_notebooks_together_stay_small():
    assert sum(len("".join(data)) for p in LIBRARY + STORIES for c in cells(p) for o in c.get("outputs", []) for kind, data in o.get("data", {}).items() if kind.startswith("image/")) <= FIGURES


DRAWS = re.compile(r"^(?!def |class |#)(?:\S.*)?\bplt\.(?:subplots|figure)\(", re.M)          # not in the body of a function; pages that draw through the library alone are not seen
HANDED_ON = re.compile(r"plt\.close\(|\.savefig\(|display\(|^#\|", re.M)


def draws(cell):
    """Say whether a cell opens a figure and leaves it to the page."""
    return cell["cell_type"] == "code" and bool(DRAWS.search(text(cell))) and not HANDED_ON.search(text(cell))


def holds_picture(cell):
    return any({"image/png", "image/svg+xml"} & set(o.get("data", {})) for o in cell["outputs"])


@pytest.mark.parametrize("path", LIBRARY, ids=relative)
def test_a_page_that_draws_holds_its_pictures(path):
    missing = [f"cell {i}" for i, c in enumerate(cells(path)) if draws(c) and not holds_picture(c)]
    assert not missing, f"{relative(path)} draws without a stored picture in {', '.join(missing)}: it was executed without a display backend; execute it again"


def test_a_missing_picture_is_seen():
    cell = {"cell_type": "code", "source": ["fig, ax = plt.subplots()"], "outputs": []}
    assert draws(cell | {"source": ["plt.figure()"]}) and draws(cell | {"source": ["plt.subplots()[1].plot([1])"]})
    assert draws(cell) and not holds_picture(cell) and holds_picture(cell | {"outputs": [{"data": {"image/png": ""}}]})
    assert not draws(cell | {"source": ["def draw():\n", "    fig, ax = plt.subplots()"]}) and not draws(cell | {"source": ["#| export_test a\n", "fig, ax = plt.subplots()"]}) and not draws(cell | {"source": ["fig, ax = plt.subplots(); plt.close(fig)"]})


def test_versions_agree():
    import configparser
    import latentbook
    settings = configparser.ConfigParser(delimiters=["="])
    settings.read(ROOT / "settings.ini")
    assert latentbook.__version__ == settings["DEFAULT"]["version"]


@pytest.mark.parametrize("path", LIBRARY, ids=relative)
def test_stored_outputs_belong_to_the_code(path):
    """A notebook whose code or imports changed since it ran is run here, in a fresh kernel, and must pass."""
    if dev.is_stale(path): dev.execute(path, write=False)


LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")


def broken_links(path, source):
    return [target for target in LINK.findall(re.sub(r"`[^`]*`|\$[^$]*\$", "", source)) if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", LIBRARY + STORIES, ids=relative)
def test_links_between_pages_lead_somewhere(path):
    broken = [target for c in cells(path) if c["cell_type"] == "markdown" for target in broken_links(path, text(c))]
    assert not broken, f"{relative(path)} links to {', '.join(broken)}"


def test_a_broken_link_is_seen():
    assert broken_links(LIBRARY[0], "see [there](nowhere.ipynb#part) and [here](https://example.org), not `a](b)`") == ["nowhere.ipynb"]
