"""The module of the page: short files, without what a linter finds."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.internal.front_end import HERE, MODULES

RULES = ["-D", "correctness", "-D", "suspicious"]
BUT_NOT = ["no-shadow", "no-unmodified-loop-condition"]  # two names, and a condition before a loop


def test_the_linter_finds_nothing():
    beside = Path(sys.executable).parent
    linter = shutil.which("oxlint", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}")
    if linter is None:
        pytest.skip("oxlint is not installed: it comes with the group `test` of pyproject.toml")
    rules = [*RULES, *(part for rule in BUT_NOT for part in ("-A", rule))]
    files = [HERE / name for name in MODULES]
    done = subprocess.run([linter, *rules, *files], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", MODULES)
def test_the_module_is_of_readable_lines(name):
    """It imports nothing, so that no page has to fetch more, and needs no build step."""
    text = (HERE / name).read_text("utf-8")
    lines = text.split("\n")
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 120
    assert not re.search(r"^import |\bimport\(|require\(|https?://", text, re.MULTILINE)
    assert not any(line != line.rstrip() or "\t" in line for line in lines)
    assert '"' not in re.sub(r"`[^`]*`|'[^'\n]*'|//.*|/\*.*?\*/", "", text, flags=re.DOTALL)
