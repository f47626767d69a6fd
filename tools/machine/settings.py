"""Settings of JupyterLab and of the kernels that it starts, kept in the environment."""

import json

from tools.machine import ROOT, say
from tools.machine.places import write_if_changed

QUIET_LAB = {  # no news pop-up, no update check
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}
# A kernel that does not take types.py beside a notebook for Python's; what a student has written
# there can be imported all the same, after everything that is installed.
KERNEL = (
    "import sys; sys.path.append(''); "
    "from ipykernel.kernelapp import launch_new_instance as start; start()"
)
# After a restart nothing of a lesson is in the kernel: this alone says which cells to run.
# By its file: to import `helpers` would decide for a notebook of another copy of the course, too.
HINT = (
    f"import os, runpy; _ = {str(ROOT / 'helpers/internal/missing_names.py')!r}; "
    "_ = os.path.exists(_) and runpy.run_path(_)"
)


def settle(share):
    """Write the settings into an environment's share/jupyter, where they are not yet so."""
    try:
        _settle(share)
    except OSError as error:  # set up by another user; JupyterLab works without them
        say(f"The settings of JupyterLab are left as they are: {error}")


def _settle(share):
    write_if_changed(share / "lab/settings/overrides.json", json.dumps(QUIET_LAB))
    path = share / "kernels/python3/kernel.json"
    if path.exists():
        kernel = json.loads(path.read_text("utf-8"))
        options = ["-f", "{connection_file}", f"--InteractiveShellApp.exec_lines={HINT}"]
        kernel["argv"] = ["python", "-P", "-c", KERNEL, *options]
        write_if_changed(path, json.dumps(kernel, indent=1))
