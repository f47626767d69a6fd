"""Write student notebooks that stand alone, to be uploaded to Colab as they are.

    python3 course.py colab [--out DIR] [stem ...]

The helpers that a lesson uses travel in its setup cell as a small zip archive, and its images in
the text: Colab shows neither attachments nor files beside a notebook. Folded cells are forms under
their title, which is how Colab folds code.
"""

import argparse
import base64
import io
import lzma
import re
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

from tools import ROOT
from tools.build import write_changed
from tools.lessons import masters
from tools.lessons.fingerprint import helper_files
from tools.lessons.masters import MasterError

IMAGE = re.compile(r"""(!\[[^\]]*\]\(\s*<?|<img\b[^>]*?\bsrc\s*=\s*["'])([^\s"'<>)]+)""")
IMAGE_TYPES = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
SETUP = '''\
# Setup: unpacks the helpers that this notebook carries with it
import base64
import io
import lzma
import sys
import tempfile
import zipfile

HELPERS = """
ARCHIVE
"""
if not any("course-helpers-" in folder for folder in sys.path):
    folder = tempfile.mkdtemp(prefix="course-helpers-")
    archive = lzma.decompress(base64.b85decode(HELPERS.replace("\\n", "")))
    zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
    sys.path.insert(0, folder)
import helpers.start  # noqa: F401'''


def colab_notebook(root, stem):
    """Return the text of the student notebook of a lesson that needs no file beside it.

    Parameters
    ----------
    root : path-like
        The course folder.
    stem : str
        The lesson, such as "02_lif".

    Returns
    -------
    str
        A notebook file: the same bytes for the same master and helpers.

    Raises
    ------
    MasterError
        If the master is wrong, or an image cannot travel in the notebook.
    """
    master = masters.read_master(root, stem)
    cells, problems = masters.student_cells(master), []
    for number, cell in enumerate(master.cells, 1):
        twin = next((twin for twin in cells if twin.id == cell.id), None)
        if twin is not None and twin.cell_type == "markdown":
            try:
                twin.source = with_embedded_images(twin.source, Path(root) / "notebooks")
            except ValueError as error:
                problems.append(f"solutions/{stem}.py, {masters.label(cell, number)}: {error}")
    if problems:
        raise MasterError(*problems)
    setup = next(cell for cell in cells if cell.id == "setup")
    setup.source = SETUP.replace("ARCHIVE", _archive(root, master))
    for cell in cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            _make_form(cell)
    return masters.to_ipynb(cells)


def _make_form(cell):
    """Fold a cell as Colab does, its first comment as the title that stays in view."""
    cell.metadata["cellView"] = "form"
    cell.source = re.sub(r"\A# ", "#@title ", cell.source)


def _archive(root, master):
    """Return the helpers that a lesson uses as a compressed zip archive in lines of base85.

    The archive is compressed as a whole: what the files have in common counts once.
    """
    files = helper_files(root, [cell.source for cell in master.code_cells])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16  # as on Unix
            archive.writestr(entry, path.read_bytes())
    text = base64.b85encode(lzma.compress(buffer.getvalue(), preset=9)).decode()
    return "\n".join(text[k : k + 100] for k in range(0, len(text), 100))


def with_embedded_images(text, folder):
    """Return Markdown whose images are data URIs; their paths are relative to `folder`."""

    def embedded(match):
        before, target = match.groups()
        return before + (target if target.startswith("data:") else _data_uri(target, folder))

    return IMAGE.sub(embedded, text)


def _data_uri(target, folder):
    if re.match(r"(https?:)?//|attachment:", target):
        raise ValueError(f"image {target} does not travel with the notebook: keep it as a file")
    path = Path(folder) / unquote(target)
    if not path.is_file():
        raise ValueError(f"image {target} is missing: add it, or mend the path from notebooks/")
    if path.suffix.lower() not in IMAGE_TYPES:
        raise ValueError(f"image {target} is of an unknown type: use {', '.join(IMAGE_TYPES)}")
    content = base64.b64encode(path.read_bytes()).decode()
    return f"data:{IMAGE_TYPES[path.suffix.lower()]};base64,{content}"


def colab_notebooks(root, wanted=()):
    """Return {stem: text} of the lessons, or raise one MasterError with all problems."""
    texts, problems = {}, []
    for stem in masters.stems(root, wanted):
        try:
            texts[stem] = colab_notebook(root, stem)
        except MasterError as error:
            problems += error.problems
    if problems:
        raise MasterError(*problems)
    return texts


def main(arguments=None, root=ROOT):
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="course.py colab", description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", metavar="stem", help="such as 02_lif; default: all")
    parser.add_argument("--out", type=Path, default=Path(root) / "colab", metavar="DIR")
    options = parser.parse_args(arguments)
    try:
        notebooks = colab_notebooks(root, options.stems)
    except MasterError as error:
        print(*error.problems, "No notebook was written.", sep="\n", file=sys.stderr)
        return 1
    write_changed({options.out / f"{stem}.ipynb": text for stem, text in notebooks.items()})
    for stem, text in notebooks.items():
        size = len(text.encode()) / 1024
        print(f"{options.out / stem}.ipynb: {size:.0f} kB, ready to upload")
    return 0
