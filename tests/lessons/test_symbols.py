"""One way to set a symbol: mathematics in prose and figures, Unicode in lines of text.

In prose and figures a symbol that has a subscript is mathematics, in dollars; a letter alone may
stand as it is. What is printed, what an explorer says, sliders and alt text have no mathematics:
V_th, τ_m, V_∞. A message of a check speaks of the code, in its names. Negative numbers have the
minus sign.
"""

import ast
import json
import re

import pytest

from helpers.checks.verdict import Verdict
from tests.lessons.lessons import LESSONS
from tools import ROOT
from tools.lessons.masters import parse

LETTERS = "alpha|beta|theta|lambda|mu|rho|sigma|tau"
IN_WORDS = re.compile(rf"\b({LETTERS})_\w+|\b(beta|theta|mu|rho|sigma|tau)\b|[₀-₉ₐ-ₜᵢ-ᵪ]|(?<!_)∞")
HELPERS = [path for path in ROOT.glob("helpers/**/*.py") if "data" not in path.parts]
DRAWN = "annotate label set_title set_xlabel set_ylabel set_text suptitle text".split()
LABELS = "label title xlabel ylabel zlabel".split()


@pytest.fixture(scope="module", params=LESSONS, ids=str)
def lesson(request):
    return request.param


def strings(tree):
    """Return [(text, whether a figure shows it)] of the strings in code, without documentation."""
    found, seen = [], set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            seen.add(node.value)
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        shown = [keyword.value for keyword in node.keywords if keyword.arg in LABELS]
        shown += node.args if name in DRAWN else []
        if name == "symbols":
            seen |= set(ast.walk(node))
        for part in (part for value in shown for part in ast.walk(value)):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part not in seen:
                seen.add(part)
                found.append((part.value, name not in ("slider", "dropdown", "checkbox")))
    rest = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node not in seen]
    return found + [(node.value, False) for node in rest if isinstance(node.value, str)]


def without_mathematics(text):
    return re.sub(r"\$[^$]*\$", "·", text)


def test_a_symbol_is_mathematics_in_a_figure_and_unicode_in_a_line_of_text(lesson):
    for cell in lesson.master.code_cells:
        for text, drawn in strings(parse(cell.source)):
            bare = without_mathematics(text)
            assert not re.search("[₀-₉ₐ-ₜᵢ-ᵪ]", bare), f"{cell.id}: {text}"
            if drawn:
                assert not re.search(r"\w_\w|∞", bare), f"{cell.id}: {text} needs $…$"
            elif " " in text:
                assert not IN_WORDS.search(bare), f"{cell.id}: {text} needs τ_m, V_∞"


@pytest.mark.parametrize("path", HELPERS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_symbol_is_mathematics_in_the_figures_of_the_helpers(path):
    """So it is in the labels of a check's curve, its last two arguments, and in tables of them."""
    tree = ast.parse(path.read_text("utf-8"))
    texts = [text for text, drawn in strings(tree) if drawn]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Curve":
            texts += [part.value for part in node.args[3:] if isinstance(part, ast.Constant)]
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("LABELS", "SYMBOLS"):
            constants = [part for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            texts += [part.value for part in constants]
    for text in texts:
        assert not re.search(r"\w_\w|∞|[₀-₉ₐ-ₜᵢ-ᵪ]|\b[a-z]+_inf\b", without_mathematics(text)), text


def test_subscripts_of_several_letters_are_upright_everywhere(lesson):
    """E_Na names an ion, not a product of N and a; i and j count."""
    sources = [cell.source for cell in lesson.master.code_cells]
    sources += [path.read_text("utf-8") for path in HELPERS]
    drawn = [text for source in sources for text in re.findall(r"\$[^$\n]*\$", source)]
    for text in (lesson.text, *drawn):
        assert not re.search(r"_\{(?!ij\}|name\})[A-Za-z]{2,}\}", text), text


def test_negative_numbers_have_a_minus_sign_not_a_hyphen(lesson):
    """In prose, and in what the cells print or say of their figures; a repr is code."""
    negative = re.compile(r"(?<![\w)\]−=]) ?-(?=[\d.]*\d)")
    for cell in (cell for cell in lesson.cells if cell.cell_type == "markdown"):
        text = re.sub(
            r"`[^`]*`|<code>.*?</code>|\$\$.*?\$\$|\$[^$]*\$", "·", cell.source, flags=re.DOTALL
        )
        text = re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
        assert not negative.search(text), cell.source
    notebook = json.loads((ROOT / f"solutions/{lesson}.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            shown = [*output.get("text", []), *data.get("text/plain", [])]
            shown += re.findall('alt="([^"]*)"', "".join(data.get("text/html", [])))
            for line in shown:
                is_code = re.match(r"\w+\(.*=", line)
                assert is_code or not negative.search(line), (cell["id"], line)


def test_a_check_shows_the_minus_of_numbers_and_leaves_code_as_it_is_typed():
    verdict = Verdict("wrong", "V is -65.0 mV, not `-65`; x[:-1], exp(-2 * x), 1e-6, -1/tau stay.")
    shown = "✗ V is −65.0 mV, not `-65`; x[:-1], exp(-2 * x), 1e-6, -1/tau stay."
    assert repr(verdict) == shown
    assert shown[2:] in verdict._repr_html_()
