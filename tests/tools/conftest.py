"""For the tests of the tools: the course in small."""

import pytest

from tests.tools.small_course import small_course


@pytest.fixture
def project(tmp_path):
    """Return the root of the small course, nothing derived yet."""
    return small_course(tmp_path)
