"""After Shift + Enter the whole demo is in view; on a phone nothing is wider than the page.

python3 course.py test -m browser tests/page/test_in_view.py
"""

import pytest

from tools import ROOT
from tools.lessons import browser
from tools.lessons.masters import read_master, stems

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed"),
]
WALKED = "02_lif"  # cell by cell, as a student goes through it
SELECT = """index => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  for (const old of document.querySelectorAll('.explore')) old.dataset.old = 'yes';
  notebook.activeCellIndex = index;
  return notebook.scrollToItem(index, 'smart'); }"""
COMMAND_MODE = "() => window.jupyterapp.commands.execute('notebook:enter-command-mode')"
HAS_RUN = """index => {
  const widget = window.jupyterapp.shell.currentWidget;
  const cell = widget.content.model.cells.get(index);
  if (cell.type !== 'code') return true;
  const idle = widget.sessionContext.session.kernel.status === 'idle';
  return idle && cell.executionCount !== null && cell.executionState !== 'running'; }"""
DRAWN = """index => {
  const node = window.jupyterapp.shell.currentWidget.content.widgets[index].node;
  const canvas = node.querySelector('.explore:not([data-old]) canvas');
  return canvas !== null && canvas.getBoundingClientRect().height > 100; }"""
HIDDEN = """index => {
  const notebook = window.jupyterapp.shell.currentWidget.content;
  const explorer = notebook.widgets[index].node.querySelector('.explore').getBoundingClientRect();
  const panel = notebook.node.closest('.jp-NotebookPanel').querySelector('.jp-WindowedPanel-outer');
  const seen = (panel ?? notebook.node).getBoundingClientRect();
  return [Math.max(0, seen.top - explorer.top), Math.max(0, explorer.bottom - seen.bottom)]; }"""
ACTIVE = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
OPENED = """() => window.jupyterapp.shell.currentWidget.content.widgets.filter(
  cell => cell.model.getMetadata('jupyter')?.source_hidden && !cell.inputHidden).length"""
TOO_WIDE = """() => [...document.querySelectorAll('.jp-Cell .jp-OutputArea-output, .jp-Cell table')]
  .map(node => [node.closest('.jp-Cell'), node.getBoundingClientRect().right, node.textContent])
  .filter(([cell, right]) => right > innerWidth + 1)
  .map(([cell, right, text]) => [text.slice(0, 60), right])"""


def press_shift_enter(page, index):
    """Run the selected cell and wait until it has run."""
    page.keyboard.press("Shift+Enter")
    page.wait_for_function(HAS_RUN, arg=index, timeout=60_000)


def hidden_part(page, index):
    """Return how many pixels of a demo lie above and below what is seen, once it is drawn."""
    page.wait_for_function(DRAWN, arg=index, timeout=20_000)
    page.wait_for_timeout(800)  # until nothing moves any more
    return [round(pixels) for pixels in page.evaluate(HIDDEN, index)]


def demos(cells):
    """Return the places of the cells that make an explorer."""
    code = [(number, cell) for number, cell in enumerate(cells) if cell.cell_type == "code"]
    return [number for number, cell in code if "explore(" in cell.source]


@pytest.mark.parametrize("stem", stems(ROOT))
def test_after_shift_enter_the_whole_demo_is_in_view(address, stem):
    cells = read_master(ROOT, stem).cells
    with browser.chromium_page(1280, 800) as (page, _):
        assert browser.run_all(page, f"{address}/lab/tree/notebooks/{stem}.ipynb?reset") == []
        hidden = {}
        for index in demos(cells):
            page.evaluate(SELECT, index)
            page.wait_for_timeout(300)
            page.evaluate(COMMAND_MODE)
            press_shift_enter(page, index)
            hidden[cells[index].metadata["name"]] = hidden_part(page, index)
        assert hidden and set(map(tuple, hidden.values())) == {(0, 0)}, hidden


@pytest.mark.parametrize("place", ["lab/tree", "notebooks"])
def test_a_walk_from_top_to_end_sees_every_demo_and_opens_no_folded_code(address, place):
    """With each Shift + Enter one cell further, over folded ones too."""
    cells = read_master(ROOT, WALKED).cells
    with browser.chromium_page(1280, 800) as (page, _):
        page.goto(f"{address}/{place}/notebooks/{WALKED}.ipynb" + "?reset" * (place == "lab/tree"))
        page.wait_for_function(browser.READY, timeout=90_000)
        page.evaluate(SELECT, 0)
        page.evaluate(COMMAND_MODE)
        for index in range(len(cells) - 1):
            assert page.evaluate(ACTIVE) == index
            press_shift_enter(page, index)
            if index in demos(cells):
                assert hidden_part(page, index) == [0, 0], cells[index].metadata["name"]
        assert page.evaluate(browser.ERRORS) == []
        assert page.evaluate(OPENED) == 0


@pytest.mark.parametrize("stem", stems(ROOT))
def test_on_a_phone_nothing_is_wider_than_the_page(address, stem):
    """Long formulas scroll in their own cell."""
    with browser.chromium_page(420) as (page, _):
        assert browser.run_all(page, f"{address}/notebooks/notebooks/{stem}.ipynb") == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 420
        assert page.evaluate(TOO_WIDE) == []
        for number, explorer in enumerate(browser.explorers(page)):
            explorer.scroll_into_view_if_needed()
            page.wait_for_timeout(500)  # the figure is laid out anew for this width
            browser.screenshot(explorer, ROOT / "test-results", f"{stem}-420-{number}")
            box = explorer.locator("canvas").bounding_box()
            assert box["x"] + box["width"] <= 420 and box["height"] > 0.35 * box["width"]
