"""Every demo of every lesson, without a browser: each control at both ends, no warning."""

import functools
import warnings

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from matplotlib.mathtext import MathTextParser

from helpers.internal.live_canvas import LiveCanvas
from tests.lessons.lessons import LESSONS
from tools.lessons.demos import choices

MOVING = 64_000  # bytes of a step, which a page at the other end of a network can still follow
SURFACES = 250_000  # of three dimensions, which are pictures; once for each formula that is typed


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


def recordings(explorer):
    """Return what an explorer shows: the part that stays and the one that moves."""
    return explorer.widget.still, explorer.widget.frame["moving"]


def set_to(explorer, **values):
    """Set some controls, all at once; return what is shown: sound, and nothing of before."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explorer.set(**values)
    assert explorer.error is None
    assert explorer.alt
    for ax in explorer.figure.axes:
        assert np.all(np.isfinite([*ax.get_xlim(), *ax.get_ylim()]))
    shown = recordings(explorer)
    assert shown == anew(explorer), "something is left over, or is a picture"
    solid = any(hasattr(ax, "zaxis") for ax in explorer.figure.axes)
    assert size(shown[1]) <= (SURFACES if solid else MOVING)
    return shown


@functools.cache
def another_canvas(explorer):
    """Return a second canvas of an explorer's figure; one for all of its comparisons is quicker."""
    return LiveCanvas(explorer.figure)


def anew(explorer):
    """Record a figure with nothing kept. NotImplementedError where a picture is the way out."""
    canvas = another_canvas(explorer)
    canvas._still = None
    return canvas.record()


def size(recording):
    """Return about how many bytes travel, the numbers of its commands at two letters each."""
    numbers = sum(map(len, recording["commands"])) + sum(map(len, recording["styles"]))
    return len(recording["block"]) + 4 * numbers


def test_every_control_at_both_ends(lesson):
    """The picture differs between the ends, and comes back with a reset."""
    assert lesson.demos
    for name, explorer in lesson.demos.items():
        explorer.reset()
        first = recordings(explorer)
        for key, control in explorer.controls.items():
            shown = [set_to(explorer, **{key: value}) for value in choices(control)]
            assert any(other != shown[0] for other in shown), f"{name}: {key} changes nothing"
            explorer.reset()
            assert recordings(explorer) == first, f"{name}: after {key} no reset is complete"


def test_every_demo_has_a_picture_to_keep(lesson):
    for explorer in lesson.demos.values():
        data, _ = explorer._repr_mimebundle_()
        assert "image/png" in data and explorer.alt in data["text/plain"]


def settings_of(control):
    """Return what hypothesis may set a control to: its ends, its grid and what lies between."""
    if control.kind == "trigger":  # a long run
        return st.sampled_from([False] * 4 + [True])
    if control.kind == "slider":
        between = st.integers if isinstance(control.value, int) else st.floats
        return st.sampled_from(control.ends) | between(*control.ends)
    return st.sampled_from(choices(control))


@settings(max_examples=30, deadline=None, derandomize=True, phases=[Phase.generate])
@given(data=st.data())
def test_thirty_random_settings(lesson, data):
    for explorer in lesson.demos.values():
        controls = explorer.controls.items()
        set_to(
            explorer, **data.draw(st.fixed_dictionaries({k: settings_of(c) for k, c in controls}))
        )
