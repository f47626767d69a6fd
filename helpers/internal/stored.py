"""What a saved notebook shows in place of a live figure, which needs a kernel."""

import html
from typing import Any

STORED = (  # where the live view stood, while there is none
    "<style>.jp-OutputArea-child:has(.explore-stored) + .jp-OutputArea-child:not(:has(.explore))"
    "{display:none}</style>"
)


def stored_html(image: str, text: str, controls: dict[str, Any]) -> str:
    """Return what a saved notebook shows: picture, line of text, and the controls as they stood.

    JupyterLab would write "model not found" where the live view stood before; that place is hidden
    while there is none, and the live view hides this one (explorer.js).
    """
    set_to = " · ".join(
        f"{html.escape(control.label)}: {html.escape(control.words)}"
        for control in controls.values()
        if control.kind not in ("button", "trigger")
    )
    return (
        f'<div class="explore-stored">{STORED}{image}'
        f"<p>{html.escape(text)}</p>"
        f"<p><small>{set_to}<br>Run the lesson to move it.</small></p></div>"
    )
