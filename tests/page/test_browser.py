"""The lessons where students sit: JupyterLab and Notebook 7 in a real browser.

    python3 course.py test -m browser

It takes about a minute per lesson and needs Chromium (Debian: apt-get install chromium), so it is
left out of the ordinary run; .ci/run installs Chromium and adds it. Screenshots are kept in
test-results/.
"""

import pytest

from tests.page.axe import violations
from tools import ROOT
from tools.lessons import browser
from tools.lessons.masters import read_master, stems

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed"),
]
SLIPS = {  # lesson: (what a student changes in the first exercise's solution, what the check says)
    "00_python_warmup": ("total = weights @ rates", "total = rates.sum()", "adds up the rates"),
    "01_calculus": ("4 * x**3 * ", "", "inner derivative is missing"),
    "02_lif": ("(-(v - E_L)", "((v - E_L)", "the leak has the wrong sign"),
    "03_noise": ("np.sqrt(dt / 1000)", "np.sqrt(dt)", "dt must be in s"),
    "04_cv_isi": ("np.diff(spike_times)", "spike_times", ""),
    "05_hodgkin_huxley": ("0.07 * np", "0.7 * np", ""),
    "06_beyond_lif": ("i_asc[k - 1] * np.exp(-dt / tau_i)", "i_asc[k - 1]", ""),
}


def change_theme(page, theme):
    """Change JupyterLab's theme, and wait until the pictures have followed."""
    change = "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})"
    page.evaluate(change, theme)
    page.wait_for_timeout(1500)


def settled_height(page, explorer):
    """Return how high an explorer is: once seen, it is laid out for the width of the page."""
    heights = [browser.height(explorer)]
    while len(heights) < 40 and (len(heights) < 6 or len(set(heights[-6:])) > 1):
        page.wait_for_timeout(250)
        heights.append(browser.height(explorer))
    return heights[-1]


def try_every_control(page, stem, width):
    """Each control changes the picture, and nothing on the page moves."""
    found = browser.explorers(page)
    assert found
    a_line = 0 if width == 1280 else 20  # where it is narrow, the longest text may need one more
    for number, explorer in enumerate(found):
        explorer.scroll_into_view_if_needed()
        canvas = explorer.locator("canvas")
        assert canvas.get_attribute("aria-label")
        assert canvas.bounding_box()["width"] <= width
        height = settled_height(page, explorer)
        browser.screenshot(explorer, ROOT / "test-results", f"{stem}-{width}-{number}")
        for what, moved in browser.move_controls(page, explorer):
            assert moved, f"{what} did not change the picture"
            grown = browser.height(explorer) - height
            assert 0 <= grown <= a_line, f"{what}: the page jumps"


def try_the_first_exercise(page, stem):
    """Typed into the editor, the solution gives ✓ and a slip its own message."""
    cell = next(
        cell
        for cell in read_master(ROOT, stem).cells
        if "exercise" in cell.metadata.get("tags", [])
    )
    right = "\n".join(line for line in cell.source.splitlines() if "###" not in line)
    old, new, message = SLIPS[stem]
    assert old in right
    wrong = browser.type_and_run(page, cell.metadata["name"], right.replace(old, new))
    assert wrong.startswith("✗") and message in wrong
    assert browser.type_and_run(page, cell.metadata["name"], right).startswith("✓")


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("stem", stems(ROOT))
def test_a_lesson_in_jupyterlab(address, stem, width):
    with browser.chromium_page(width) as (page, console):
        assert browser.run_all(page, f"{address}/lab/tree/notebooks/{stem}.ipynb?reset") == []
        try_every_control(page, stem, width)
        if width == 1280:
            try_the_first_exercise(page, stem)
        assert console == []


@pytest.mark.parametrize("stem", stems(ROOT))
def test_no_explorer_has_a_fault_that_axe_knows_in_light_or_dark(address, stem):
    """The pictures of the dark ones are kept, to be looked at."""
    with browser.chromium_page() as (page, _):
        assert browser.run_all(page, f"{address}/lab/tree/notebooks/{stem}.ipynb?reset") == []
        assert violations(page) == []
        change_theme(page, "JupyterLab Dark")
        try:
            assert violations(page) == []
            for number, explorer in enumerate(browser.explorers(page)):
                explorer.scroll_into_view_if_needed()
                page.wait_for_timeout(300)
                browser.screenshot(explorer, ROOT / "test-results", f"{stem}-dark-{number}")
        finally:
            change_theme(page, "JupyterLab Light")  # the server keeps it for the next page


def test_a_lesson_in_notebook_7(address):
    pytest.importorskip("notebook", minversion="7", reason="Notebook 7 is not installed")
    with browser.chromium_page() as (page, _):  # Notebook 7 logs errors of its own, on any page
        assert browser.run_all(page, f"{address}/notebooks/notebooks/02_lif.ipynb") == []
        try_every_control(page, "notebook7-02_lif", 1280)
        try_the_first_exercise(page, "02_lif")
