"""From the key press to the new picture in a browser: ours, `interact`, bqplot, plotly, ipympl.

Each has a notebook and a kernel of its own in JupyterLab, in headless Chromium. In turn, each gets
one press of an arrow key on its slider. The clock starts at the browser's key event and stops
a frame after the picture has become another one: its decoded image, its line, or its canvas.
"""

import contextlib
import statistics
import tempfile
from pathlib import Path

import nbformat

from tools import ROOT
from tools.benchmark.measure import Goal
from tools.benchmark.others import installed
from tools.benchmark.step import FIRST, HIGH, LOW, STEP, STYLES
from tools.lessons import browser
from tools.lessons.masters import METADATA

USUAL = f"""\
from ipywidgets import IntSlider, interact
%config InlineBackend.figure_format = "retina"
step.STYLES["{{style}}"]()
interact(step.usual, i_dc=IntSlider({FIRST}, {LOW}, {HIGH}, {STEP}));"""
NOTEBOOKS = {f"interact, {style}": USUAL.format(style=style) for style in STYLES}
NOTEBOOKS["ours"] = "step.ours()"
OTHERS = ("bqplot", "plotly", "ipympl")
NOTEBOOKS |= {name: f"step.{name}_figure()" for name in OTHERS}
WATCH = """() => {
  const area = document.querySelector('.jp-Notebook');
  const all = (what) => Array.from(area.querySelectorAll(what));
  const strip = (canvas) => canvas.getContext('2d')
    .getImageData(canvas.width * 0.8, canvas.height / 2, 60, canvas.height / 3).data.join();
  const image = () => area.querySelector('.jp-OutputArea-output img:not(.explore-stored img)');
  const seen = () => {
    const [ours] = all('.explore canvas'), [other] = all('.jupyter-matplotlib canvas');
    if (ours) return ours.getAttribute('aria-label'); // set in the same task as it is drawn
    if (other) return strip(other);
    if (image()) return image().src;
    return all('.bqplot path.line, .js-plotly-plot path.js-line')
      .map(path => path.getAttribute('d')).join(); };
  const before = seen();
  window.keyToPicture = new Promise(resolve => {
    window.addEventListener('keydown', event => {
      const look = async () => {
        const now = seen();
        if (!now || now === before) { requestAnimationFrame(look); return; }
        if (now.startsWith('data:')) await image().decode();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - event.timeStamp)));
      };
      requestAnimationFrame(look);
    }, {once: true, capture: true}); }); }"""


def write_notebooks(folder):
    """Write a notebook for each way that can be tried; return their names."""
    names = [name for name in NOTEBOOKS if name not in OTHERS or installed(name)]
    for number, name in enumerate(names):
        start = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nfrom tools.benchmark import step\n"
        cell = nbformat.v4.new_code_cell(start + NOTEBOOKS[name])
        notebook = nbformat.v4.new_notebook(cells=[cell], metadata=METADATA)
        nbformat.write(notebook, folder / f"{number}.ipynb")
    return names


def open_notebooks(page, address, names):
    """Open each notebook in a page of its own and run it; return {name: page}."""
    pages = {}
    for number, name in enumerate(names):
        pages[name] = page.context.browser.new_page(viewport={"width": 1280, "height": 800})
        errors = browser.run_all(pages[name], f"{address}/lab/tree/{number}.ipynb?reset")
        if errors:
            raise RuntimeError(f"{name}: {errors[0]}")
    return pages


def press(page, key):
    """Press a key on the slider; return the time to the new picture [ms]."""
    page.bring_to_front()
    page.locator(".noUi-handle[role=slider], .explore input[type=range]").first.focus()
    page.wait_for_timeout(300)
    page.evaluate(WATCH)
    page.keyboard.press(key)
    return page.evaluate("() => window.keyToPicture")


def measure(rounds):
    """Return {way: median time from key press to new picture [ms]}."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "notebooks").mkdir()
        names = write_notebooks(folder / "notebooks")
        address = stack.enter_context(browser.jupyter(folder / "notebooks", folder))
        page, _ = stack.enter_context(browser.chromium_page())
        pages = open_notebooks(page, address, names)
        spent = {name: [] for name in names}
        for number in range(2 * rounds + 3):
            for name, times in spent.items():
                times.append(press(pages[name], "ArrowLeft" if number % 4 else "ArrowRight"))
    return {name: statistics.median(times[2:]) for name, times in spent.items()}


def why_not():
    """Return why the pages cannot be measured, None if they can."""
    if browser.CHROMIUM is None:
        return "no Chromium is installed"
    return None if installed("playwright") else "playwright is not installed in this Python"


def part(rounds):
    """Print the times and return the goals."""
    times, reason = {}, why_not()
    if reason is None:
        for name in OTHERS:
            if not installed(name):
                print(f"{name} is left out: it is not installed in this Python")
        try:
            times = measure(rounds)
        except Exception as error:  # the other parts may have taken minutes: keep them
            reason = f"{type(error).__name__}: {str(error).splitlines()[0]}"
    if reason:
        print(f"The browser is left out: {reason}")
    ratios = {name: time / times["ours"] for name, time in times.items()}
    for name, time in times.items():
        print(f"{name:32}{time:8.0f} ms{ratios[name]:8.1f} times ours")
    text = "key press to new picture {} as {}"
    goals = [
        Goal(text.format("2.5 times as fast", name), ratios.get(name), 2.5, "times", True)
        for name in NOTEBOOKS
        if name.startswith("interact")
    ]
    of_bqplot = "at most 0.8 of bqplot's time from key press to new picture"
    return [*goals, Goal(of_bqplot, 1 / ratios["bqplot"] if "bqplot" in ratios else None, 0.8)]
