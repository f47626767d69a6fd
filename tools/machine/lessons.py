"""Which lesson a word on the command line names: 02, 02_lif, or a path of its notebook."""

import re
from pathlib import Path

from tools.machine import ROOT, Failed

NOTEBOOK = re.compile(r"\.(ipynb|py)$")
VALUED = (  # options of Jupyter and pytest that take the next word
    "--port --port-retries --ip --notebook-dir --config --log-level --certfile --keyfile "
    "--client-ca --gateway-url --transport --sock --sock-mode --app-dir --preferred-dir --url "
    "-n -k -m -p -c -o -W --dist --maxfail --durations --ignore --deselect --tb --rootdir"
).split()


def stems(root=None):
    """Return the names of all lessons, such as 02_lif."""
    found = ((root or ROOT) / "notebooks").glob("[0-9][0-9]_*.ipynb")
    return sorted(path.stem for path in found)


def stem_of(word, root=None):
    """Return the lesson that a word names, or end with one line that lists them."""
    name = NOTEBOOK.sub("", Path(word).name)
    known = stems(root)
    found = [stem for stem in known if name in (stem, stem.split("_")[0])]
    if not found:
        raise Failed(f"There is no lesson {word!r}. Lessons: {', '.join(known)}")
    return found[0]


def plain_words(arguments):
    """Return the places of the words that are neither options nor the value of one."""
    places = []
    for place, word in enumerate(arguments):
        before = arguments[place - 1] if place else ""
        valued = before in VALUED or re.fullmatch(r"--\w+\.\w+", before)
        if not word.startswith("-") and not valued:
            places.append(place)
    return places
