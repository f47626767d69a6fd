"""For all tests: the look of figures is given back, and workers share the checks by lesson."""

import matplotlib as mpl
import pytest
from xdist.scheduler import LoadScopeScheduling


@pytest.fixture(autouse=True, scope="module")
def own_look():
    """Give the rc settings back: a test that runs cells of a lesson sets the course's style."""
    with mpl.rc_context():
        yield


class ByLesson(LoadScopeScheduling):
    """A module to a worker; one that tests all checks, a lesson to a worker."""

    def _split_scope(self, nodeid):
        scope = super()._split_scope(nodeid)
        if "test_every_check" in scope or "test_demos" in scope:
            return f"{scope}[{nodeid.partition('[')[2].partition('.')[0]}]"
        return scope


def pytest_xdist_make_scheduler(config, log):
    """Return the scheduler of `--dist loadscope`; nbval needs the cells of a notebook together."""
    return ByLesson(config, log) if config.getvalue("dist") == "loadscope" else None
