"""Every demo of every lesson, without a browser: each control at both ends, no warning."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg

from helpers import picture
from tools.demos import choices, run_demos
from tools.masters import read_masters

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", params=read_masters(ROOT), ids=lambda master: master.stem)
def demos(request):
    return run_demos(request.param)


def drawn_anew(figure):
    """Return the PNG of a figure from a canvas that has kept nothing."""
    live, canvas = figure.canvas, FigureCanvasAgg(figure)
    png = picture.encode_png(figure, colours=256)
    assert figure.canvas is canvas
    figure.set_canvas(live)
    return png


def assert_sound(explorer):
    assert explorer.error is None
    assert explorer.png and explorer.alt
    assert explorer.png == drawn_anew(explorer.figure), "the picture is not the figure"
    for ax in explorer.figure.axes:
        assert np.all(np.isfinite([*ax.get_xlim(), *ax.get_ylim()]))


def test_every_lesson_has_a_demo(demos):
    assert demos


def test_every_control_at_both_ends(demos):
    """The picture differs between the ends, and comes back with a reset."""
    for name, explorer in demos.items():
        explorer.reset()
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


def settings_of(control):
    """Return what hypothesis may set a control to: its ends, its grid and what lies between."""
    source = control.source
    if hasattr(source, "max"):
        whole = isinstance(source.value, int)
        between = st.integers if whole else st.floats
        ends = st.sampled_from([source.min, source.max])
        return ends | between(source.min, source.max)
    return st.sampled_from(choices(control))


@settings(max_examples=30, deadline=None, derandomize=True, phases=[Phase.generate])
@given(data=st.data())
def test_thirty_random_settings(demos, data):
    for explorer in demos.values():
        values = data.draw(
            st.fixed_dictionaries(
                {name: settings_of(control) for name, control in explorer.controls.items()}
            )
        )
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            explorer._stale = True  # as a reset does: all the values, then one picture
            for name, value in values.items():
                explorer.controls[name].value = value
            assert_sound(explorer)
