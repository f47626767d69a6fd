"""The results as pages for a browser: a summary to show a class, and a report per submission.

Each page is one file without a date that needs no network. Names and messages come from
students: all of them are escaped, and the page allows no script but its own.
"""

import base64
import collections
import hashlib
import re
from html import escape
from pathlib import Path
from urllib.parse import quote

from tools.grading.results import FORMATIVE, MARKS

KINDS = {"done": "done", "wrong": "wrong", "error": "wrong", "timeout": "wrong"}  # else open
SIGNS = {"done": "✓", "wrong": "✗", "open": "○"}
RANKS = {"open": 0, "wrong": 1, "done": 2}  # the order in which a column of marks is sorted
SHOWN = 10  # messages before the rest is folded
CSS = Path(__file__).with_name("page.css").read_text("utf-8")
JS = Path(__file__).with_name("page.js").read_text("utf-8")


def summary_page(results, lessons, title, links):
    """Return the summary as one HTML page.

    Parameters
    ----------
    results : list of Result
        All of them.
    lessons : list of tools.grading.plan.Lesson
        The lessons, in their order.
    title : str
        What was graded, such as the name of its folder.
    links : dict
        {student: where the report is, relative to the page}.

    Returns
    -------
    str
        The same bytes for the same results. Names stand in folded parts only.
    """
    left = [result for result in results if result.lesson is None]
    graded = len(results) - len(left)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{_many(graded, 'submission')} graded, {len(left)} that could not be. "
        "Names are folded away, so that the page can be shown in class and printed.</p>",
        f'<p class="quiet">{_key("done", "done")} {_key("wrong", "wrong, or it did not run")} '
        f"{_key('open', 'open: not started, or not there')}</p>",
    ]
    for lesson in lessons:
        if own := [result for result in results if result.lesson is lesson]:
            parts.append(_section(lesson, own, links))
    if left:
        rows = [[_link(r, links), f"<td>{escape(r.problem)}</td>"] for r in left]
        table = _table("What could not be graded", [("Submission", ""), ("Why", "")], rows)
        head = f"<summary>{_many(len(left), 'submission')} that could not be graded</summary>"
        parts += ["<h2>Not graded</h2>", f"<details>{head}{table}</details>"]
    return _page(title, [*parts, f"<footer>{FORMATIVE}</footer>"], JS)


def report_page(result):
    """Return the report on one submission as an HTML page."""
    parts = [f"<h1>{escape(result.student)}</h1>"]
    if result.lesson is None:
        parts.append(f"<p>{escape(result.problem)}</p>")
    else:
        done = f"{result.done} of {len(result.verdicts)} done"
        parts += [f"<p>Lesson {escape(result.lesson.stem)}: {done}.</p>", '<ul class="report">']
        for exercise in result.lesson.exercises:
            state, message = result.verdicts[exercise.name]
            title = f"<b>{escape(exercise.title)}</b> (<code>{escape(exercise.name)}</code>)"
            words = f"{MARKS[state]} {title}, {state}: {_words(message)}"
            parts.append(f'<li class="{_kind(state)}">{words}</li>')
        parts.append("</ul>")
    if result.remarks:
        items = [
            f"<li>{escape(cell)}: {escape(text)}</li>" for cell, text in result.remarks.items()
        ]
        parts += ["<h2>Remarks on single cells</h2>", "<ul>", *items, "</ul>"]
    return _page(result.student, [*parts, f"<footer>{FORMATIVE}</footer>"])


def _page(title, parts, script=""):
    """Return a whole page; its policy forbids whatever is not in it, and every foreign script."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    allowed = f"; script-src 'sha256-{digest}'" if script else ""
    policy = f"default-src 'none'; style-src 'unsafe-inline'{allowed}"
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title>",
        f"<style>{CSS}</style>",
        "</head>",
        "<body>",
        *parts,
        *([f"<script>{script}</script>"] if script else []),
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines)


# --- a lesson ---------------------------------------------------------------------------------


def _section(lesson, own, links):
    done, of = sum(result.done for result in own), len(own) * len(lesson.exercises)
    said = f"{_many(len(own), 'submission')}, {done} of {of} exercises done"
    tables = [_exercises(lesson, own), *_messages(lesson, own), _submissions(lesson, own, links)]
    head = f"<h2>{escape(lesson.stem)}</h2>", f"<p>{said}</p>"
    return "\n".join(["<section>", *head, *tables, "</section>"])


def _exercises(lesson, own):
    """Return the table by exercise: how many are done, wrong and open, in numbers and as a bar."""
    rows = []
    for exercise in lesson.exercises:
        states = [result.verdicts[exercise.name][0] for result in own]
        counts = collections.Counter(map(_kind, states))
        bar = "".join(f'<i class="{k}" style="flex-grow:{counts[k]}"></i>' for k in SIGNS)
        bar = f'<span class="bar" aria-hidden="true">{bar}</span>'
        cells = [f'<td class="n">{counts[kind]}</td>' for kind in SIGNS]
        rows.append([f'<th scope="row">{escape(exercise.title)}{bar}</th>', *cells])
    heads = [("Exercise", ""), *((f"{sign} {kind}", "n") for kind, sign in SIGNS.items())]
    return _table("How far each exercise has come", heads, rows)


def _messages(lesson, own):
    """Return the table of the most frequent messages, and the folded table of the others."""
    said = collections.Counter(
        (result.verdicts[exercise.name][1], number)
        for result in own
        for number, exercise in enumerate(lesson.exercises)
        if _kind(result.verdicts[exercise.name][0]) == "wrong"
    )
    ranked = sorted(said.items(), key=lambda item: (-item[1], item[0][1], item[0][0]))
    rows = []
    for (message, number), count in ranked:
        widths = f'<i class="wrong" style="flex-grow:{count}"></i>'
        widths += f'<i style="flex-grow:{len(own) - count}"></i>'
        bar = f'<span class="bar often" aria-hidden="true">{widths}</span>'
        title = _number(lesson.exercises[number].title)
        cells = f'<th scope="row">{_words(message)}{bar}</th>', f"<td>{escape(title)}</td>"
        rows.append([f'<td class="n">{count}</td>', *cells])
    heads = [("×", "n"), ("Message", ""), ("Exercise", "")]
    if rows:
        yield _table("What the checks said most often", heads, rows[:SHOWN])
    if rest := rows[SHOWN:]:
        head = f"<summary>{_many(len(rest), 'other message')}</summary>"
        yield f"<details>{head}{_table('What they said as well', heads, rest)}</details>"


def _submissions(lesson, own, links):
    """Return the folded table of all submissions, with a mark for each exercise."""
    rows = []
    for result in own:
        kinds = [_kind(result.verdicts[exercise.name][0]) for exercise in lesson.exercises]
        marks = [
            f'<td class="mark" data-sort="{RANKS[kind]}"><span aria-hidden="true">{SIGNS[kind]}'
            f'</span><span class="spoken">{kind}</span></td>'
            for kind in kinds
        ]
        rows.append([_link(result, links), f'<td class="n">{result.done}</td>', *marks])
    titles = [(_number(exercise.title), "mark") for exercise in lesson.exercises]
    table = _table("Every submission", [("Submission", ""), ("done", "n"), *titles], rows)
    return f"<details><summary>Each submission, by name</summary>{table}</details>"


# --- small parts ------------------------------------------------------------------------------


def _table(caption, heads, rows):
    """Return a table; heads are (words, class), rows are lists of cells that are HTML already."""
    head = "".join(
        f'<th scope="col"{f" class={name}" if name else ""}>{escape(words)}</th>'
        for words, name in heads
    )
    body = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return (
        f'<div class="wide"><table class="sortable"><caption>{escape(caption)}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _words(message):
    """Return a message with its `code` set as such."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(message))


def _link(result, links):
    target = quote(links[result.student])
    return f'<th scope="row"><a href="{target}">{escape(result.student)}</a></th>'


def _key(kind, words):
    return f'<span><i class="key {kind}" aria-hidden="true"></i> {SIGNS[kind]} {words}</span>'


def _kind(state):
    return KINDS.get(state, "open")


def _number(title):
    """Return "2.1" of "Exercise 2.1 · One Euler step"."""
    found = re.match(r"Exercise (\S+)", title)
    return found[1] if found else title


def _many(number, word):
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
