"""A course in small, for the tests of the tools."""

from tools.lessons.setup_cell import MARKER, setup_source

MASTER = '''\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown] name="title"
# # A small lesson
# It measures µ and τ.

# %% name="setup" tags=["setup"] jupyter={"source_hidden": true}
SETUP

# %%
from helpers.checks import small as check
from helpers.model import twice

# %% [markdown]
# A paragraph.

# %% name="step" tags=["exercise"]
def step(x):
    """Return the next x."""
    for _ in range(1):
        ### BEGIN SOLUTION
        #~ # TODO: one line
        #~
        #~ if x:
        #~     y = ...
        y = twice(x)
        ### END SOLUTION
    ### BEGIN SOLUTION
    #~ y = ...
    y += 0
    ### END SOLUTION
    return y


# %% name="step-check" tags=["check"]
check.step(step)

# %% [markdown] name="answer" tags=["solution-only"]
# The answer is 42.

# %% name="show" tags=["solution-only"]
print("µ =", step(21))
print("two lines")

# %% [markdown]
# The end.
'''

HELPERS = {
    "__init__.py": "",
    "explore.py": "",
    "start.py": "",
    "model.py": "from . import numbers\n\n\ndef twice(x):\n    return numbers.TWO * x\n",
    "numbers.py": """\
from pathlib import Path

TWO = int(Path(__file__).with_name("two.txt").read_text())
""",
    "two.txt": "2\n",
    "unused.py": "",
    "unused.csv": "1\n",
    "checks/__init__.py": "",
    "checks/small.py": 'def step(function):\n    return "done" if function(1) == 2 else "open"\n',
}


def write_master(root, stem, text):
    """Write a master; SETUP stands for the setup cell."""
    assert MARKER in text or "SETUP" not in text
    path = root / "solutions" / f"{stem}.py"
    path.write_text(text.replace("SETUP", setup_source(root)), "utf-8", newline="\n")


def small_course(root):
    """Write the small course into an empty folder, nothing derived yet; return the folder."""
    for name, text in HELPERS.items():
        path = root / "helpers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    (root / "solutions").mkdir()
    write_master(root, "01_small", MASTER)
    return root
