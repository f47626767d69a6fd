"""requirements.txt and environment.yml, derived from the packages that pyproject.toml names."""

import re
import tomllib
from pathlib import Path

from tools.machine.environment import group

CONDA = """\
# The same for conda, Binder and JupyterHub; the reason for each stands in pyproject.toml.
name: neuroscience-course
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python {python}
"""


def package_lists(root):
    """Return {path: text} of both lists; {} where pyproject.toml names no packages.

    Parameters
    ----------
    root : path-like
        The course folder. In its pyproject.toml, `lesson` of [dependency-groups] is what students
        and instructors install; [tool.course] says which Python they need.
    """
    settings = Path(root) / "pyproject.toml"
    tables = tomllib.loads(settings.read_text("utf-8")) if settings.exists() else {}
    if "dependency-groups" not in tables:
        return {}
    packages = group("lesson", Path(root))
    spaced = [re.sub(r"(?<=[\w.-])(?=[<>=!~])", " ", package, count=1) for package in packages]
    why = "# What a student or an instructor needs; the reason for each stands in pyproject.toml."
    python = tables["tool"]["course"]["python"]
    return {
        settings.with_name("requirements.txt"): "\n".join([why, *packages, ""]),
        settings.with_name("environment.yml"): CONDA.format(python=python)
        + "".join(f"  - {package}\n" for package in spaced),
    }
