"""Every demo of every lesson, without a browser: each control at both ends, no warning."""

import functools
import warnings

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.mathtext import MathTextParser

from helpers import picture
from tests.lessons.lessons import LESSONS
from tools.lessons.demos import choices


@pytest.fixture(scope="module", params=LESSONS, ids=str)
def lesson(request):
    return request.param


@pytest.fixture(scope="module", autouse=True)
def labels_are_kept():
    """Half of the time goes into parsing labels: matplotlib, in private, keeps no more than 50."""
    with pytest.MonkeyPatch.context() as patch:
        if keeps_50 := getattr(MathTextParser, "_parse_cached", None):
            patch.setattr(MathTextParser, "_parse_cached", functools.cache(keeps_50.__wrapped__))
        yield


@functools.cache
def plain_canvas(figure):
    """Return a canvas that draws everything anew."""
    live, canvas = figure.canvas, FigureCanvasAgg(figure)
    figure.set_canvas(live)
    return canvas


def drawn_anew(figure):
    """Return the PNG of a figure from a canvas that keeps nothing."""
    live, canvas = figure.canvas, plain_canvas(figure)
    figure.set_canvas(canvas)
    png = picture.encode_png(figure, colours=256)
    assert figure.canvas is canvas
    figure.set_canvas(live)
    return png


def set_to(explorer, **values):
    """Set some controls, all at once; return a picture that is sound."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explorer.set(**values)
    assert explorer.error is None
    assert explorer.png and explorer.alt
    assert explorer.png == drawn_anew(explorer.figure), "the picture is not the figure"
    for ax in explorer.figure.axes:
        assert np.all(np.isfinite([*ax.get_xlim(), *ax.get_ylim()]))
    return explorer.png


def test_every_control_at_both_ends(lesson):
    """The picture differs between the ends, and comes back with a reset."""
    assert lesson.demos
    for name, explorer in lesson.demos.items():
        explorer.reset()
        first = explorer.png
        for key, control in explorer.controls.items():
            pictures = {set_to(explorer, **{key: value}) for value in choices(control)}
            assert len(pictures) > 1, f"{name}: {key} changes nothing"
            explorer.reset()
            assert explorer.png == first, f"{name}: the reset of {key} gives another picture"


def settings_of(control):
    """Return what hypothesis may set a control to: its ends, its grid and what lies between."""
    source = control.source
    if control.kind == "trigger":  # a long run
        return st.sampled_from([False] * 4 + [True])
    if hasattr(source, "max"):
        between = st.integers if isinstance(source.value, int) else st.floats
        ends = st.sampled_from([source.min, source.max])
        return ends | between(source.min, source.max)
    return st.sampled_from(choices(control))


@settings(max_examples=30, deadline=None, derandomize=True, phases=[Phase.generate])
@given(data=st.data())
def test_thirty_random_settings(lesson, data):
    for explorer in lesson.demos.values():
        controls = explorer.controls.items()
        set_to(
            explorer, **data.draw(st.fixed_dictionaries({k: settings_of(c) for k, c in controls}))
        )
