"""Drive a notebook in JupyterLab with a headless Chromium, and see what a reader would see."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
SETTINGS = {  # no pop-up and no saving in the middle of a test
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {"autosave": False},
}
# The kernel's badge shows too early: ready is a session that is connected and idle.
READY = """() => {
  const widget = window.jupyterapp && window.jupyterapp.shell.currentWidget;
  const session = widget && widget.sessionContext;
  const kernel = session && session.isReady && session.session && session.session.kernel;
  return !!kernel && kernel.connectionStatus === 'connected' && kernel.status === 'idle'; }"""
DONE = """() => {
  const widget = window.jupyterapp.shell.currentWidget;
  if (widget.sessionContext.session.kernel.status !== 'idle') return false;
  const cells = widget.content.model.cells;
  let last = null;
  for (let i = 0; i < cells.length; i++) if (cells.get(i).type === 'code') last = cells.get(i);
  return !!last && last.executionCount !== null && last.executionState !== 'running'; }"""
ERRORS = """() => {
  const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
  const found = [];
  for (let i = 0; i < cells.length; i++) {
    const cell = cells.get(i);
    if (cell.type !== 'code') continue;
    for (let k = 0; k < cell.outputs.length; k++) {
      const output = cell.outputs.get(k).toJSON();
      if (output.output_type === 'error') found.push(output.ename + ': ' + output.evalue);
      if (output.name === 'stderr') found.push(output.text); } }
  return found; }"""
IDLE = """() =>
  window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle' """
VERDICT = """index => {
  const cell = window.jupyterapp.shell.currentWidget.content.model.cells.get(index);
  return cell.outputs.get(0).toJSON().data['text/plain']; }"""
PIXELS = """async canvas => {
  const {width, height} = canvas;
  const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  const hash = await crypto.subtle.digest('SHA-1', pixels);
  return Array.from(new Uint8Array(hash)).join(' '); }"""


@contextlib.contextmanager
def jupyter(folder, home):
    """Serve `folder` by JupyterLab, and by Notebook 7 if it is installed; yield the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    for name, value in SETTINGS.items():
        path = home / "settings" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value), "utf-8")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    command += ["--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={folder}"]
    command += ["--JupyterNotebookApp.expose_app_in_browser=True"]
    folders = {"JUPYTERLAB_SETTINGS_DIR": "settings", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    folders |= {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_RUNTIME_DIR": "run", "IPYTHONDIR": "ipy"}
    environment = os.environ | {name: str(home / part) for name, part in folders.items()}
    with open(home / "log", "w", encoding="utf-8") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=home)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api/status", home / "log")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(address, log):
    for _ in range(240):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).read()
            return
        time.sleep(0.25)
    raise RuntimeError(f"JupyterLab does not answer: {log.read_text('utf-8')[-1000:]}")


@contextlib.contextmanager
def chromium_page(width=1280, height=800):
    """Yield a page of a headless Chromium and the growing list of its console errors."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page, errors = chromium.new_page(viewport={"width": width, "height": height}), []
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page, errors
        chromium.close()


def run_all(page, address):
    """Open the notebook at this address, run all its cells, and return its error outputs."""
    page.goto(address)
    page.wait_for_function(READY, timeout=90_000)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    page.wait_for_function(DONE, timeout=180_000)
    page.wait_for_timeout(1500)
    return page.evaluate(ERRORS)


def cell_index(page, name):
    """Return the place of the cell with this id in the open notebook."""
    return page.evaluate(
        """name => {
          const cells = window.jupyterapp.shell.currentWidget.content.model.cells;
          for (let i = 0; i < cells.length; i++) if (cells.get(i).id === name) return i;
          throw new Error('no cell ' + name); }""",
        name,
    )


def type_and_run(page, name, source):
    """Type `source` over a cell in its editor, run it and the check below; return the verdict."""
    index = cell_index(page, name)
    page.evaluate(
        """index => {
          const notebook = window.jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = index;
          return notebook.scrollToItem(index, 'center'); }""",
        index,
    )
    editor = page.locator(".jp-Cell.jp-mod-active .cm-content")
    editor.wait_for()
    editor.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(source)
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.wait_for_timeout(300)
    page.wait_for_function(IDLE, timeout=60_000)
    return page.evaluate(VERDICT, index + 1)


def explorers(page):
    """Return the explorers on the page, in order."""
    return page.locator(".explore").all()


def height(explorer):
    """Return how high an explorer is, from its picture to its controls [CSS pixels]."""
    return explorer.bounding_box()["height"]


def picture(explorer):
    """Return a hash of the pixels that an explorer shows."""
    return explorer.locator("canvas").evaluate(PIXELS)


def picture_changes(explorer, before, seconds=5):
    """Wait until the picture is another than `before`; tell whether it has become so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if picture(explorer) != before:
            return True
        time.sleep(0.05)
    return False


def move_slider(page, slider, explorer):
    """Move a slider by keyboard and number box to both ends; yield (what was done, moved?)."""
    handle, box = slider.locator("input[type=range]"), slider.locator("input[type=text]")
    label, start = slider.locator("label").inner_text(), box.input_value()
    if handle.input_value() == "0":  # else the first move would be none
        handle.press("End")
        page.wait_for_timeout(500)
    ends = []
    for key in ("Home", "End"):
        before = picture(explorer)
        handle.press(key)
        yield f"{label}: {key}", picture_changes(explorer, before)
        ends.append(box.input_value())
    for value in ends:
        before = picture(explorer)
        box.fill(value)
        box.press("Enter")
        yield f"{label}: {value} in the box", picture_changes(explorer, before)
    box.fill(start)
    box.press("Enter")
    page.wait_for_timeout(500)


def move_controls(page, explorer):
    """Move each slider to both ends and use each other control; yield (what was done, moved?)."""
    for slider in explorer.locator(".explore-slider").all():
        yield from move_slider(page, slider, explorer)
    yield from use_other_controls(page, explorer)


def use_other_controls(page, explorer):
    """Use each drop-down, check box, button and text line once; yield (what was done, moved?)."""
    for choice in explorer.locator("select").all():
        first = choice.input_value()
        for option in reversed(choice.locator("option").all()):
            if option.get_attribute("value") == choice.input_value():
                continue
            before, name = picture(explorer), option.inner_text()
            choice.select_option(value=option.get_attribute("value"))
            yield f"choose {name}", picture_changes(explorer, before)
        choice.select_option(value=first)
        page.wait_for_timeout(500)
    for box in explorer.locator("input[type=checkbox]").all():
        for what in ("tick", "untick"):
            before = picture(explorer)
            box.click()
            yield f"{what} a box", picture_changes(explorer, before)
    for line in explorer.locator(".explore-controls > div > input[type=text]").all():
        if line.evaluate("node => node.inputMode === 'decimal'"):
            continue  # a slider's
        before = picture(explorer)
        line.fill("x*y - 3")
        line.press("Enter")
        yield "type a formula", picture_changes(explorer, before)
    for button in explorer.locator("button:not(.explore-reset)").all():
        before = picture(explorer)
        button.click()
        yield f"press {button.inner_text()}", picture_changes(explorer, before, seconds=30)


def screenshot(explorer, folder, name):
    """Keep a picture of an explorer with its controls in an ignored folder."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    explorer.screenshot(path=Path(folder) / f"{name}.png")
