"""The lessons where students sit: JupyterLab in a real browser.

    python3 course.py test -m browser

It takes about a minute per lesson and needs Chromium (Debian: apt-get install chromium), so it is
left out of the ordinary run. Screenshots are kept in test-results/.
"""

import shutil
from pathlib import Path

import pytest

from tests import browser
from tools.masters import stems

ROOT = Path(__file__).parents[1]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser.CHROMIUM is None, reason="no Chromium is installed"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a copy of the student's notebooks with the helpers above them."""
    home = tmp_path_factory.mktemp("browser")
    for part in ("notebooks", "helpers"):
        shutil.copytree(ROOT / part, home / "course" / part)
    with browser.jupyterlab(home / "course", home) as address:
        yield address


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("stem", stems(ROOT))
def test_run_all_and_move_every_slider(address, stem, width):
    with browser.chromium_page(width) as (page, console):
        assert browser.run_all(page, address, f"notebooks/{stem}.ipynb") == []
        found = browser.explorers(page)
        assert found
        for number, explorer in enumerate(found):
            explorer.scroll_into_view_if_needed()
            image = explorer.locator("img").first
            assert image.get_attribute("alt")
            assert image.bounding_box()["width"] <= width
            height = explorer.bounding_box()["height"]
            browser.screenshot(explorer, ROOT / "test-results", f"{stem}-{width}-{number}")
            for index in range(explorer.locator(".noUi-handle[role=slider]").count()):
                for what, moved in browser.move_slider(page, explorer, index):
                    assert moved, f"{what} did not change the picture"
                    assert explorer.bounding_box()["height"] == height, f"{what}: the page jumps"
        assert console == []
