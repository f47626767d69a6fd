"""The lists of packages agree with one another and with what the code imports."""

import ast
import importlib.metadata
import re
import sys

import pytest

import course
from tools import ROOT

# Imported where it exists only: google.colab is Colab itself.
ELSEWHERE = {"google"}


def normalise(name):
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(line):
    """Return (name, bounds) of a requirement such as 'numpy>=2.1' or 'numpy >=2.1'."""
    name, bounds = re.fullmatch(r"([A-Za-z0-9._-]+?)\s*([<>=!~].*)?", line.strip()).groups()
    return normalise(name), (bounds or "").replace(" ", "")


def read_group(name):
    """Return {name: bounds} of one group of pyproject.toml."""
    return dict(parse(line) for line in course.group(name))


def read_lines(path):
    """Return {name: bounds} of a requirements or constraints file."""
    lines = (ROOT / path).read_text("utf-8").splitlines()
    return dict(parse(line) for line in lines if line and not line.startswith("#"))


def version(text):
    """Return '3.10.*' as (3, 10)."""
    return tuple(int(part) for part in text.split(".") if part != "*")


def imports_of(source):
    """Return the top-level names of the modules that a source text imports."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


def third_party(*folders):
    """Return {distribution: a file that imports it} for the code in these folders."""
    local = {"helpers", "tools", "tests", "course", "conftest"}
    local |= {path.stem for folder in ("tools", "tests") for path in (ROOT / folder).glob("*.py")}
    distributions = importlib.metadata.packages_distributions()
    found = {}
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for name in imports_of(path.read_text("utf-8")) - local - ELSEWHERE:
            if name not in sys.stdlib_module_names:
                found[normalise(distributions.get(name, [name])[0])] = str(path.relative_to(ROOT))
    return found


@pytest.mark.parametrize(
    "folder, groups",
    [
        ("helpers", ["runtime"]),
        ("solutions", ["runtime"]),
        ("tools", ["lesson", "test"]),
        ("tests", ["lesson", "test"]),
    ],
)
def test_every_import_is_declared(folder, groups):
    declared = set().union(*(read_group(name) for name in groups))
    missing = {name: path for name, path in third_party(folder).items() if name not in declared}
    assert not missing, f"imported, but not in pyproject.toml ({' or '.join(groups)}): {missing}"


def test_imports_of_finds_nested_and_dotted_imports():
    source = "import a.b\ndef f():\n    from c.d import e\n    from . import g\n"
    assert imports_of(source) == {"a", "c"}


def test_every_dependency_states_its_reason():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    section = text.split("[dependency-groups]")[1].split("\n[")[0]
    lines = [line.strip() for line in section.splitlines() if line.strip().startswith('"')]
    assert len(lines) == len(read_group("lesson")) + len(read_group("test"))
    silent = [line for line in lines if not re.search(r'",\s+# \S.{8,}', line)]
    assert not silent, f"no reason behind: {silent}"


def test_every_dependency_has_a_lower_bound():
    for name, bounds in {**read_group("lesson"), **read_group("test")}.items():
        assert re.fullmatch(r">=[\d.]+", bounds), f"{name}{bounds}"


def test_colab_versions_satisfy_the_lower_bounds():
    colab = read_lines("tests/colab-constraints.txt")
    for name, bounds in read_group("runtime").items():
        assert colab[name].startswith("=="), f"{name} is not fixed to Colab's version"
        low, have = version(bounds.removeprefix(">=")), version(colab[name].removeprefix("=="))
        assert have[: len(low)] >= low, f"{name} is {have} on Colab, the course asks for {low}"


def test_course_imports_the_standard_library_only():
    assert imports_of((ROOT / "course.py").read_text("utf-8")) <= sys.stdlib_module_names


def test_course_parses_on_an_old_python():
    """Python 3.8 must get far enough to say that it is too old."""
    ast.parse((ROOT / "course.py").read_text("utf-8"), feature_version=(3, 8))
