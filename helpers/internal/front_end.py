"""What the page knows of an explorer: an anywidget with its own front end.

`spec` says once what there is: {"controls": [what `Control.spec` returns], "size": of the figure}.
`still` is the recording of axes, ticks and labels, sent again only where it has changed. `frame` is
sent at each step: {"n", "moving": recording or None, "size", "text", "error", "alt", "values",
"slow"}.
The page answers by messages: {"set": {name: value}, "press": {name: times}, "reset": bool} and
{"width": of the page, CSS pixels}.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Dict

HERE = Path(__file__).parent
MODULES = ("drawing.js", "explorer.js")  # one module in the page, without a build step


class FrontEnd(anywidget.AnyWidget):
    """The explorer's view; `hear` gets each message of the page."""

    _esm = "\n".join((HERE / name).read_text("utf-8") for name in MODULES)
    _css = (HERE / "front_end.css").read_text("utf-8")
    spec = Dict().tag(sync=True)
    still = Dict().tag(sync=True)
    frame = Dict().tag(sync=True)

    def __init__(self, hear: Callable[[dict], None], **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(lambda _, message, buffers: hear(message))

    def show(self, still: dict, frame: dict) -> None:
        """Send a frame, and the still part of the picture if it is another one."""
        with self.hold_sync():
            if still is not self.still:
                self.still = still
            self.frame = {**frame, "n": self.frame.get("n", 0) + 1}
