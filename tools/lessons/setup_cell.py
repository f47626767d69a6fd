"""The one setup cell: identical in every lesson, short enough to be read, folded.

It finds the folder that holds `helpers/explore.py`, walking up from the working directory, and
starts `helpers/start.py`. Where there is no such folder, as on Colab, it fetches the course once
from the address in pyproject.toml; while the course has no address, it says in one line what to
do. (IPython shows a UsageError as its one line, and a "Run All" stops there.)
"""

import tomllib
from pathlib import Path

MARKER = '# %% name="setup" tags=["setup"] jupyter={"source_hidden": true}'

SEARCH = '[p for p in Path("_").absolute().parents if (p / "helpers/explore.py").exists()]'
INSERT = "sys.path[:0] = map(str, ROOTS)"
START = "import helpers.start  # noqa: F401, I001 (imported for what it does)"

UNPUBLISHED = f"""\
# Setup: finds the folder of the course, for its helpers.
import sys
from pathlib import Path

from IPython.core.error import UsageError

if not (roots := {SEARCH}):
    raise UsageError(f"{{Path.cwd()}} is not in the course folder: open this notebook inside that.")
{INSERT.replace("ROOTS", "roots[:1]")}
{START}"""

PUBLISHED = f"""\
import sys  # Setup: finds the folder of the course, or fetches it once (Colab).
from pathlib import Path
from shutil import unpack_archive
from urllib.request import urlretrieve

if not (roots := {SEARCH}):
    Path("FOLDER").exists() or unpack_archive(urlretrieve("ADDRESS")[0], "FOLDER", "zip")
{INSERT.replace("ROOTS", 'roots[:1] or Path("FOLDER").absolute().glob("*")')}
{START}"""


def archive_address(url, tag):
    """Return the address of the zip archive of a tag.

    Parameters
    ----------
    url : str
        A repository's address, such as "https://github.com/OWNER/REPOSITORY", or the address of
        an archive that ends in ".zip" and may hold "{tag}".
    tag : str
        The tag, such as "v1.0".

    Returns
    -------
    str
        The archive's address.
    """
    if url.endswith(".zip"):
        return url.replace("{tag}", tag)
    return f"{url.removesuffix('/').removesuffix('.git')}/archive/refs/tags/{tag}.zip"


def setup_source(root):
    """Return the source of the setup cell for the course in `root`.

    Parameters
    ----------
    root : path-like
        The course folder. Its pyproject.toml says under [tool.course] where the course is
        published (`url`) and which `tag` to fetch; without it the course has no address.

    Returns
    -------
    str
        At most eight lines of code, the comment included.

    Raises
    ------
    ValueError
        If there is a url without a tag.
    """
    settings = Path(root) / "pyproject.toml"
    tool = tomllib.loads(settings.read_text("utf-8")).get("tool", {}) if settings.exists() else {}
    course = tool.get("course", {})
    url, tag = course.get("url", ""), course.get("tag", "")
    if not url:
        return UNPUBLISHED
    if not tag:
        raise ValueError("[tool.course] has a url without a tag: name the tag to fetch")
    folder = f"course-{tag}".replace("/", "-")
    return PUBLISHED.replace("FOLDER", folder).replace("ADDRESS", archive_address(url, tag))
