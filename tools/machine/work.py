"""The student's copies of the lessons, in work/: what a student has touched is never overwritten.

A copy is untouched while its bytes are those of a version that was once laid there. The record of
these, by lesson, is kept beside the copies.
"""

import datetime
import hashlib
import json
import os
import shutil

from tools.machine import ROOT, say
from tools.machine.places import choose, write_if_changed

RECORD = ".course.json"
COPIED = ".copied-by-course"  # in a copy of the helpers, which may be renewed


def _digest(content):
    """Return a hash of what a student can change: the cells. To open and save one changes more."""
    try:
        cells = json.loads(content)["cells"]
        kept = [[cell["cell_type"], "".join(cell["source"]), cell.get("outputs")] for cell in cells]
        content = json.dumps(kept).encode()
    except (ValueError, KeyError, TypeError):
        pass  # no notebook any more: its bytes
    return hashlib.sha256(content).hexdigest()[:16]


def read_record(folder):
    """Return {file name: digests of the versions that were laid}; {} where it cannot be read."""
    try:
        record = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(record, dict) or not all(isinstance(r, list) for r in record.values()):
        return {}
    return record


def lay(notebooks, folder, today=None):
    """Bring a student's copies of the lessons up to date.

    Parameters
    ----------
    notebooks : pathlib.Path
        The folder of the originals.
    folder : pathlib.Path
        Where the copies are; it is made if there is none.
    today : datetime.date
        The date in the name of a new version that is laid beside a touched copy.

    Returns
    -------
    list of str
        What the student is to know, a line for each new version that was laid beside a copy.
    """
    record, lines = read_record(folder), []
    for original in sorted(notebooks.glob("[0-9][0-9]_*.ipynb")):
        content, copy = original.read_bytes(), folder / original.name
        mark, laid = _digest(content), record.setdefault(original.name, [])
        found = _digest(copy.read_bytes()) if copy.exists() else None
        if found is None or (found in laid and found != mark):
            write_if_changed(copy, content)
        elif found != mark and mark not in laid:
            beside = _beside(copy, content, today or datetime.date.today())
            write_if_changed(beside, content)
            lines.append(f"{copy.name} has a newer version; yours stays, it is in {beside.name}")
        if mark not in laid:
            laid.append(mark)
    if record:
        write_if_changed(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return lines


def _beside(copy, content, today):
    """Return a free name beside a copy, or one that holds this version already."""
    number, suffix = 1, ""
    while True:
        path = copy.with_name(f"{copy.stem} (new version {today}{suffix}){copy.suffix}")
        if not path.exists() or path.read_bytes() == content:
            return path
        number += 1
        suffix = f", {number}"


def work_folder(root=None):
    """Return where the student's copies are, and what to say about it.

    In the course that is work/. In a folder of the user's own there is also a link to the
    helpers, which a lesson looks for above itself.

    Returns
    -------
    folder : pathlib.Path
        The folder; it need not exist yet.
    lines : list of str
        Where the copies are, if that is not in the course.
    """
    root = root or ROOT
    folder = choose("work", root)
    if folder.parent == root:
        return folder, []
    link_helpers(root / "helpers", folder.parent / "helpers")
    stays = f"; what is in {root / 'work'} stays there" if (root / "work").exists() else ""
    return folder, [f"{root / 'work'} is not yours to write: your copies are in your home{stays}"]


def link_helpers(helpers, link):
    """Make `link` lead to the helpers; a copy stands for it where there can be no links."""
    if os.path.realpath(link) == os.path.realpath(helpers):
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    if os.path.islink(link):
        link.unlink()
    elif link.exists() and (link / COPIED).exists():
        shutil.rmtree(link)
    elif link.exists():  # something of the student's own
        aside = link.with_name(f"{link.name}-yours-{datetime.datetime.now():%Y-%m-%d-%H%M%S}")
        link.rename(aside)
        say(f"{link} is needed for the helpers of the course: what was there is in {aside.name}")
    try:
        link.symlink_to(helpers, target_is_directory=True)
    except OSError:  # Windows asks for a right that students do not have
        shutil.copytree(helpers, link)
        (link / COPIED).touch()
