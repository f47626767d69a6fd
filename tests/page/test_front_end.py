"""The explorer in a real page: keys, typing, saving, a kernel that ends, a dark theme, a phone.

python3 course.py test -m browser tests/page/test_front_end.py
"""

import json
import shutil

import nbformat
import pytest

from tests.page.axe import violations
from tools import ROOT
from tools.lessons import browser
from tools.lessons.masters import METADATA

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed"),
]
SETUP = """\
import sys, time
sys.path[:0] = ['..']
import numpy as np
from helpers.explore import button, checkbox, dropdown, explore, slider, textbox, trigger
t = np.linspace(0, 1, 500)
def draw(fig):
    ax = fig.subplots()
    ax.set(xlabel="Time [s]", ylabel="Current [pA]", xlim=(0, 1), ylim=(-21, 21))
    return ax.plot([], [])[0]
"""
WAVE = """\
def update(line, f, i, shape, on, words, again):
    if words == "fail":
        raise ValueError("this word is not allowed")
    if words == "wait":
        time.sleep(2)
    line.set_data(t, (i * np.sin(2 * np.pi * f * t + again)) ** (2 if shape == "square" else 1))
    line.set_visible(on)
    return f"{f} waves of {i:g} pA, {shape} {words}"
wave = explore(draw, update, alt="A wave", f=slider("Waves", 1, 9), i=slider(
    "Amplitude I", 0.0, 20, value=10, step=0.5, unit="pA"),
    shape=dropdown("Shape", ["sine", "square"]), on=checkbox("Show", True),
    words=textbox("Words", "hello"), again=button("Again"))
wave
"""
BROKEN = """\
explore(draw, lambda line, f: 1 / (f - 1), alt="Broken at first", f=slider("Waves", 1, 9))
"""
ODD = """\
explore(draw, lambda line, n, c: f"n {n}, c {c:.3g}", alt="Odd steps",
        n=slider("Coarse", 0, 10, step=3), c=slider("Small C", 0.0, 1e-9, step=1e-11, unit="F"))
"""
NOTHING = "# nothing here\n1 + 1"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a notebook of explorers with the helpers above it."""
    home = tmp_path_factory.mktemp("page")
    shutil.copytree(ROOT / "helpers", home / "course/helpers")
    (home / "course/notebooks").mkdir()
    cells = [nbformat.v4.new_code_cell(text) for text in (SETUP, WAVE, BROKEN, ODD, NOTHING)]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=METADATA)
    for name in ("wave", "saved", "again", "gone"):
        nbformat.write(notebook, home / f"course/notebooks/{name}.ipynb")
    with browser.jupyter(home / "course", home) as address:
        yield address, home


@pytest.fixture(scope="module")
def run(address):
    """Return a page on which the notebook of explorers has run, and its console's errors."""
    with browser.chromium_page() as (page, console):
        assert browser.run_all(page, f"{address[0]}/lab/tree/notebooks/wave.ipynb?reset") == []
        yield page, console


@pytest.fixture
def new_page(run):
    """Return a function that opens another page of the same browser."""
    pages = []

    def open_page(width=1280):
        pages.append(run[0].context.browser.new_page(viewport={"width": width, "height": 800}))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture
def wave(run):
    """Return the first explorer of the page, with all controls at their first values."""
    page, _ = run
    explorer = browser.explorers(page)[0]
    explorer.locator(".explore-reset").click()
    wait_for(explorer, "1 waves of 10 pA, sine hello")
    return explorer


def wait_for(explorer, text):
    """Wait until the line of text below the picture is this one."""
    explorer.locator("[role=status]", has_text=text).first.wait_for(timeout=10_000)


def line(explorer):
    return explorer.locator(".explore-line [role=status]").inner_text()


def note(explorer):
    return explorer.locator(".explore-note").inner_text()


def range_of(explorer, number):
    return explorer.locator("input[type=range]").nth(number)


def box_of(explorer, number):
    return explorer.locator("input[inputmode=decimal]").nth(number)


# ---------------------------------------------------------------- keys and typing


@pytest.mark.parametrize(
    ("key", "waves"), [("ArrowRight", 2), ("ArrowUp", 2), ("End", 9), ("PageUp", 2), ("Home", 1)]
)
def test_keys_move_a_slider(run, wave, key, waves):
    range_of(wave, 0).press(key)
    wait_for(wave, f"{waves} waves of 10 pA")


def test_two_ds_on_a_control_delete_no_cell(run, wave):
    page, _ = run
    count = "() => window.jupyterapp.shell.currentWidget.content.model.cells.length"
    before = page.evaluate(count)
    for control in wave.locator("input, select, button").all():
        control.focus()
        for key in ("d", "d", "a", "x", "b", "0", "0", "Shift+M"):
            page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.evaluate(count) == before


@pytest.mark.parametrize(
    ("typed", "set_to", "said"),
    [
        ("12.7", "12.7", ""),
        ("12,7", "12.7", ""),
        ("−3", "0", "Amplitude I goes from 0 to 20 pA: −3 was set to 0."),
        ("1e1", "10", ""),
        ("200", "20", "Amplitude I goes from 0 to 20 pA: 200 was set to 20."),
        ("1,200", "10", "1,200 can be read in two ways: write 1200 or 1.200."),
        ("ten", "10", "“ten” is no number."),
        ("", "10", "“” is no number."),
    ],
)
def test_a_typed_number_is_understood_or_refused_in_words(run, wave, typed, set_to, said):
    box = box_of(wave, 1)
    box.fill(typed)
    box.press("Enter")
    wait_for(wave, f"1 waves of {set_to} pA")
    assert (box.input_value(), note(wave)) == (set_to, said)


def test_a_count_is_whole(run, wave):
    box = box_of(wave, 0)
    box.fill("2.6")
    box.press("Enter")
    wait_for(wave, "3 waves of")
    assert note(wave) == "Waves takes whole numbers: 2.6 was set to 3."


def test_after_the_mouse_the_arrows_go_on(run, wave):
    page, _ = run
    where = range_of(wave, 0).bounding_box()
    page.mouse.click(where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    wait_for(wave, "5 waves")
    page.keyboard.press("ArrowRight")
    wait_for(wave, "6 waves")


def test_ten_seconds_of_dragging_end_at_the_last_value(run, wave):
    page, _ = run
    where = range_of(wave, 1).bounding_box()
    y = where["y"] + where["height"] / 2
    page.mouse.move(where["x"] + 10, y)
    page.mouse.down()
    for number in range(200):
        page.mouse.move(where["x"] + where["width"] * (0.1 + 0.8 * (number % 40) / 40), y)
        page.wait_for_timeout(10)
    page.mouse.move(where["x"] + where["width"] + 20, y)
    page.mouse.up()
    wait_for(wave, "1 waves of 20 pA")


def test_each_control_has_a_name_and_says_its_value(run, wave):
    current = range_of(wave, 1)
    assert current.get_attribute("aria-valuetext") == "10 pA"
    names = wave.evaluate(
        """node => [...node.querySelectorAll('input, select, button')].map(control =>
          control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent
          ?? control.textContent)"""
    )
    assert names == [
        "Waves", "Waves, as a number", "Amplitude I [pA]", "Amplitude I, pA, as a number", "Shape",
        "Show", "Words", "Again", "↺ Reset",
    ] or sorted(names) == sorted([
        "Waves", "Waves, as a number", "Amplitude I [pA]", "Amplitude I, pA, as a number", "Shape",
        "Show", "Words", "Again", "↺ Reset",
    ])  # fmt: skip
    assert wave.locator("canvas").get_attribute("aria-label") == (
        "A wave. 1 waves of 10 pA, sine hello"
    )


def test_other_controls_and_reset(run, wave):
    wave.locator("select").select_option(label="square")
    wait_for(wave, "square hello")
    wave.locator("input[spellcheck=false]").fill("there")
    wave.locator("input[spellcheck=false]").press("Enter")
    wait_for(wave, "square there")
    before = browser.picture(wave)
    wave.locator("input[type=checkbox]").click()
    assert browser.picture_changes(wave, before)
    wave.locator(".explore-reset").click()
    wait_for(wave, "1 waves of 10 pA, sine hello")
    assert browser.picture_changes(wave, "") and wave.locator("input[type=checkbox]").is_checked()


# ---------------------------------------------------------------- errors and long runs


def test_an_error_stands_below_the_picture_and_in_its_place_if_there_is_none(run, wave):
    page, _ = run
    words = wave.locator("input[spellcheck=false]")
    words.fill("fail")
    words.press("Enter")
    error = wave.locator(".explore-error", has_text="this word is not allowed")
    error.wait_for()
    assert wave.locator("canvas").is_visible()
    broken = browser.explorers(page)[1]
    assert "ZeroDivisionError" in broken.locator(".explore-error").inner_text()
    assert not broken.locator("canvas").is_visible()
    range_of(broken, 0).press("ArrowRight")
    broken.locator("canvas").wait_for()
    assert not broken.locator(".explore-error").is_visible()


def test_a_slow_redraw_says_so_and_the_latest_value_wins(run, wave):
    words = wave.locator("input[spellcheck=false]")
    words.fill("wait")
    words.press("Enter")
    wait_for(wave, "calculating …")
    for _ in range(4):
        range_of(wave, 0).press("ArrowRight")
    wait_for(wave, "5 waves of 10 pA, sine wait")


def test_the_stop_button_ends_a_redraw_and_the_picture_stays(run, wave):
    page, _ = run
    before = browser.picture(wave)
    words = wave.locator("input[spellcheck=false]")
    words.fill("wait")
    words.press("Enter")
    wait_for(wave, "calculating …")
    page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()"
    )
    wave.locator(".explore-error", has_text="Stopped.").wait_for(timeout=1500)
    assert browser.picture(wave) == before
    range_of(wave, 0).press("ArrowRight")
    wait_for(wave, "2 waves of 10 pA")


def test_two_live_figures_at_once(run, wave):
    page, _ = run
    other = browser.explorers(page)[1]
    for _ in range(3):
        range_of(wave, 0).press("ArrowRight")
        range_of(other, 0).press("ArrowRight")
    wait_for(wave, "4 waves of 10 pA")
    assert range_of(other, 0).get_attribute("aria-valuetext") == box_of(other, 0).input_value()


# ---------------------------------------------------------------- the page around it


def test_axe_finds_no_violation(run, wave):
    page, _ = run
    assert violations(page) == []


def test_in_a_dark_theme_paper_and_ink_follow_the_page(run, wave):
    page, _ = run
    corner = """canvas => { const paper = document.createElement('canvas');
      const [x, y] = [canvas.width - 3, 3];
      return Array.from(canvas.getContext('2d').getImageData(x, y, 1, 1).data); }"""
    light = wave.locator("canvas").evaluate(corner)
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    page.evaluate(change, "JupyterLab Dark")
    try:
        page.wait_for_timeout(1500)
        dark = wave.locator("canvas").evaluate(corner)
        assert light[:3] == [255, 255, 255]
        assert max(dark[:3]) < 60
        assert violations(page) == []
    finally:
        page.evaluate(change, "JupyterLab Light")
        page.wait_for_timeout(1500)
    assert wave.locator("canvas").evaluate(corner) == light


def test_steps_that_do_not_divide_the_range_and_tiny_ones_are_taken_one_by_one(run):
    odd = browser.explorers(run[0])[2]
    coarse, small = range_of(odd, 0), range_of(odd, 1)
    coarse.press("End")
    wait_for(odd, "n 10,")
    for n in (9, 6):
        coarse.press("ArrowLeft")
        wait_for(odd, f"n {n},")
    for c in ("1e-11", "2e-11"):
        small.press("ArrowRight")
        wait_for(odd, f"c {c}")


def test_an_arrow_in_the_box_starts_from_what_is_typed(run, wave):
    box = box_of(wave, 1)
    box.fill("15")
    box.press("ArrowUp")
    wait_for(wave, "1 waves of 15.5 pA")


def test_escape_leads_back_to_the_notebook(run, wave):
    page, _ = run
    range_of(wave, 0).press("Escape")
    assert page.evaluate("() => document.activeElement.closest('.explore') === null")


def test_without_a_kernel_the_page_says_so_at_the_first_move(address, new_page):
    page = new_page()
    browser.run_all(page, f"{address[0]}/lab/tree/notebooks/gone.ipynb?reset")
    explorer = browser.explorers(page)[0]
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.wait_for_timeout(1500)
    range_of(explorer, 0).press("End")
    explorer.locator(".explore-note", has_text="Run this cell again").wait_for(timeout=10_000)
    assert range_of(explorer, 0).is_disabled()


def test_after_a_restart_the_page_says_what_to_do(address, new_page):
    page = new_page()
    browser.run_all(page, f"{address[0]}/lab/tree/notebooks/again.ipynb?reset")
    explorer = browser.explorers(page)[0]
    before = browser.picture(explorer)
    page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
    )
    explorer.locator(".explore-note", has_text="Run this cell again").wait_for(timeout=30_000)
    assert browser.picture(explorer) == before
    assert range_of(explorer, 0).is_disabled()


@pytest.mark.parametrize("place", ["lab/tree", "notebooks"])
def test_the_next_day_picture_and_values_are_there_and_no_error(address, new_page, place):
    page = new_page()
    where = f"{address[0]}/{place}/notebooks/saved.ipynb" + "?reset" * (place == "lab/tree")
    browser.run_all(page, where)
    assert browser.explorers(page)[0].locator("canvas").is_visible()
    assert not page.locator(".explore-stored").first.is_visible()
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    page.wait_for_timeout(1500)
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.wait_for_timeout(1500)
    page.close()
    saved = json.loads((address[1] / "course/notebooks/saved.ipynb").read_text("utf-8"))
    assert "widgets" not in saved["metadata"]
    page = new_page()
    page.goto(where)
    stored = page.locator(".explore-stored").first
    stored.wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    assert "1 waves of 10 pA" in stored.inner_text()
    assert "Amplitude I: 10 pA" in stored.inner_text()
    assert "Run the lesson to move it" in stored.inner_text()
    assert stored.locator("img").is_visible()
    assert not [t for t in page.get_by_text("model not found").all() if t.is_visible()]


def test_on_a_phone_text_can_be_read_and_nothing_is_wider_than_the_page(address, new_page):
    page = new_page(420)
    browser.run_all(page, f"{address[0]}/notebooks/notebooks/wave.ipynb")
    page.wait_for_timeout(1500)
    explorer = browser.explorers(page)[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 420
    drawn = explorer.locator("canvas").bounding_box()
    assert drawn["x"] + drawn["width"] <= 420
    assert drawn["height"] > 0.5 * drawn["width"]  # laid out anew, not only made smaller


def test_the_console_is_silent(run):
    assert run[1] == []
