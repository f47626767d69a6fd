"""Submissions for the tests of grading: a solved lesson in pieces, and a class of any size."""

import json
import re
import zlib

from tools import ROOT
from tools.grading.plan import read_lesson
from tools.lessons.masters import read_masters, student_cells
from tools.lessons.regions import solved_source

MASTERS = read_masters(ROOT)
LESSONS = [read_lesson(master) for master in MASTERS]
MASTER, LESSON = MASTERS[2], LESSONS[2]
NAMES = ["euler_step", "simulate", "exact_step", "rate_dc", "threshold_current"]


def exercise_cells(master):
    return [cell for cell in master.cells if "exercise" in cell.metadata.get("tags", [])]


ANSWERS = {cell.id: solved_source(cell.source) + "\n" for cell in exercise_cells(MASTER)}
RIGHT = dict(zip(NAMES, ANSWERS.values(), strict=True))
ARGUMENTS = {name: re.search(r"\(.*\)", source)[0] for name, source in RIGHT.items()}
INTRUDER = ROOT / "helpers" / "written-by-a-submission.txt"


def solved(**other):
    """Return the cells of a notebook with all exercises done, but for those given."""
    names = dict(zip(ANSWERS, NAMES, strict=True))
    answers = {cell_id: other.get(name, RIGHT[name]) for cell_id, name in names.items()}
    return [cell | {"source": answers.get(cell.id, cell.source)} for cell in student_cells(MASTER)]


def with_cells_after(name, *sources):
    """Return a solved notebook with code cells laid below the check of an exercise."""
    cells, answer = solved(), dict(zip(NAMES, ANSWERS, strict=True))[name]
    at = next(i for i, cell in enumerate(cells) if cell["id"] == f"{answer}-check") + 1
    return [*cells[:at], *code(*sources), *cells[at:]]


def stub_of(name):
    """Return the cell of an exercise as the student gets it."""
    answer = dict(zip(NAMES, ANSWERS, strict=True))[name]
    return next(cell["source"] for cell in student_cells(MASTER) if cell["id"] == answer)


def body(name, text):
    """Return a function with the arguments of an exercise and this body."""
    return f"def {name}{ARGUMENTS[name]}:\n    {text}\n"


def code(*sources):
    return [{"cell_type": "code", "metadata": {}, "source": source} for source in sources]


def notebook(cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def write(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook(cells), "utf-8")


# --- a class ----------------------------------------------------------------------------------

ONLY = f"return{RIGHT['threshold_current'].split('current =')[1].splitlines()[0]}"
TO_EVERY_FILE = """\
import os
    for fd in range(3, 20):
        try: os.write(fd, {} * 99)
        except OSError: pass"""
RIGHT_AFTER = {  # what a submission does before it gives the right answer: it counts as done
    "prints megabytes": "print('x' * 10**7)",
    "leaves threads": """\
import threading, time; threading.stack_size(2**16)
    threading.Thread(target=time.sleep, args=(1e6,)).start()""",
    "closes stdout": "import sys; sys.stdout.close()",
    "changes the folder": "import os; os.chdir('/')",
    "forgets the helpers": """\
import sys
    for name in [n for n in sys.modules if 'helpers' in n]: del sys.modules[name]""",
    "makes files": "for k in range(3): open(f'{k}.txt', 'w').write('x')",
    "ignores signals": "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
    "writes nonsense": TO_EVERY_FILE.format(r"b'[[[\n\xff{}\n[[99999]]\n'"),
    "says what was not asked": TO_EVERY_FILE.format(r"""b'[0, "?", "x"]\n[99999]\n[0, 1, 2]\n'"""),
}
HOSTILE = {  # what costs the exercise that it stands in, and no other
    "never ends": "while True: pass",
    "sleeps": "import time; time.sleep(1e6)",
    "never ends in C": "import itertools; return sum(itertools.repeat(1))",
    "takes memory": "x = []\n    while True: x.append(bytearray(10**8))",
    "takes memory at once": "return np.zeros(10**11)",
    "starts a program": "import subprocess; subprocess.Popen(['sleep', '1000'])",
    "starts a shell": "import os; return os.system('sleep 1000 &')",
    "forks": "import os; os.fork()",
    "starts processes": """\
import multiprocessing, time
    made = multiprocessing.get_context('spawn').Process(target=time.sleep, args=(1000,))
    made.start()""",
    "starts a shell in C": "import ctypes; ctypes.CDLL(None).system(b'sleep 1000 &')",
    "ends the grader": "import os; os.kill(os.getppid(), 9)",
    "writes outside": f"open({str(INTRUDER)!r}, 'w').write('x')",
    "removes files": f"import os; os.remove({str(ROOT / 'helpers' / 'lif.py')!r})",
    "recurses": "return threshold_current(width, E_L, V_th, g_L, tau_m)",
    "recurses in C": """\
import sys; sys.setrecursionlimit(10**9)
    return threshold_current(width, E_L, V_th, g_L, tau_m)""",
    "exits": "import sys; sys.exit(0)",
    "exits at once": "import os; os._exit(0)",
    "ends itself": "import os; os.kill(os.getpid(), 9)",
    "crashes": "import ctypes; return ctypes.string_at(0)",
    "never says what it is": """\
class A:
        def __repr__(self):
            while True: pass
    return A()""",
    "raises what has no words": """\
class A(Exception):
        def __str__(self): return 1 / 0
    raise A""",
    "raises KeyboardInterrupt": "raise KeyboardInterrupt",
    "takes numpy apart": "np.asarray = np.allclose = np.zeros = None; return 0",
    "closes all files": "import os; os.closerange(0, 100)",
    "closes all files and goes on": "import os; os.closerange(0, 100)\n    while True: pass",
    "forges the end": """\
import os
    for fd in range(3, 20):
        try: os.write(fd, b''.join(b'[%d]\\n' % k for k in range(200)))
        except OSError: pass
    os._exit(0)""",
    "makes folders in folders": "import os\n    while True: os.mkdir('a'); os.chdir('a')",
    "commands the terminal": "raise ValueError('\\x1b[2J\\x07\\u202e<script>alert(1)</script>')",
}
UNREADABLE = {  # no notebook at all, and what the row says
    "breaks off.ipynb": (b'{"cells": [{"cell_type": "code"', "its JSON breaks off in line 1"),
    "empty.ipynb": (b"", "the file is empty"),
    "picture.ipynb": (b"\x89PNG\r\n\x1a\n\x00\xff", "byte 0 is not UTF-8"),
    "nested.ipynb": (b'{"cells": ' + b"[" * 100_000, "no list of cells"),
    "number.ipynb": (b'{"cells": ' + b"1" * 5000 + b"}", "no list of cells"),
    "list.ipynb": (b"[1, 2]", "no list of cells"),
    "no cells.ipynb": (b'{"cells": null}', "no list of cells"),
    "letter.ipynb": (notebook(code("x = 1")).encode(), "no exercise of a lesson in it"),
}
ODD = {  # what became of the file: nothing is lost by it
    "windows.ipynb": "﻿" + notebook(solved()).replace("\n", "\r\n"),
    "NaN.ipynb": notebook(solved()).replace('"metadata": {}, "nb', '"metadata": {"x": NaN}, "nb'),
    "cells without source.ipynb": notebook(
        [
            *({"cell_type": "code"}, {"cell_type": "code", "source": None}, 7, None),
            *solved(),
            *({"cell_type": "code", "source": 3}, {"source": []}, {"cell_type": [], "source": [1]}),
        ]
    ),
    "no types.ipynb": notebook([{"source": cell["source"]} for cell in solved()]),
    "copies.ipynb": notebook([*solved(), *student_cells(MASTER)]),
    "=HYPERLINK(0).ipynb": notebook(solved()),
    "<script>alert(1)<!--.ipynb": notebook(solved()),
    "a\nb\x1b[2J.ipynb": notebook(solved()),
    "x.md/x.ipynb": notebook(solved()),
    "x.ipynb": notebook(solved()),
}


def class_of(number):
    """Return {file name: (bytes, what is expected)} of a class, every second one honest.

    Expected is the number of exercises that are done, at least and at most, or None for a file
    that cannot be graded.
    """
    tricks = {k: (text, (5, 5)) for k, text in ODD.items()}
    tricks |= {k: (data, None) for k, (data, _) in UNREADABLE.items()}
    tricks |= {f"{kind}.ipynb": hostile(kind) for kind in (*RIGHT_AFTER, *HOSTILE)}
    names = sorted(tricks, key=lambda name: zlib.crc32(name.encode()))  # a small class: some of all
    found = {}
    for k in range(number):
        if k % 2:
            name = names[k // 2 % len(names)]
            content, expected = tricks[name]
            name = f"{k:03} {name}"
        else:
            name, content, expected = f"{k:03} student.ipynb", *_ordinary(k // 2)
        content = content if isinstance(content, bytes) else content.encode()
        found[name] = content, expected
    return found


def hostile(kind):
    """Return a notebook whose last exercise is one of those above, and what is expected."""
    text = HOSTILE.get(kind) or f"{RIGHT_AFTER[kind]}\n    {ONLY}"
    expected = (4, 4) if kind in HOSTILE else (5, 5)
    return notebook(solved(threshold_current=body("threshold_current", text))), expected


def _ordinary(k):
    """Return the text of an honest notebook, some exercises done, some wrong, some open."""
    master = MASTERS[k % len(MASTERS)]
    answers = {cell.id: cell for cell in exercise_cells(master)}
    cells, n_done = student_cells(master), 0
    for number, cell in enumerate(c for c in cells if c.id in answers):
        chosen = (k // len(MASTERS) + number * 5) % 8
        right = solved_source(answers[cell.id].source)
        if chosen < 5:
            cell.source, n_done = right, n_done + 1
        elif chosen == 6:
            cell.source = re.sub(r"^( +)return .*$", r"\1return None", right, flags=re.MULTILINE)
        elif chosen == 7:
            cell.source = re.sub(r"^( +)return ", r"\1return 1.01 * ", right, flags=re.MULTILINE)
    return notebook(cells), (n_done, n_done + 1)
