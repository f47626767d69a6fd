"""What a machine can see of a lesson's form: lengths, hints, units of thought, alt text, links."""

import ast
import itertools
import re
import symtable
from pathlib import Path

import pytest

from tools.masters import parse, read_masters

LESSONS = read_masters(Path(__file__).parents[1])
CELLS = [
    pytest.param(cell, id=f"{lesson.stem}:{cell.metadata.get('name', number)}")
    for lesson in LESSONS
    for number, cell in enumerate(lesson.cells, start=1)
]
CODE = [param for param in CELLS if param.values[0].cell_type == "code"]
PROSE = [param for param in CELLS if param.values[0].cell_type == "markdown"]
DETAILS = re.compile(r"<details>.*?</details>", re.DOTALL)

HINTS = ["Hint 1: idea", "Hint 2: units", "Hint 3: almost"]


def tags(cell):
    return cell.metadata.get("tags", [])


def words(text):
    """Count words, leaving out tables and displayed mathematics."""
    text = re.sub(r"\$\$.*?\$\$|^\|.*$", " ", text, flags=re.DOTALL | re.MULTILINE)
    return len(re.findall(r"\w+", re.sub(r"<[^>]*>|\$[^$]*\$", " x ", text)))


@pytest.fixture(params=LESSONS, ids=lambda lesson: lesson.stem)
def lesson(request):
    return request.param.cells


def test_there_are_lessons():
    assert LESSONS


@pytest.mark.parametrize("cell", CODE)
def test_a_code_cell_has_at_most_23_lines(cell):
    kept = [line for line in cell.source.splitlines() if not line.strip().startswith(("#~", "###"))]
    limit = 8 if "setup" in tags(cell) else 23
    assert len([line for line in kept if line.strip()]) <= limit


@pytest.mark.parametrize("cell", PROSE)
def test_a_prose_cell_has_at_most_120_words_and_so_has_an_answer(cell):
    assert words(DETAILS.sub("", cell.source)) <= 120
    for answer in DETAILS.findall(cell.source):
        assert words(answer) <= 130


@pytest.mark.parametrize("cell", PROSE)
def test_details_are_balanced_and_their_markdown_is_rendered(cell):
    text = cell.source
    for tag in ("details", "summary", "code"):
        assert text.count(f"<{tag}>") == text.count(f"</{tag}>")
    for answer in DETAILS.findall(text):
        inner = re.sub("<code>.*?</code>", "", answer.split("</summary>")[1], flags=re.DOTALL)
        if re.search(r"[$*`]", inner):
            assert inner.startswith("\n\n"), "Markdown inside <details> needs an empty line before"


@pytest.mark.parametrize("cell", PROSE)
def test_nothing_is_loaded_from_outside(cell):
    assert not re.search(r"!\[[^\]]*\]\(\s*https?:|<(img|iframe|script)\b", cell.source)


@pytest.mark.parametrize("cell", CODE)
def test_code_is_plain(cell):
    """No eval, no star import, no seeding of the global generator, no folded logic."""
    for node in ast.walk(parse(cell.source)):
        if isinstance(node, ast.ImportFrom):
            assert all(alias.name != "*" for alias in node.names)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("eval", "exec", "np.random.seed", "plt.show", "interact")
            if called == "show":
                assert len(node.args) == 2, "show(fig, alt)"
            if called == "explore":
                assert "alt" in {keyword.arg for keyword in node.keywords}
    folded = {"setup", "figure"} & set(tags(cell))  # a figure whose alt text answers a prediction
    assert cell.metadata.get("jupyter", {}).get("source_hidden", False) is bool(folded)


def names(cell):
    """Return the names that a cell makes, and those of others that it uses."""
    made, used, tables = (
        set(),
        set(),
        [symtable.symtable(ast.unparse(parse(cell.source)), "", "exec")],
    )
    for table in tables:
        tables += table.get_children()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if top and symbol.is_assigned():
                made.add(symbol.get_name())
            elif symbol.is_referenced() and (top or symbol.is_global()):
                used.add(symbol.get_name())
    return made, used - made


def test_nothing_depends_on_a_folded_figure(lesson):
    """No logic in folded cells: they may draw what visible cells have calculated."""
    code = [cell for cell in lesson if cell.cell_type == "code"]
    visible = set()
    for number, cell in enumerate(code):
        made, _ = names(cell)
        if "figure" not in tags(cell):
            visible |= made
            continue
        for later in code[number + 1 :]:
            needed = (made - visible) & names(later)[1]
            assert not needed, f"{later.metadata.get('name')} uses {needed} of a folded cell"


def test_number_of_cells_and_sections(lesson):
    assert 30 <= len(lesson) <= 85
    sections = [cell for cell in lesson if cell.source.startswith("## ")]
    assert 5 <= len(sections) <= 12


def test_a_sentence_stands_between_code_cells(lesson):
    """Only the check after its exercise, and the imports after the set-up, follow code at once."""
    for before, cell in itertools.pairwise(lesson):
        if before.cell_type == cell.cell_type == "code":
            assert "check" in tags(cell) or "setup" in tags(before), cell.metadata.get("name")


def test_every_exercise_has_three_hints_minutes_stars_and_a_check(lesson):
    exercises = 0
    for before, cell, after in zip(lesson, lesson[1:], lesson[2:], strict=False):
        if "exercise" not in tags(cell):
            continue
        exercises += 1
        cell_name = cell.metadata.get("name")
        assert re.search(r"### Exercise \d+\.\d+ · .+ \(\d+ min, [★☆]{3}\)", before.source)
        hints = re.findall(r"<summary>(.*?)</summary>", before.source)
        assert hints == HINTS, f"the text above {cell_name!r} needs the hints {HINTS}"
        assert "TODO" in cell.source, f"{cell_name!r} needs a line # TODO: …"
        checked = "check" in tags(after) and after.source.startswith("check.")
        assert checked, f"the check of {cell_name!r} must follow at once"
        name = ast.parse(cell.source).body[0].name
        assert after.source == f"check.{name}({name})"
    assert exercises >= 3


def test_think_questions_and_demos_have_answers(lesson):
    for number, cell in enumerate(lesson):
        if re.search(r"^### Think", cell.source, re.MULTILINE):
            later = "".join(c.source for c in lesson[number : number + 3])
            assert "<details>" in later, cell.source.splitlines()[0]
        if cell.source.startswith("### Demo"):
            later = "".join(c.source for c in lesson[number : number + 5])
            earlier = "".join(c.source for c in lesson[max(number - 1, 0) : number + 1])
            assert "<details>" in later, cell.source.splitlines()[0]
            assert "redict" in earlier, f"no prediction asked: {cell.source.splitlines()[0]}"


def test_minutes_add_up(lesson):
    text = "\n".join(cell.source for cell in lesson if cell.cell_type == "markdown")
    so_far = [int(n) for n in re.findall(r"about (\d+) min so far", text)]
    total = int(re.search(r"About (\d+) minutes", text)[1])
    assert so_far == sorted(so_far) and so_far[0] == 0 and so_far[-1] < total
    assert 40 <= total <= 90


def test_bonus_sections_say_their_minutes_and_add_up(lesson):
    text = "\n".join(cell.source for cell in lesson if cell.cell_type == "markdown")
    stated = re.search(r"\*About \d+ minutes(?:, and (\d+) more for the bonus)?\.\*", text)
    sections = re.findall(r"^## \d+\. Bonus: .+\n(.*)", text, re.MULTILINE)
    minutes = [int(re.fullmatch(r"\*bonus, about (\d+) min\*", line)[1]) for line in sections]
    assert int(stated[1] or 0) == sum(minutes)


@pytest.mark.parametrize("master", LESSONS, ids=lambda master: master.stem)
def test_the_readme_states_the_same_minutes(master):
    text = (master.root / "README.md").read_text("utf-8")
    row = re.search(rf"\(notebooks/{master.stem}\.ipynb\) \| (\d+) \|", text)
    assert f"*About {row[1]} minutes" in master.cells[0].source


def test_the_exercises_of_a_section_fit_into_its_minutes(lesson):
    """From one "so far" to the next there is time for the exercises, and for reading besides."""
    text = "\n".join(cell.source for cell in lesson if cell.cell_type == "markdown")
    total = int(re.search(r"About (\d+) minutes", text)[1])
    counted = text.split("Bonus:")[0]
    parts = re.split(r"\*about (\d+) min so far\*", counted)[1:]
    starts = [int(minutes) for minutes in parts[::2]]
    for start, end, section in zip(starts, [*starts[1:], total], parts[1::2], strict=True):
        exercises = sum(map(int, re.findall(r"### Exercise \d+\.\d+ · .+ \((\d+) min", section)))
        title = f"the section from minute {start} to {end} has {exercises} minutes of exercises"
        assert exercises < end - start or exercises == 0, title


def test_headings_count_up(lesson):
    text = "\n".join(cell.source for cell in lesson if cell.cell_type == "markdown")
    numbered = re.findall(r"^### (?:Exercise|Demo|Think) (\d+)\.(\d+)", text, re.MULTILINE)
    numbered = [(int(section), int(place)) for section, place in numbered]
    assert numbered == sorted(numbered) and len(set(numbered)) == len(numbered)
    unnumbered = re.findall(r"^### (?!(?:Exercise|Demo|Think) \d).*", text, re.MULTILINE)
    assert not unnumbered


def test_answers_are_folded(lesson):
    for cell in lesson:
        assert not re.search(r"^\*\*(What you saw|Answer)", cell.source, re.MULTILINE)
        titles = re.findall(r"<summary>(.*?)</summary>", cell.source)
        assert set(titles) <= {"Answer", "Answers", "What you saw", *HINTS}


def test_code_in_a_hint_stands_on_one_line(lesson):
    """JupyterLab keeps a line break inside <code>, and the code looks broken."""
    for cell in lesson:
        assert not re.search(r"<code>[^<]*\n", cell.source), cell.source


def test_the_micro_sign_is_for_units_and_the_letter_mu_for_the_mean(lesson):
    for cell in lesson:
        assert not re.search("\u00b5(?![AFSVms])", cell.source), cell.source


def test_symbols_and_sources_close_the_lesson(lesson):
    text = "\n".join(cell.source for cell in lesson)
    assert "| symbol | in code | meaning | value, unit |" in text
    for part in ("## Summary", "## Symbols", "## Going further", "**Sources.**"):
        assert part in text
