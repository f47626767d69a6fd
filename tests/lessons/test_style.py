"""What a machine can see of a lesson's form: lengths, hints, units of thought, alt text, links."""

import ast
import itertools
import re

import pytest

from tests.lessons.lessons import LESSONS, made_and_used
from tools import ROOT
from tools.lessons.masters import parse

DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
HINTS = ["Hint 1: idea", "Hint 2: units", "Hint 3: almost"]


@pytest.fixture(scope="module", params=LESSONS, ids=str)
def lesson(request):
    return request.param


def tags(cell):
    return cell.metadata.get("tags", [])


def name(cell):
    """Return what to call a cell in a message."""
    return cell.metadata.get("name") or cell.source.splitlines()[0]


def prose(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "markdown"]


def words(text):
    """Count words, leaving out tables and displayed mathematics."""
    text = re.sub(r"\$\$.*?\$\$|^\|.*$", " ", text, flags=re.DOTALL | re.MULTILINE)
    return len(re.findall(r"\w+", re.sub(r"<[^>]*>|\$[^$]*\$", " x ", text)))


def test_a_prose_cell_has_at_most_120_words_its_answer_130_and_a_code_cell_23_lines(lesson):
    for cell in prose(lesson):
        assert words(DETAILS.sub("", cell.source)) <= 120, name(cell)
        assert all(words(answer) <= 130 for answer in DETAILS.findall(cell.source)), name(cell)
    for cell in lesson.master.code_cells:
        lines = [line.strip() for line in cell.source.splitlines()]
        kept = [line for line in lines if line and not line.startswith(("#~", "###"))]
        assert len(kept) <= (8 if "setup" in tags(cell) else 23), name(cell)


def test_answers_are_folded_and_rendered_and_nothing_is_loaded_from_outside(lesson):
    """JupyterLab keeps a line break inside <code>, and the code looks broken."""
    for text in (cell.source for cell in prose(lesson)):
        for tag in ("details", "summary", "code"):
            assert text.count(f"<{tag}>") == text.count(f"</{tag}>"), text
        assert not re.search(r"<code>[^<]*\n", text), text
        for answer in DETAILS.findall(text):
            inner = re.sub("<code>.*?</code>", "", answer.split("</summary>")[1], flags=re.DOTALL)
            if re.search(r"[$*`]", inner):
                assert inner.startswith("\n\n"), f"an empty line must come before {inner}"
        assert not re.search(r"!\[[^\]]*\]\(\s*https?:|<(img|iframe|script)\b", text), text
        assert not re.search(r"^\*\*(What you saw|Answer)", text, re.MULTILINE), text
        titles = re.findall(r"<summary>(.*?)</summary>", text)
        assert set(titles) <= {"Answer", "Answers", "What you saw", *HINTS}


def test_code_is_plain(lesson):
    """No eval, no star import, no seeding of the global generator, no folded logic."""
    for cell in lesson.master.code_cells:
        for node in ast.walk(parse(cell.source)):
            if isinstance(node, ast.ImportFrom):
                assert all(alias.name != "*" for alias in node.names), name(cell)
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in ("eval", "exec", "np.random.seed", "plt.show", "interact")
                if called == "show":
                    assert len(node.args) == 2, f"{name(cell)}: show(fig, alt)"
                if called == "explore":
                    assert "alt" in {keyword.arg for keyword in node.keywords}, name(cell)
        # folded besides the setup: a figure whose alt text answers a prediction
        folded = bool({"setup", "figure"} & set(tags(cell)))
        assert cell.metadata.get("jupyter", {}).get("source_hidden", False) is folded, name(cell)


def test_nothing_depends_on_a_folded_figure(lesson):
    """No logic in folded cells: they may draw what visible cells have calculated."""
    visible, folded = set(), set()
    for cell in lesson.master.code_cells:
        made, used = made_and_used(cell)
        assert not (folded - visible) & used, f"{name(cell)} uses what a folded cell makes"
        if "figure" in tags(cell):
            folded |= made
        else:
            visible |= made


def test_every_exercise_has_three_hints_minutes_stars_and_a_check(lesson):
    exercises = 0
    for before, cell, after in zip(lesson.cells, lesson.cells[1:], lesson.cells[2:], strict=False):
        if "exercise" not in tags(cell):
            continue
        exercises += 1
        assert re.search(r"### Exercise \d+\.\d+ · .+ \(\d+ min, [★☆]{3}\)", before.source)
        hints = re.findall(r"<summary>(.*?)</summary>", before.source)
        assert hints == HINTS, f"the text above {name(cell)!r} needs the hints {HINTS}"
        assert "TODO" in cell.source, f"{name(cell)!r} needs a line # TODO: …"
        checked = "check" in tags(after) and after.source.startswith("check.")
        assert checked, f"the check of {name(cell)!r} must follow at once"
        function = ast.parse(cell.source).body[0].name
        assert after.source == f"check.{function}({function})"
    assert exercises >= 3


def test_think_questions_and_demos_have_answers(lesson):
    for number, cell in enumerate(lesson.cells):
        if re.search(r"^### Think", cell.source, re.MULTILINE):
            later = "".join(c.source for c in lesson.cells[number : number + 3])
            assert "<details>" in later, name(cell)
        if cell.source.startswith("### Demo"):
            later = "".join(c.source for c in lesson.cells[number : number + 5])
            earlier = "".join(c.source for c in lesson.cells[max(number - 1, 0) : number + 1])
            assert "<details>" in later, name(cell)
            assert "redict" in earlier, f"no prediction asked: {name(cell)}"


def test_minutes_add_up_and_headings_count_up(lesson):
    """So do those of the bonus sections, and the README has the same number."""
    so_far = [int(n) for n in re.findall(r"about (\d+) min so far", lesson.text)]
    stated = re.search(r"\*About (\d+) minutes(?:, and (\d+) more for the bonus)?\.\*", lesson.text)
    total, bonus = int(stated[1]), int(stated[2] or 0)
    assert so_far == sorted(so_far) and so_far[0] == 0 and so_far[-1] < total
    assert 40 <= total <= 90
    sections = re.findall(r"^## \d+\. Bonus: .+\n(.*)", lesson.text, re.MULTILINE)
    minutes = [int(re.fullmatch(r"\*bonus, about (\d+) min\*", line)[1]) for line in sections]
    assert bonus == sum(minutes)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"(notebooks/{lesson}.ipynb) | {total} |" in readme
    # from one "so far" to the next there is time for the exercises, and for reading besides
    parts = re.split(r"\*about \d+ min so far\*", lesson.text.split("Bonus:")[0])[1:]
    for start, end, section in zip(so_far, [*so_far[1:], total], parts, strict=True):
        exercises = sum(map(int, re.findall(r"### Exercise \d+\.\d+ · .+ \((\d+) min", section)))
        title = f"the section from minute {start} to {end} has {exercises} minutes of exercises"
        assert exercises < end - start or exercises == 0, title
    pattern = r"^### (?:(?:Exercise|Demo|Think) (\d+)\.(\d+))?"
    headings = re.findall(pattern, lesson.text, re.MULTILINE)
    assert ("", "") not in headings
    numbered = [(int(section), int(place)) for section, place in headings]
    assert numbered == sorted(numbered) and len(set(numbered)) == len(numbered)


def test_parts_and_symbols_of_the_lesson(lesson):
    assert "| symbol | in code | meaning | value, unit |" in lesson.text
    for part in ("## Summary", "## Symbols", "## Going further", "**Sources.**"):
        assert part in lesson.text
    assert 30 <= len(lesson.cells) <= 85
    sections = [cell for cell in lesson.cells if cell.source.startswith("## ")]
    assert 5 <= len(sections) <= 12
    # the micro sign is for units and the letter mu for the mean
    for cell in lesson.cells:
        assert not re.search("\u00b5(?![AFSVms])", cell.source), cell.source
    # only the check after its exercise, and the imports after the set-up, follow code at once
    for before, cell in itertools.pairwise(lesson.cells):
        if before.cell_type == cell.cell_type == "code":
            assert "check" in tags(cell) or "setup" in tags(before), name(cell)
