"""The controls of an explorer: what they hand on, what they tell the page, what they refuse."""

import re

import numpy as np
import pytest

from helpers.explore import Control, button, checkbox, dropdown, slider, textbox, trigger

MADE = {
    "slider": slider("a", 0.5, 9, step=0.5),
    "dropdown": dropdown("a", {"x": 1, "y": 2}),
    "checkbox": checkbox("a"),
    "textbox": textbox("a", "x"),
    "button": button("a"),
    "trigger": trigger("a"),
}


@pytest.mark.parametrize(
    ("kind", "ends"),
    [
        ("slider", (0.5, 9)),
        ("dropdown", (1, 2)),
        ("checkbox", (False, True)),
        ("textbox", ()),
        ("button", (1, 2)),
        ("trigger", (False, True)),
    ],
)
def test_a_control_knows_its_kind_its_ends_and_its_name(kind, ends):
    made = MADE[kind]
    assert isinstance(made, Control)
    assert (made.kind, made.ends, made.label) == (kind, ends, "a")
    spec = made.spec("x")
    assert (spec["name"], spec["kind"], spec["label"]) == ("x", kind, "a")


def test_the_page_is_told_what_it_needs_and_no_value():
    current = slider("Current I", 0.0, 300, step=10, value=50, unit="pA").spec("i_dc")
    expected = {"low": 0.0, "high": 300.0, "step": 10.0, "whole": False, "unit": "pA"}
    assert current == {"name": "i_dc", "kind": "slider", "label": "Current I", **expected}
    assert slider("Count", 0, 9).spec("n")["whole"] is True
    assert dropdown("F", {"Sine": np.sin, "Cosine": np.cos}).spec("f")["options"] == [
        "Sine", "Cosine",
    ]  # fmt: skip
    assert button("New noise").spec("b")["tooltip"] == "New noise"
    assert trigger("Go", "It takes a minute").spec("b")["tooltip"] == "It takes a minute"


@pytest.mark.parametrize(
    ("made", "set_to", "words"),
    [
        (slider("I", -5.0, 300, unit="pA"), -2.5, "−2.5 pA"),
        (slider("I", 0.0, 300, unit="pA"), 50, "50 pA"),
        (slider("Count", 0, 9), 4, "4"),
        (dropdown("F", {"Sine": np.sin, "Cosine": np.cos}), np.cos, "Cosine"),
        (checkbox("S"), True, "on"),
        (checkbox("S", True), False, "off"),
        (textbox("T"), "x**2", "x**2"),
    ],
)
def test_a_value_in_words(made, set_to, words):
    made.value = set_to
    assert made.words == words


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        ({"low": 0, "high": 9}, int),
        ({"low": 0, "high": 9, "step": 3, "value": 6}, int),
        ({"low": 0.0, "high": 9}, float),
        ({"low": 0, "high": 9.0}, float),
        ({"low": 0, "high": 9, "step": 0.5}, float),
        ({"low": 0, "high": 9, "value": 2.0}, float),
    ],
)
def test_a_slider_hands_ints_only_if_all_its_numbers_are(numbers, kind):
    control = slider("n", **numbers)
    assert type(control.value) is kind
    for told in (3, 4.0):  # JavaScript has one kind of number, which may come as either
        control.shown = told
        assert type(control.value) is kind and control.value == told


def test_a_value_between_the_steps_is_kept():
    control = slider("Step h", 0.01, 0.5, step=0.02, value=0.2)
    assert control.value == 0.2
    control.value = 0.123
    assert control.value == control.shown == 0.123


def test_the_page_knows_a_choice_by_its_place():
    control = dropdown("F", {"Sine": np.sin, "Cosine": np.cos}, np.cos)
    assert (control.value, control.shown) == (np.cos, 1)
    control.shown = 0
    assert control.value is np.sin


def test_only_what_has_changed_is_told():
    seen, control = [], slider("n", 0, 9)
    control.observe(lambda: seen.append(control.value))
    for value in (0, 3, 3, 3.0, 4):
        control.value = value
    control.reset()
    control.reset()
    assert seen == [3, 4, 0]


def test_a_button_counts_and_a_trigger_comes_up_again():
    for times in (1, 3):
        MADE["button"].press(times)
    assert MADE["button"].value == 4
    assert MADE["button"].release() is False
    MADE["button"].reset()
    assert MADE["button"].value == 0
    MADE["trigger"].press(2)
    assert MADE["trigger"].value is True
    assert MADE["trigger"].release() is True
    assert MADE["trigger"].value is False
    assert MADE["trigger"].release() is False
    MADE["checkbox"].press()
    assert MADE["checkbox"].value is False


@pytest.mark.parametrize(
    ("kind", "bad", "allowed"),
    [
        ("slider", [0, 10, "3", None, True, float("nan"), float("inf"), [3]], "a finite|from 0.5"),
        ("dropdown", [3, "x", None], "one of"),
        ("checkbox", [1, None, "on"], "True or False"),
        ("textbox", [1, None], "a text"),
        ("button", [-1, 1.0, True, "1"], "a number of presses"),
        ("trigger", [1, None], "True or False"),
    ],
)
def test_a_value_that_a_control_cannot_have_is_named_and_changes_nothing(kind, bad, allowed):
    before = MADE[kind].value
    for value in bad:
        with pytest.raises(ValueError, match=f"^value of 'a' must be ({allowed}).*, got .*"):
            MADE[kind].value = value
        assert MADE[kind].value is before
    whole = slider("n", 0, 9)
    with pytest.raises(ValueError, match="^value of 'n' must be a whole number, got 2.5$"):
        whole.value = 2.5


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (lambda: slider("I", 0, 9, value=10), "value of 'I' must be from 0 to 9, got 10"),
        (lambda: slider("I", 0, 9, value=-1), "value of 'I' must be from 0 to 9, got -1"),
        (lambda: slider("I", 9, 9), "low of 'I' must be below high = 9, got 9"),
        (lambda: slider("I", 9, 1.5), "low of 'I' must be below high = 1.5, got 9"),
        (
            lambda: slider("I", 0, 9, step=0),
            "step of 'I' must be above 0 and at most high - low = 9, got 0",
        ),
        (
            lambda: slider("I", 0, 9, step=-1),
            "step of 'I' must be above 0 and at most high - low = 9, got -1",
        ),
        (
            lambda: slider("I", 0, 9, step=10),
            "step of 'I' must be above 0 and at most high - low = 9, got 10",
        ),
        (lambda: slider("I", "0", 9), "low of 'I' must be a finite number, got '0'"),
        (lambda: slider("I", 0, float("inf")), "high of 'I' must be a finite number, got inf"),
        (
            lambda: slider("I", 0, 9, value=float("nan")),
            "value of 'I' must be a finite number, got nan",
        ),
        (lambda: slider("I", 0, 9, value=True), "value of 'I' must be a finite number, got True"),
        (lambda: dropdown("F", []), "options of 'F' must be one or more, got []"),
        (
            lambda: dropdown("F", [1, 1]),
            "options of 'F' must be values that differ, and tell so by ==, got [1, 1]",
        ),
        (
            lambda: dropdown("F", [("a", 1, 2)]),
            "options of 'F' must be texts or (text, value) pairs, got [('a', 1, 2)]",
        ),
        (lambda: dropdown("F", ["a", "b"], "c"), "value of 'F' must be one of ['a', 'b'], got 'c'"),
        (lambda: checkbox("S", 1), "value of 'S' must be True or False, got 1"),
        (lambda: textbox("T", None), "value of 'T' must be a text, got None"),
    ],
)
def test_a_bad_argument_is_named_with_its_value_and_what_is_allowed(bad, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        bad()
