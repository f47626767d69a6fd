"""The command line: what each command sets up and becomes, and what it says to a wrong word."""

import ast
import json
import os
import subprocess
import sys

import pytest

import course
from tests.course.conftest import interrupt
from tools import ROOT
from tools.machine import Failed, commands, running
from tools.machine.lessons import plain_words, stem_of, stems
from tools.machine.settings import settle


@pytest.fixture
def became(monkeypatch, tmp_path):
    """Return the list of what course.py becomes; every set-up is done, `parts` notes which."""

    class Became(list):
        fail_at = None

    became = Became()
    became.parts, became.steps = [], []

    class Environment:
        def __init__(self, folder):
            self.name = folder.name

        def set_up(self, parts):
            became.parts.append((self.name, *parts))
            return "python"

    def run(command, folder):
        became.steps.append(command)
        return int(became.fail_at in command)

    monkeypatch.setattr(commands, "Environment", Environment)
    monkeypatch.setattr(commands, "settle", lambda share: None)
    monkeypatch.setattr(commands, "run", run)
    monkeypatch.setattr(commands, "hand_over", lambda command, _: became.append(command) or 7)
    monkeypatch.setattr(commands, "work_folder", lambda: (tmp_path / "work", []))
    monkeypatch.setattr(os, "chdir", lambda path: None)
    return became


def main(*words):
    return course.main(list(words))


# lab


def opened(words, became):
    """Return the option of JupyterLab that opens a notebook, if there is one."""
    assert main("lab", *words) == 7
    return [w.partition("/tree/")[2] for w in became[-1] if "default_url" in w]


@pytest.mark.parametrize(
    "word", ["02", "02_lif", "02_lif.ipynb", "notebooks/02_lif.ipynb", "/x/solutions/02_lif.py"]
)
def test_lab_opens_the_copy_of_a_lesson_from_anywhere(became, word, tmp_path):
    assert opened([word, "--no-browser"], became) == ["02_lif.ipynb"]
    assert f"--ServerApp.root_dir={tmp_path / 'work'}" in became[0]
    assert became[0][-1] == "--no-browser" and word not in became[0]


def test_lab_opens_a_copy_that_the_student_has_made(became, tmp_path):
    opened([], became)
    mine = tmp_path / "work/my 02.ipynb"
    mine.touch()
    assert opened([str(mine)], became) == ["my%2002.ipynb"]


@pytest.mark.parametrize("words", [["--port", "8899"], ["--ServerApp.port", "8899"], []])
def test_the_value_of_an_option_is_no_lesson(became, words):
    assert opened(words, became) == []
    assert became[-1][len(became[-1]) - len(words) :] == words


@pytest.mark.parametrize("word", ["09", "lif", "notebooks/02_lfi.ipynb", "."])
def test_an_unknown_lesson_is_one_line_with_those_that_exist(became, word):
    with pytest.raises(Failed) as caught:
        main("lab", word)
    text = str(caught.value)
    assert text == f"There is no lesson {word!r}. Lessons: {', '.join(stems())}"
    assert became == became.parts == []  # nothing was set up in vain


def test_lab_opens_another_folder_if_it_is_named(became):
    assert main("lab", "--ServerApp.root_dir=solutions") == 7
    assert [part for part in became[0] if "root_dir" in part] == ["--ServerApp.root_dir=solutions"]


@pytest.mark.parametrize(("user", "allowed"), [(0, True), (1000, False)])
def test_lab_runs_as_root_only_for_root(became, monkeypatch, user, allowed):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    main("lab", "--ServerApp.root_dir=solutions")
    assert ("--ServerApp.allow_root=True" in became[0]) is allowed


# test


def test_test_runs_ruff_and_mypy_and_then_pytest_once(became):
    assert main("test") == 0
    assert [step[1:5] for step in became.steps[:3]] == [
        ["-P", "-m", "ruff", "check"],
        ["-P", "-m", "ruff", "format"],
        ["-P", "-m", "mypy"],
    ]
    assert became.steps[3][3:5] == ["pytest", "--nbval"]
    assert became.steps[3][-2:] == ["--dist", "loadscope"]


@pytest.mark.parametrize("step", ["check", "format", "mypy", "pytest"])
def test_test_fails_when_one_step_fails_and_runs_all(became, step):
    became.fail_at = step
    assert main("test") == 1
    assert len(became.steps) == 4


def test_test_with_arguments_runs_only_pytest_with_these(became):
    became.fail_at = "-x"
    assert main("test", "-x", "tests/test_lif.py", "-n", "02") == 1
    assert [step[3:] for step in became.steps] == [
        ["pytest", "-x", "tests/test_lif.py", "-n", "02"]
    ]


@pytest.mark.parametrize("word", ["02", "02_lif"])
def test_test_runs_all_of_one_lesson(became, word):
    assert main("test", word, "-x") == 0
    (step,) = became.steps
    assert step[3:5] == ["pytest", "--nbval"]
    assert step[-6:] == [
        *("--lesson", "02_lif", "tests/checks", "tests/lessons", "solutions/02_lif.ipynb", "-x")
    ]
    with pytest.raises(Failed, match="^There is no lesson '09'"):
        main("test", "09")


@pytest.mark.parametrize(
    ("python", "arguments", "names"),
    [
        ((3, 13), [], 2),
        ((3, 14), [], 1),
        ((3, 13), ["tests/test_lif.py"], 1),
        ((3, 13), ["-m", "browser"], 1),
        ((3, 13), ["02"], 1),
        ((3, 13), ["-x", "tests/tools/test_colab.py"], 2),
    ],
)
def test_colab_versions_are_set_up_for_the_tests_that_need_them_where_they_install(
    became, monkeypatch, capsys, python, arguments, names
):
    monkeypatch.setattr(sys, "version_info", (*python, 0))
    main("test", *arguments)
    assert [name for name, *_ in became.parts] == [".venv", ".venv-colab"][:names]
    assert ("tests with them are skipped" in capsys.readouterr().out) is (python == (3, 14))


# The tools, and the rest


@pytest.mark.parametrize("command", commands.TOOLS)
def test_tools_get_the_arguments_and_their_packages(became, command):
    assert main(command, "--check", "a b") == 7
    assert became[0][1:] == ["-P", str(ROOT / "tools"), command, "--check", "a b"]
    few = command in ("build", "colab")  # build --check executes nothing
    assert became.parts == [(".venv", "derive") if few else (".venv", *commands.TOOLS[command])]


def test_set_up_switches_the_news_off_and_protects_kernels(tmp_path):
    kernel = tmp_path / "kernels/python3/kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"argv": ["python", "-m", "ipykernel_launcher"], "language": "python"}')
    settle(tmp_path)
    assert '"fetchNews": "false"' in (tmp_path / "lab/settings/overrides.json").read_text()
    assert '"-P"' in kernel.read_text() and '"language": "python"' in kernel.read_text()
    before = kernel.stat().st_mtime_ns
    settle(tmp_path)
    assert kernel.stat().st_mtime_ns == before


def test_after_a_restart_a_kernel_of_lab_says_which_cells_to_run(tmp_path, monkeypatch):
    """Nothing of the lesson has run: the option that its kernels get is all there is."""
    kernel = tmp_path / "kernels/python3/kernel.json"
    kernel.parent.mkdir(parents=True)
    kernel.write_text('{"language": "python"}')
    settle(tmp_path)
    (option,) = (a for a in json.loads(kernel.read_text())["argv"] if "exec_lines" in a)
    command = [sys.executable, "-P", "-m", "IPython", option, "-c", "check.now(answer)"]
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    said = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert "If a cell above makes check" in said.stdout
    assert "Run All Above Selected Cell" in said.stdout


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_lists_the_commands(machine, arguments):
    answer = machine.run(*arguments)
    assert answer.returncode == 0
    for command in ("lab", "test", *commands.TOOLS, "setup"):
        assert f"course.py {command} " in answer.stdout


def test_an_unknown_command_is_one_line_and_exit_2(machine):
    answer = machine.run("lba")
    assert answer.returncode == 2
    assert len((answer.stdout + answer.stderr).splitlines()) == 1
    assert "'lba'" in answer.stdout


def test_an_old_python_is_told_so_before_anything_else_is_read():
    code = (
        "import runpy, sys; sys.version_info = (3, 8, 18); sys.path.insert(0, '');"
        f"runpy.run_path({course.__file__!r}, run_name='__main__')"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stderr == "The course needs Python 3.11 or newer; this is 3.8.\n"
    with open(course.__file__, encoding="utf-8") as file:
        before = ast.parse(file.read(), feature_version=(3, 8)).body[:3]
    assert [type(node).__name__ for node in before] == ["Expr", "Import", "If"]


@pytest.mark.skipif(os.name == "nt", reason="execve is a POSIX call")
def test_hand_over_passes_the_exit_code_on():
    code = (
        "import pathlib, sys; from tools.machine.running import hand_over;"
        "hand_over([sys.executable, '-c', 'raise SystemExit(5)'], pathlib.Path('x'))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 5


def test_ctrl_c_gives_no_traceback(machine):
    machine.says("slow", "20")
    terminal = machine.start("setup")
    machine.wait_for_calls(2)
    assert interrupt(terminal)[::2] == (130, "")


def test_words_are_told_from_options_and_their_values():
    words = ["02", "--port", "8899", "--no-browser", "03", "--A.b", "x", "--c=d", "-n", "2"]
    assert plain_words(words) == [0, 4]
    assert stem_of("02") == "02_lif"
    assert running.interpreter(ROOT / ".venv").startswith(str(ROOT / ".venv"))
