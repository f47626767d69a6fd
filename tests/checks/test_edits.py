"""Mistakes as edits of a solution: what an edit does, and what is refused in a table of them."""

import numpy as np
import pytest

from helpers.checks import core
from helpers.checks.edits import Exercise, combined, edited, factors

SLOPE = "def slope(x, h):\n    y = x + h  # later\n    return (y - x) / h\n"
PROBES = [{"x": 1.0, "h": 0.5}, {"x": -3.0, "h": 2.0}]


def exercise(mistakes=None, **more):
    return Exercise(SLOPE, PROBES, mistakes, **more)


def test_an_edit_replaces_wherever_the_text_stands_and_several_follow_one_another():
    assert edited("a + a", "a → b") == "b + b"
    assert edited("a + a", "a → b && b + → c *") == "c * b"
    assert edited("a + b", " + b → ") == "a"
    assert edited("a", "") == "a"


@pytest.mark.parametrize(("edit", "why"), [("c → d", "'c' is not in"), ("a to b", "old → new")])
def test_an_edit_that_does_not_fit_names_exercise_and_edit(edit, why):
    with pytest.raises(ValueError, match=why):
        edited("a + b", edit)
    with pytest.raises(ValueError, match=f"^slope, edit '{edit}': .*{why}"):
        exercise({"a message": edit}).explain([1, 1], core.agree)


def test_an_edit_that_is_no_python_names_exercise_and_edit():
    with pytest.raises(ValueError, match=r"^slope, edit '/ h → /': invalid syntax"):
        exercise().function("/ h → /")


def test_combined_and_factors():
    assert combined("a → 1", "b → 2") == ("a → 1", "b → 2", "a → 1 && b → 2")
    assert factors("a *") == ("a * → 1000 * a *", "a * → 0.001 * a *")


def test_the_first_mistake_that_gives_all_answers_is_named():
    known = exercise({"first": "/ h → ", "second": ("/ h → * h", "(y - x) → y")})
    assert known.explain([0.5, 2.0], core.agree) == "first"
    assert known.explain([3.0, -0.5], core.agree) == "second"  # y / h
    assert known.explain([3.0, 2.0], core.agree) is None  # no single edit gives both


def test_an_edit_that_raises_explains_nothing():
    known = exercise({"stops": "/ h → / (h - 2)", "fits": "/ h → / (h - 2.5)"})
    assert known.explain([-0.25, -4.0], core.agree) == "fits"


def test_answers_are_computed_when_they_are_needed_and_once():
    calls = []

    def counted(x):
        calls.append(x)
        return x

    known = Exercise(
        "def f(x):\n    return counted(x)\n",
        [{"x": 1}, {"x": 2}],
        {"m": "counted(x) → counted(-x)"},
        counted=counted,
    )
    assert calls == []
    for _ in range(2):
        assert known.explain([5, 5], core.agree) is None  # the first probe tells them apart
        assert known.explain([-1, -2], core.agree) == "m"
    assert calls == [-1, -2]


def test_a_part_of_an_answer_has_its_own_mistakes():
    known = Exercise(
        "def both(x):\n    a = 2 * x\n    b = x + 1\n    return a, b\n",
        [{"x": 3.0}, {"x": 5.0}],
        parts={"a": {"twice": "2 * x → x"}, "b": {"one": "x + 1 → x"}},
    )
    assert known.explain([3.0, 5.0], core.agree, 0) == "twice"
    assert known.explain([3.0, 5.0], core.agree, 1) == "one"
    core.compare([6.0, 10.0], known, "otherwise", part=0)
    with pytest.raises(core.Wrong, match="^b: one$"):
        core.compare([3.0, 5.0], known, "otherwise", part=1, prefix="b: ")


def test_other_right_ways_are_right():
    known = exercise(right="/ h → / h + 1e-3")
    core.compare([1.001, 1.001], known, "otherwise")
    with pytest.raises(core.Wrong, match="otherwise"):
        core.compare([1.002, 1.002], known, "otherwise")


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"mistakes": {"m": "x + h → h + x"}}, "changes no answer"),
        ({"mistakes": {"m": "/ h → ", "n": "/ h → * 1"}}, "same answers as '/ h → ' of another"),
        ({"mistakes": {"m": "y - x → y - z"}}, "stops with an error"),
        ({"right": "x + h → h + x"}, "gives the reference's answers anyway"),
        ({"reference": lambda x, h: 2.0}, "does not give the reference's answers"),
    ],
)
def test_what_is_wrong_with_a_table(more, fault):
    found = list(exercise(**more).faults(core.agree))
    assert any(fault in line and line.startswith("slope") for line in found), found


def test_a_sound_table_has_no_faults():
    known = exercise({"m": "/ h → ", "n": ("(y - x) → y", "(y - x) → (x - y)")})
    assert list(known.faults(core.agree)) == []


# --- what core does with a student's function -----------------------------------------------

CELL = """
def inner(x):
    return np.empty(2)[0] + x

def outer(x, *, factor=3):
    return factor * inner(x) + SHIFT
"""


def test_names_mean_something_else_in_a_copy_of_a_function_and_of_those_that_it_calls():
    class Ones:
        empty = staticmethod(np.ones)

    space = {"np": np, "SHIFT": 0.5}
    exec(CELL, space)
    copy = core.with_names(space["outer"], np=Ones, SHIFT=10.0)
    assert copy(1.0) == 3 * (1 + 1) + 10
    assert copy(1.0, factor=1) == 12
    assert space["np"] is np and space["SHIFT"] == 0.5
    assert core.with_names(print, np=Ones) is print


def test_an_error_is_told_in_the_words_of_the_exercise():
    def fails(x):
        return int("two")

    told = {("other", "invalid literal"): "not this", "invalid literal": "write a number"}
    with pytest.raises(core.Wrong, match="^write a number$"):
        core.call(fails, x=1, told=told)
    with pytest.raises(core.Wrong, match="^in fails$"):
        core.call(fails, x=1, told={("fails", "ValueError"): "in fails"} | told)
    with pytest.raises(core.Wrong, match="stops with ValueError"):
        core.call(fails, x=1, told={"another": "no"})


@pytest.mark.parametrize("answer", [(1, 2), [1, 2], np.array([1, 2])])
def test_whatever_unpacks_like_a_pair_is_one(answer):
    first, second = core.parts(answer, ("a", "b"))
    assert (first, second) == (1, 2)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (None, "is the return line missing"),
        (1.0, "return two numbers, `return a, b`."),
        ((1, 2, 3), "return two numbers"),
        (np.array(1.0), "return two numbers"),
        ({"a": 1, "b": 2}, "return two numbers"),
    ],
)
def test_what_is_no_pair_is_told(answer, words):
    with pytest.raises(core.Wrong, match=words):
        core.parts(answer, ("a", "b"), "numbers")


def test_dots_in_a_part_are_open():
    with pytest.raises(core.Open):
        core.parts((1, ...), ("a", "b"))


@core.exercise
def twice(function):
    """Check 2·x."""
    if core.call(function, x=3) != 6:
        raise core.Wrong("not twice x")
    return "twice x", None


def from_cell(source):
    space = {}
    exec(compile(source, "<cell>", "exec"), space)
    return space["f"]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("y = ...\n    return 1", 2),
        ("y = 1\n    def g(): return ...\n    return y", 3),
        ("y = [1, 2]\n    return y[...]", 3),
    ],
)
def test_a_wrong_answer_that_holds_dots_is_open_and_says_where(body, line):
    verdict = twice(from_cell(f"def f(x):\n    {body}\n"))
    assert (verdict.state, f"(line {line} of your cell)" in verdict.message) == ("open", True)


def test_dots_in_a_right_answer_do_no_harm():
    assert twice(from_cell("def f(x):\n    unused = ...\n    return 2 * x\n")).state == "done"


def test_parts_that_are_filled_in_can_be_judged_all_the_same():
    @core.exercise
    def partly(function):
        """Check nothing."""
        raise core.Partly("the first of two is wrong")

    assert partly(from_cell("def f(x):\n    return ...\n")).state == "wrong"


def test_figures_that_an_answer_opens_are_closed_and_others_stay():
    import matplotlib.pyplot as plt

    before = plt.figure()

    def draws(x):
        plt.figure()
        return 2 * x

    assert twice(draws).state == "done"
    assert plt.get_fignums() == [before.number]
    plt.close(before)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return log(x)", "log alone is not known: it is np.log (line 2"),
        ("return cumsum([x])", "cumsum alone is not known: it is np.cumsum"),
        ("return pi * x", "pi alone is not known: it is np.pi"),
        ("yield 2 * x", "give them back with return"),
        ("import sympy as sp\n    return sp.sqrt(np.ones(3))", "SymPy takes no arrays"),
        ("import math\n    return math.log(-x)", "a root of something below 0"),
        ("a = np.zeros(2)\n    a[:] = np.zeros(3)", "of another length is put in"),
        ("return 1 if np.arange(3) else 2", "truth value for each element"),
    ],
)
def test_errors_are_told_in_a_student_s_words(body, words):
    function = from_cell(f"import numpy as np\ndef f(x):\n    {body}\n")
    verdict = twice(function)
    assert verdict.state == "wrong" and words.replace("line 2", "line 3") in verdict.message, (
        verdict
    )


@pytest.mark.parametrize(
    ("source", "refused"),
    [
        ("from helpers.spikes import isi\ndef f(x): return isi(x)", True),
        (
            "from helpers import spikes\ndef f(x):\n    g = lambda: spikes.isi(x)\n    return g()",
            True,
        ),
        ("def f(x):\n    from helpers.spikes import isi\n    return isi(x)", True),
        ("def isi(x): return np.diff(x)\ndef f(x): return isi(x)", False),
        ("def f(x): return np.diff(x)", False),
    ],
)
def test_the_course_s_own_answer_is_told_by_its_name(source, refused):
    from helpers.spikes import isi

    function = from_cell(f"import numpy as np\n{source}\n")
    try:
        core.refuse_own(function, isi)
    except core.Wrong as mistake:
        assert refused and "isi is the course's own answer" in str(mistake)
    else:
        assert not refused
    core.refuse_own(print, isi)  # what is no plain function is left to the comparison


def test_what_is_no_function_can_be_the_course_s_own_answer_too():
    from helpers.hh import RATES

    function = from_cell("from helpers.hh import RATES\ndef f(x): return RATES[0](x)\n")
    with pytest.raises(core.Wrong, match="RATES is the course's own answer"):
        core.refuse_own(function, RATES=RATES)
    own = from_cell("RATES = [abs]\ndef f(x): return RATES[0](x)\n")
    core.refuse_own(own, RATES=RATES)


def test_a_named_mistake_is_told_before_a_refusal_of_its_shape():
    known = exercise({"one slope too many": "(y - x) / h → [(y - x) / h, 0.0]"})

    def reader(answer, x, h):
        return core.number(answer, "the slope", "1/ms")

    assert core.read(known.function(), known, reader) == [1.0, 1.0]
    with pytest.raises(core.Wrong, match="one slope too many"):
        core.read(known.function("(y - x) / h → [(y - x) / h, 0.0]"), known, reader)
    with pytest.raises(core.Wrong, match="must be one number"):
        core.read(lambda x, h: "a text", known, reader)
