"""For the tests of the tools: the course in small."""

import pytest

from tests.tools.small_course import HELPERS, MASTER, write_master


@pytest.fixture
def project(tmp_path):
    """Return the root of the small course, nothing derived yet."""
    for name, text in HELPERS.items():
        path = tmp_path / "helpers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    (tmp_path / "solutions").mkdir()
    write_master(tmp_path, "01_small", MASTER)
    return tmp_path
