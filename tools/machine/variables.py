"""The variables of child processes: only those that a user's network needs pass through."""

import os
import re
import sys

from tools.machine.places import choose, socket_folder

# Everything with these names steers Python, Jupyter or an installer; what is not listed below
# would lead them out of the environment, or change what the lessons and the tests show.
STEERS = re.compile("JUPYTER|JPY_|PYTHON|IPYTHON|MPL|PIP_|UV_|VIRTUAL_ENV|CONDA|_CONDA|__PYVENV")
KEPT = re.compile(
    "PYTHON(UNBUFFERED|DONTWRITEBYTECODE|PYCACHEPREFIX)"
    "|PIP_(INDEX_URL|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|PROXY|CERT|CLIENT_CERT|TRUSTED_HOST)"
    "|PIP_(CACHE_DIR|NO_CACHE_DIR|DEFAULT_TIMEOUT|TIMEOUT|RETRIES|CONFIG_FILE|CONSTRAINT)"
    "|PIP_(KEYRING_PROVIDER|NO_INPUT|PREFER_BINARY|ONLY_BINARY|USE_FEATURE|USE_DEPRECATED)"
    "|UV_(INDEX.*|DEFAULT_INDEX|EXTRA_INDEX_URL|FIND_LINKS|NO_INDEX|OFFLINE|CONSTRAINT)"
    "|UV_(CACHE_DIR|NO_CACHE|NATIVE_TLS|SYSTEM_CERTS|INSECURE_HOST|CONFIG_FILE|NO_CONFIG)"
    "|UV_(HTTP_.*|REQUEST_TIMEOUT|KEYRING_PROVIDER|LINK_MODE|CONCURRENT_.*)"
)
OWN_FOLDERS = "JUPYTER_CONFIG_DIR JUPYTER_DATA_DIR IPYTHONDIR MPLCONFIGDIR".split()


def passes(name):
    """Tell whether a variable reaches the child processes."""
    return not STEERS.match(name) or bool(KEPT.fullmatch(name))


def variables(folder, root=None):
    """Return the variables for a child process, with the environment in `folder` active.

    Parameters
    ----------
    folder : pathlib.Path
        The environment.
    root : pathlib.Path
        The folder of the course; settings go into its .jupyter, or into one of the user's own.

    Returns
    -------
    dict of str
        In place of os.environ.
    """
    env = {name: value for name, value in os.environ.items() if passes(name)}
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    env["PATH"] = os.pathsep.join([str(binaries), env.get("PATH", os.defpath)])
    env.update(VIRTUAL_ENV=str(folder), PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1")
    env.update(JUPYTER_PREFER_ENV_PATH="1", PYTHONUTF8="1")
    # In the terminal's own letters, with "?" for those that it has not.
    env["PYTHONIOENCODING"] = f"{getattr(sys.stdout, 'encoding', None) or 'utf-8'}:replace"
    settings = choose(".jupyter", root)
    env.update({name: str(settings / name.lower()) for name in OWN_FOLDERS})
    env["JUPYTER_RUNTIME_DIR"] = str(socket_folder() or settings / "jupyter_runtime_dir")
    if not os.access(os.path.expanduser("~"), os.W_OK):  # a read-only home: uv would give up
        env["UV_NO_CACHE"] = "1"
    return env
