"""A cell that is run again: the explorer that it had before is freed. In real kernels."""

import json
import sys
import threading
import types

import nbformat
import pytest
from IPython.core.events import EventManager
from jupyter_client import KernelManager

from helpers.explore import explore, slider
from helpers.internal import cells
from tools import ROOT
from tools.lessons.execute import execute
from tools.lessons.kernels import private

COLAB_PYTHON = (
    ROOT / ".venv-colab" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
)
BALLAST = 8  # MB that belong to the figure of each explorer
SETUP = f"""\
import gc, json, sys, weakref
sys.path[:0] = [{str(ROOT)!r}]
import numpy as np
from helpers.explore import explore, slider
from helpers.internal.front_end import FrontEnd

t = np.linspace(0, 1, 300)
ballasts = []

class Ballast(np.ndarray):
    pass

def wave():
    def draw(fig):
        ax = fig.subplots()
        ax.set(xlim=(0, 1), ylim=(-1, 1))
        ax.ballast = np.ones({BALLAST * 125_000}).view(Ballast)
        ballasts.append(weakref.ref(ax.ballast))
        return ax.plot(t, t)[0]

    def update(line, f):
        line.set_ydata(np.sin(2 * np.pi * f * t))
        return f"{{f}} waves"

    return explore(draw, update, alt="A wave", f=slider("Waves", 1, 9))

def kept():
    gc.collect()
    front_ends = [thing for thing in gc.get_objects() if isinstance(thing, FrontEnd)]
    return {{
        "live": sum(front_end.comm is not None for front_end in front_ends),
        "recorded": sum(bool(front_end.frame) for front_end in front_ends),
        "ballast": sum(ballast() is not None for ballast in ballasts),
        "made": len(ballasts),
    }}
"""
ASK = "print(json.dumps(kept()))"


class Kernel:
    """Runs cells as a notebook does: each has an id."""

    def __init__(self, client):
        self.client = client

    def run(self, code, cell_id=None):
        """Run a cell; return what it shows and what it prints."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        request = self.client.session.msg("execute_request", content)
        request["metadata"] |= {"cellId": cell_id} if cell_id else {}
        self.client.shell_channel.send(request)
        shown, printed = [], ""
        while True:
            message = self.client.get_iopub_msg(timeout=60)
            content, kind = message["content"], message["msg_type"]
            if message["parent_header"].get("msg_id") != request["header"]["msg_id"]:
                continue
            assert kind != "error", content["traceback"]
            shown += [content["data"]] if kind in ("display_data", "execute_result") else []
            printed += content["text"] if content.get("name") == "stdout" else ""
            if content.get("execution_state") == "idle":
                return shown, printed

    def kept(self):
        """Return how many explorers are live, hold recordings or figures, and were made."""
        return tuple(json.loads(self.run(ASK, "ask")[1]).values())


@pytest.fixture(scope="module")
def kernel():
    """Start a kernel that can make explorers."""
    manager = KernelManager(kernel_name="python3", **private())
    manager.start_kernel(cwd=str(ROOT / "tests"))
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=60)
        kernel = Kernel(client)
        kernel.run(SETUP, "setup")
        yield kernel
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_a_cell_that_is_run_ten_times_has_one_explorer(kernel):
    """Its Out[n] hold the earlier ones, which have given back figure and recordings."""
    live, recorded, ballast, made = kernel.kept()
    for _ in range(10):
        shown, _ = kernel.run("wave()", "again")
        assert [list(data)[-1] for data in shown] == [
            "text/plain", "application/vnd.jupyter.widget-view+json",
        ]  # fmt: skip
    assert kernel.kept() == (live + 1, recorded + 1, ballast + 1, made + 10)


def test_a_cell_that_is_changed_and_run_again_is_still_the_same_cell(kernel):
    live, *_, made = kernel.kept()
    for number in range(5):
        kernel.run(f"kept_by_name = wave()  # version {number}", "changed")
    assert kernel.kept()[0] == live + 1
    assert kernel.kept()[-1] == made + 5


def test_two_explorers_of_one_cell_are_both_live(kernel):
    live, *_ = kernel.kept()
    for _ in range(3):
        kernel.run("first, second = wave(), wave()\nfirst.set(f=2)\nsecond.set(f=3)", "two")
        assert kernel.kept()[0] == live + 2
    assert kernel.run("print(first.text, second.text, first.redraws)", "x")[1] == (
        "2 waves 3 waves 2\n"
    )


def test_another_cell_frees_nothing_even_with_the_same_text(kernel):
    live, *_ = kernel.kept()
    for cell_id in ("one", "another"):
        kernel.run("wave()", cell_id)
    assert kernel.kept()[0] == live + 2


def test_an_old_explorer_that_someone_kept_draws_no_more(kernel):
    kernel.run("old = wave()", "old")
    kernel.run("older, old = old, wave()", "old")
    assert kernel.run("older.set(f=5)\nprint(older.redraws, older.png, old.text)", "x")[1] == (
        "1 None 1 waves\n"
    )


@pytest.mark.parametrize(
    "python",
    [
        sys.executable,
        pytest.param(
            COLAB_PYTHON,
            marks=[
                pytest.mark.colab,
                pytest.mark.skipif(
                    not COLAB_PYTHON.exists(), reason="python3 course.py test makes .venv-colab"
                ),
            ],
        ),
    ],
    ids=["here", "as on Colab"],
)
def test_where_cells_have_no_id_the_text_tells_them_apart(python, tmp_path):
    """And the picture with its values is what a notebook keeps."""
    new = nbformat.v4.new_code_cell
    again = [new("wave()", id=f"wave-{number}") for number in range(4)]
    other = new("other = wave()\nother.set(f=3)\nother", id="other")
    outputs = execute([new(SETUP), *again, other, new(ASK, id="ask")], tmp_path, "x.py", python)
    assert json.loads(outputs["ask"][0].text) == {
        "live": 2, "recorded": 2, "ballast": 2, "made": 5,
    }  # fmt: skip
    (stored,) = outputs["other"]
    assert "Waves: 3" in stored.data["text/html"] and "3 waves" in stored.data["text/html"]
    assert stored.data["text/plain"] == "A wave. 3 waves"
    assert "image/png" in stored.data


def test_pyplot_finishes_cells_on_the_main_thread_only(monkeypatch):
    shell = types.SimpleNamespace(kernel=object(), execution_count=1)
    shell.events = EventManager(shell, {"post_execute": lambda: None, "pre_execute": lambda: None})
    monkeypatch.setattr(cells, "get_ipython", lambda: shell)
    fired = []
    for event in ("pre_execute", "post_execute"):
        shell.events.register(
            event, lambda event=event: fired.append((event, threading.current_thread()))
        )

    def make():
        explore(lambda fig: None, lambda _, a: None, alt="Nothing", a=slider("a", 0, 9))

    make()
    trigger = shell.events.trigger
    make()
    assert shell.events.trigger is trigger  # guarded once
    thread = threading.Thread(target=lambda: [trigger("pre_execute"), trigger("post_execute")])
    thread.start()
    thread.join()
    trigger("post_execute")
    assert fired == [("pre_execute", thread), ("post_execute", threading.main_thread())]
