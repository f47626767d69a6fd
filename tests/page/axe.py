"""What axe-core finds in the explorers of a page: tests/page ask it in several places."""

import pytest


def violations(page):
    """Return what axe-core finds wrong in the explorers, as a reader without sight meets them."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page, context=".explore").response["violations"]
    return [(rule["id"], [node["html"][:90] for node in rule["nodes"]]) for rule in found]
