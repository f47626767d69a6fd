"""The lists of packages agree with one another and with what the code imports."""

import ast
import importlib.metadata
import re
import subprocess
import sys

import pytest

from tools import ROOT
from tools.machine.environment import group

# Imported where they exist only: google.colab is Colab itself, nbgrader has its own environment.
ELSEWHERE = {"google", "nbgrader"}


def normalise(name):
    """Return a distribution's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse(line):
    """Return (name, bounds) of a requirement such as 'numpy>=2.1' or 'numpy >=2.1'."""
    name, bounds = re.fullmatch(r"([A-Za-z0-9._-]+?)\s*([<>=!~].*)?", line.strip()).groups()
    return normalise(name), (bounds or "").replace(" ", "")


def read_group(name):
    """Return {name: bounds} of one group of pyproject.toml."""
    return dict(parse(line) for line in group(name))


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


def imports_of_files(folder):
    """Return the third-party modules that the files in a folder import."""
    paths = (ROOT / folder).rglob("*.py")
    found = set().union(*(imports_of(path.read_text("utf-8")) for path in paths))
    return found - set(sys.stdlib_module_names) - {"tools", "helpers"}


def normalise_import(name):
    """Return the distribution that a module comes from."""
    return normalise(importlib.metadata.packages_distributions().get(name, [name])[0])


@pytest.mark.parametrize(
    "folder, groups",
    [
        ("helpers", ["runtime"]),
        ("solutions", ["runtime"]),
        ("tools/machine", []),
        ("tools/lessons", ["lesson", "derive", "test"]),
        ("tools/grading", ["lesson", "derive"]),
        ("tools", ["lesson", "derive", "test"]),
        ("tests", ["lesson", "test"]),
    ],
)
def test_every_import_is_declared(folder, groups):
    declared = set().union(*(read_group(name) for name in groups), ())
    missing = {name: path for name, path in third_party(folder).items() if name not in declared}
    assert not missing, f"imported, but not in pyproject.toml ({' or '.join(groups)}): {missing}"


def test_imports_of_finds_nested_and_dotted_imports():
    source = "import a.b\ndef f():\n    from c.d import e\n    from . import g\n"
    assert imports_of(source) == {"a", "c"}


def test_every_dependency_states_its_reason():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    section = text.split("[dependency-groups]")[1].split("\n[")[0]
    lines = [line.strip() for line in section.splitlines() if line.strip().startswith('"')]
    named = {parse(re.match(r'"([^"]+)"', line)[1])[0] for line in lines}
    assert named == read_group("lesson").keys() | read_group("test").keys()
    silent = [line for line in lines if not re.search(r'",\s+# \S.{8,}', line)]
    assert not silent, f"no reason behind: {silent}"


def test_what_two_groups_name_has_one_bound():
    lesson, derive = read_group("lesson"), read_group("derive")
    assert {n: derive[n] for n in derive.keys() & lesson} == {
        n: lesson[n] for n in derive.keys() & lesson
    }


@pytest.mark.parametrize("tool", ["build", "colab"])
def test_derivation_needs_its_own_group_only(tool):
    """`colab` and `build --check` install no more than this; what they import comes by it."""
    code = (
        f"import sys; before = set(sys.modules); import tools.{tool};"
        "print(*{name.split('.')[0] for name in set(sys.modules) - before})"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    imported = set(done.stdout.split()) & set(imports_of_files("tools"))
    declared = read_group("derive")
    missing = {name for name in imported if normalise_import(name) not in declared}
    assert not missing, f"imported by {tool}, but not in the group derive: {missing}"


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
    """And so does what it imports of its own: there is no environment yet."""
    for path in [ROOT / "course.py", *(ROOT / "tools/machine").glob("*.py")]:
        assert imports_of(path.read_text("utf-8")) <= sys.stdlib_module_names | {"tools"}, path
    for path in (ROOT / "tools/machine").glob("*.py"):
        inside = re.findall(r"^\s*from (tools[\w.]*) import", path.read_text("utf-8"), re.MULTILINE)
        assert all(name.startswith("tools.machine") for name in inside), path


def test_course_parses_on_an_old_python():
    """Python 3.8 must get far enough to say that it is too old."""
    ast.parse((ROOT / "course.py").read_text("utf-8"), feature_version=(3, 8))
