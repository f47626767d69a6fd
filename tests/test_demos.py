"""Every demo of every lesson, without a browser: each control at both ends, no warning."""

import itertools
import warnings
from pathlib import Path

import numpy as np
import pytest

from tools.demos import choices, run_demos
from tools.masters import read_masters

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=read_masters(ROOT), ids=lambda master: master.stem)
def demos(request):
    return run_demos(request.param)


def assert_sound(explorer):
    assert explorer.error is None
    assert explorer.png and explorer.alt
    for ax in explorer.figure.axes:
        assert np.all(np.isfinite([*ax.get_xlim(), *ax.get_ylim()]))


def test_every_lesson_has_a_demo(demos):
    assert demos


def test_every_control_at_both_ends(demos):
    """The picture differs between the ends, and comes back with a reset."""
    for name, explorer in demos.items():
        first = explorer.png
        for key, control in explorer.controls.items():
            pictures = set()
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                for value in choices(control):
                    control.value = value
                    assert_sound(explorer)
                    pictures.add(explorer.png)
            assert len(pictures) > 1, f"{name}: {key} changes nothing"
            explorer.reset()
            assert explorer.png == first, f"{name}: the reset of {key} gives another picture"


def test_corners_and_random_settings(demos):
    rng = np.random.default_rng(0)
    for explorer in demos.values():
        ends = [choices(control) for control in explorer.controls.values()]
        corners = list(itertools.product(*ends))
        picked = rng.permutation(len(corners))[:6]
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for number in picked:
                for control, value in zip(explorer.controls.values(), corners[number], strict=True):
                    control.value = value
                assert_sound(explorer)
        explorer.reset()
