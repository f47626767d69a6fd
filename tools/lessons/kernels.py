"""Kernels of the tools: one interpreter's, heard by nobody else on the machine."""

import secrets
import sys

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec

from tools.machine.places import socket_folder
from tools.machine.settings import KERNEL


def private():
    """Return the options of a kernel manager whose sockets only this user can reach.

    Returns
    -------
    dict
        Empty where the system has no such sockets: Jupyter's default, TCP, is left then.
    """
    folder = socket_folder()
    if folder is None:
        return {}
    path = folder / f"kernel-{secrets.token_hex(16)}"
    return {"transport": "ipc", "connection_file": f"{path}.json", "ip": f"{path}-ipc"}


def kernel_manager(python=sys.executable):
    """Return a kernel manager class for an interpreter, whatever kernelspecs are installed."""
    options = ["--IPKernelApp.log_level=ERROR", "-f", "{connection_file}"]
    spec = KernelSpec(
        argv=[str(python), "-P", "-c", KERNEL, *options],
        display_name="Python 3 (ipykernel)",
        language="python",
    )

    class Manager(AsyncKernelManager):
        """Starts the kernel of one interpreter."""

        def __init__(self, **options):
            super().__init__(**{**private(), **options})

        @property
        def kernel_spec(self):
            return spec

    return Manager
