"""For pytest from any folder: what nbval compares and how its kernels talk, and one lesson only."""

import functools
import re

from tools import ROOT
from tools.lessons.kernels import private


def pytest_addoption(parser):
    """Add --lesson."""
    text = "run what belongs to this lesson, such as 02_lif; may be given several times"
    parser.addoption("--lesson", action="append", default=[], metavar="STEM", help=text)


def pytest_configure(config):
    """Tell nbval to leave pictures out, wherever pytest was called, and to use private sockets."""
    if not hasattr(config.option, "nbval_sanitize_with"):
        return  # nbval is not there
    if config.option.nbval_sanitize_with is None:
        config.option.nbval_sanitize_with = str(ROOT / "tests/nbval.cfg")
    import nbval.kernel

    nbval.kernel.KernelManager = functools.partial(_kernel_manager, nbval.kernel.KernelManager)


def _kernel_manager(manager, **options):
    return manager(**options, **private())


def pytest_collection_modifyitems(config, items):
    """Keep what belongs to the lessons that --lesson names."""
    if config.getoption("--lesson"):
        kept = [i for i in items if any(belongs(i.nodeid, s) for s in config.getoption("--lesson"))]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


@functools.cache
def _pattern(stem):
    """Return what the names of a lesson's tests have in common."""
    master = (ROOT / "solutions" / f"{stem}.py").read_text("utf-8")
    check = re.search(r"^from helpers\.checks import (\w+) as check", master, re.MULTILINE)
    parts = [rf"\b{stem}\b", rf"/test_(lesson|truth)_{stem[:2]}\.py"]
    if check:
        parts += [rf"[\[-]{check[1]}\b", rf"/checks/test_{check[1]}\.py"]
    return re.compile("|".join(parts))


def belongs(name, stem):
    """Tell whether a test, by its name, is one of a lesson's."""
    return bool(_pattern(stem).search(name))
