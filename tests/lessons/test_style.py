"""What a machine can see of a lesson's form: lengths, hints, units of thought, alt text, links."""

import ast
import itertools
import re

import pytest

from helpers.explore import slider
from tests.lessons.lessons import LESSONS, made_and_used
from tools import ROOT
from tools.lessons.masters import parse

DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)
HINTS = ["Hint 1: idea", "Hint 2: units", "Hint 3: almost"]
FOLDED = {tag: f"# {tag.capitalize()}: " for tag in ("setup", "imports", "demo", "figure")}


@pytest.fixture(scope="module", params=LESSONS, ids=str)
def lesson(request):
    return request.param


def tags(cell):
    return cell.metadata.get("tags", [])


def name(cell):
    """Return what to call a cell in a message."""
    return cell.metadata.get("name") or cell.source.splitlines()[0]


def is_folded(cell):
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def prose(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "markdown"]


def words(text):
    """Count words, leaving out tables and displayed mathematics."""
    text = re.sub(
        r"\$\$.*?\$\$|^\|.*$|<style>.*?</style>", " ", text, flags=re.DOTALL | re.MULTILINE
    )
    return len(re.findall(r"\w+", re.sub(r"<[^>]*>|\$[^$]*\$", " x ", text)))


def test_a_prose_cell_has_at_most_120_words_its_answer_130_and_a_code_cell_23_lines(lesson):
    for cell in prose(lesson):
        assert words(DETAILS.sub("", cell.source)) <= 120, name(cell)
        assert all(words(answer) <= 130 for answer in DETAILS.findall(cell.source)), name(cell)
    for cell in lesson.master.code_cells:
        lines = [line.strip() for line in cell.source.splitlines()]
        kept = [line for line in lines if line and not line.startswith(("#~", "###"))]
        kept = kept[1:] if is_folded(cell) else kept  # the title of a folded cell is no code
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
    """No eval, no star import, no seeding of the global generator."""
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


def test_what_need_not_be_read_is_folded_under_a_line_that_says_what_it_is(lesson):
    """JupyterLab shows the first line of a folded cell in place of its code."""
    for cell in lesson.master.code_cells:
        title = cell.source.splitlines()[0]
        kinds = [tag for tag in FOLDED if tag in tags(cell)]
        assert len(kinds) == is_folded(cell), f"{name(cell)!r} is folded, or has one of {[*FOLDED]}"
        if "explore(" in cell.source or re.search(r"^def \w+\(fig\):", cell.source, re.M):
            assert kinds == ["demo"], f"{name(cell)!r} belongs to a demo"
        if name(cell) == "imports":
            assert kinds == ["imports"]
        for kind in kinds:
            says = title.removeprefix(FOLDED[kind])
            assert says != title and 20 <= len(title) <= 90, f"{name(cell)!r} starts with {title!r}"
            assert not says.endswith(".") or kind == "setup", f"a title has no full stop: {title!r}"


def test_no_open_cell_depends_on_a_folded_one(lesson):
    """But for the imports: what is folded draws, and need not be read."""
    visible, folded = set(), set()
    for cell in lesson.master.code_cells:
        made, used = made_and_used(cell)
        if is_folded(cell) and "imports" not in tags(cell):
            folded |= made
        else:
            missing = (folded - visible) & used
            assert not missing, f"{name(cell)!r} uses {missing}, which a folded cell makes"
            visible |= made


def test_a_demo_can_be_run_again_after_the_whole_lesson(lesson):
    """No later cell gives another meaning to a name that the demo takes from a cell above."""
    cells = [(cell, *made_and_used(cell)) for cell in lesson.master.code_cells]
    for number, (cell, _, used) in enumerate(cells):
        if "explore(" in cell.source:
            for later, made, _ in cells[number + 1 :]:
                assert not used & made, f"{name(cell)!r} uses {used & made} of {name(later)!r}"


def test_a_quantity_with_a_unit_is_a_float_and_a_count_has_none(lesson):
    """So that `update` gets what a reader types: 12.5 pA is as good as 12."""
    for cell in lesson.master.code_cells:
        for node in ast.walk(parse(cell.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "slider":
                named = {word.arg: ast.literal_eval(word.value) for word in node.keywords}
                control = slider(*map(ast.literal_eval, node.args), **named)
                spec = control.spec("any")
                assert not (spec["unit"] and spec["whole"]), f"{name(cell)}: {ast.unparse(node)}"


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


START = (
    "With `course.py lab` this is your own copy, in `work/`, and never overwritten; elsewhere, "
    "save it under a name of your own. After a restart of the kernel: *Run → Run All Above "
    "Selected Cell* (Colab: *Runtime → Run before*)."
)
UNFOLD = "Code that need not be read is folded: click its line (Colab: *Show code*) to open it."


def test_the_lesson_says_whose_copy_it_is_how_to_unfold_and_what_to_do_after_a_restart(lesson):
    """At its start, before any cell has to run."""
    (how,) = [cell for cell in lesson.cells if cell.source.startswith("**How to work.**")]
    assert START in " ".join(how.source.split())
    assert UNFOLD in " ".join(how.source.split())
    code = [number for number, cell in enumerate(lesson.cells) if cell.cell_type == "code"]
    assert lesson.cells.index(how) < code[0]


def test_after_a_folded_answer_comes_an_empty_line_or_another(lesson):
    for cell in prose(lesson):
        after = re.findall(r"</details>(?!\n\n|\n *<details>|\Z)", cell.source)
        assert not after, cell.source
