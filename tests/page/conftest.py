"""For the tests in a browser: the lessons, served."""

import shutil

import pytest

from tools import ROOT
from tools.lessons import browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a copy of the student's notebooks with the helpers above them."""
    home = tmp_path_factory.mktemp("browser")
    for part in ("notebooks", "helpers"):
        shutil.copytree(ROOT / part, home / "course" / part)
    with browser.jupyter(home / "course", home) as address:
        yield address
