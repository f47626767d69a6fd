"""Grading: the pages that an instructor opens, shows and hands on."""

import re
import shutil
import subprocess
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest

from tests.tools.submissions import LESSON, LESSONS, NAMES
from tools.grading.output import all_texts
from tools.grading.page import SHOWN, report_page, summary_page
from tools.grading.results import FORMATIVE, Result

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;"
VOID = {"meta", "img", "br", "link", "input"}


def result(student, *states, lesson=LESSON, message="a message"):
    verdicts = zip(NAMES, ((state, message) for state in states), strict=True)
    return Result(student, lesson, dict(verdicts))


CLASS = [
    result("Anna", *["done"] * 5),
    result("Ben/02 lif – Übung #1?", "wrong", "error", "timeout", "open", "missing"),
    result("Cem", "wrong", *["done"] * 4, message="the sign: `E_L - v` is <wrong>"),
    result("Dana", "wrong", *["done"] * 4, message="the sign: `E_L - v` is <wrong>"),
    Result("Emil", problem="error: cannot be read: the file is empty"),
]


class Page(HTMLParser):
    """What a browser makes of a page: open elements, rows of tables, links, all tags."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.links, self.tables, self.words = [], [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        self.open += [] if tag in VOID else [tag]
        self.links += [value for name, value in attributes if name in ("href", "src")]
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & {*self.open}:
            self.words.append(data)
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1] += data


def links_of(results):
    return {one.student: f"reports/{one.student}.html" for one in results}


def page_of(results, title="A class"):
    return summary_page(results, LESSONS, title, links_of(results))


def test_the_summary_counts_each_exercise_and_ranks_the_messages():
    exercises, messages, submissions, left = Page(page_of(CLASS)).tables
    assert exercises[0] == ["Exercise", "✓ done", "✗ wrong", "○ open"]
    counted = [["1", "3", "0"], ["3", "1", "0"], ["3", "1", "0"], ["3", "0", "1"], ["3", "0", "1"]]
    assert [row[1:] for row in exercises[1:]] == counted
    assert exercises[1][0] == LESSON.exercises[0].title == "Exercise 2.1 · One Euler step"
    assert messages[1] == ["2", "the sign: E_L - v is <wrong>", "2.1"]
    assert sorted(messages[2:]) == [["1", "a message", number] for number in ("2.1", "2.2", "3.1")]
    assert [row[0] for row in submissions[1:]] == [one.student for one in CLASS[:4]]
    assert submissions[2][1:] == ["0", *["✗wrong"] * 3, *["○open"] * 2]
    assert left[1:] == [["Emil", "error: cannot be read: the file is empty"]]
    assert "4 submissions graded, 1 that could not be" in page_of(CLASS)


def test_bars_are_as_long_as_the_numbers_beside_them():
    text = page_of(CLASS)
    assert re.findall(r'<i class="(\w+)" style="flex-grow:(\d+)">', text)[:3] == [
        ("done", "1"),
        ("wrong", "3"),
        ("open", "0"),
    ]
    often = re.findall(r'bar often.*?flex-grow:(\d+)"></i><i style="flex-grow:(\d+)"', text)
    assert often == [("2", "2"), ("1", "3"), ("1", "3"), ("1", "3")]  # of four submissions


def test_names_are_in_folded_parts_only():
    """So that the page can be shown in class."""
    unfolded = re.sub(r"<details>.*?</details>", "", page_of(CLASS), flags=re.DOTALL)
    assert not any(one.student in unfolded for one in CLASS)
    assert page_of(CLASS).count("<details>") == 2 and "<details open" not in page_of(CLASS)


def test_the_messages_beyond_the_most_frequent_are_folded():
    many = [result(f"{k}", "wrong", *["done"] * 4, message=f"number {k:02}") for k in range(30)]
    tables = Page(page_of(many)).tables
    assert [len(table) - 1 for table in tables] == [5, SHOWN, 30 - SHOWN, 30]
    assert "20 other messages" in page_of(many)


def test_every_lesson_of_a_mixed_class_has_its_section():
    other = LESSONS[0]
    verdicts = {exercise.name: ("done", "") for exercise in other.exercises}
    text = page_of([*CLASS, Result("Z", other, verdicts)])
    assert re.findall(r"<h2>(.*?)</h2>", text) == [other.stem, LESSON.stem, "Not graded"]


def test_whatever_a_student_writes_is_shown_as_it_is_and_nothing_of_it_runs():
    verdicts = {name: ("wrong", f"{EVIL} `{EVIL}`") for name in NAMES}
    evil = Result(EVIL, LESSON, verdicts, {EVIL: EVIL})
    left = Result(f"{EVIL}2", problem=EVIL)
    harmless = page_of([result("a", *["wrong"] * 5), Result("b", problem="c")])
    text = summary_page([evil, left], LESSONS, EVIL, links_of([evil, left]))
    pages = {text: Page(harmless), report_page(evil): Page(report_page(CLASS[1]))}
    for page, plain in pages.items():
        found = Page(page)
        assert {tag for tag, _ in found.tags} <= {tag for tag, _ in plain.tags} | {"code", "h2"}
        assert {n for _, a in found.tags for n in a} <= {n for _, a in plain.tags for n in a}
        assert (
            page.count("<script")
            == page.count("</script")
            == harmless.count("<script") * (page is text)
        )
        assert EVIL in "".join(found.words)
        policy = next(a["content"] for _, a in found.tags if "content" in a)
        assert policy.startswith("default-src 'none'") and "script-src 'unsafe" not in policy


def test_links_lead_to_the_reports_that_are_written():
    results = [*CLASS, result("x", *["open"] * 5), result("x.md/100 % #?", *["open"] * 5)]
    texts = all_texts(results, LESSONS, "A class")
    links = Page(texts["summary.html"]).links
    assert len(links) == len(results)
    assert all(re.fullmatch(r"[\w/%.~-]+", link, re.ASCII) for link in links)
    assert {unquote(link) for link in links} <= set(texts)
    for one, link in zip(results[:4], links, strict=False):
        report = "".join(Page(texts[unquote(link)]).words)
        assert one.student in report and FORMATIVE in report
    assert "sign: E_L - v is <wrong>" in "".join(Page(texts["reports/Cem.html"]).words)


def test_a_page_is_whole_without_network_and_the_same_on_every_run():
    text = page_of(CLASS)
    assert text == page_of(CLASS)
    assert not re.search(r"https?:|//|url\(|@import|src=", text.split("<body>")[0])
    assert not [link for link in Page(text).links if ":" in link or link.startswith("/")]


def test_a_page_can_be_read_without_eyes_and_without_colours():
    page = Page(page_of(CLASS))
    tags = [tag for tag, _ in page.tags]
    assert tags.count("caption") == tags.count("table") == 4
    heads = [attributes for tag, attributes in page.tags if tag == "th"]
    assert all(attributes.get("scope") in ("col", "row") for attributes in heads)
    bars = [a for _, a in page.tags if a.get("class", "").startswith(("bar", "key"))]
    assert bars and all(attributes["aria-hidden"] == "true" for attributes in bars)
    assert ("html", {"lang": "en"}) in page.tags
    assert {"✗", "wrong"} <= {*page.words}  # a sign for the eye, a word for the ear


@pytest.mark.browser
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_a_click_on_a_head_sorts_the_table(tmp_path):
    text = page_of(CLASS)
    trial = "document.querySelectorAll('th button')[{}].click();"
    for clicks, order in (
        ([], ["2.1", "2.2", "3.1", "5.1", "6.1"]),
        ([3], ["5.1", "6.1", "2.1", "2.2", "3.1"]),  # most open first
        ([2], ["2.1", "2.2", "3.1", "5.1", "6.1"]),  # most wrong first
        ([2, 2], ["5.1", "6.1", "2.2", "3.1", "2.1"]),
        ([0, 0], ["6.1", "5.1", "3.1", "2.2", "2.1"]),
    ):
        script = "".join(map(trial.format, clicks))
        # the page's policy forbids this script, too: it is taken out for the trial
        page = re.sub(r"<meta http-equiv.*", "", text).replace("</script>", f"{script}</script>")
        (tmp_path / "page.html").write_text(page, "utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
        command += [f"--user-data-dir={tmp_path}/profile", (tmp_path / "page.html").as_uri()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
        first = done.stdout.split("<table")[1]
        assert re.findall(r">Exercise (\d\.\d)", first) == order
        assert first.count("aria-sort=") == bool(clicks)
