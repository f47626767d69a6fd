"""Answers to an exercise as students write them: the solution's text with some lines changed."""

import pytest


def cases(table):
    """Return pytest parameters, exercise and title, from {exercise: {title: …}}."""
    pairs = [(name, title) for name, group in table.items() for title in group]
    return [pytest.param(*pair, id="-".join(pair)) for pair in pairs]


class Answers:
    """The exercises of one lesson.

    Parameters
    ----------
    check : module
        The lesson's checks.
    solutions : dict
        From the name of an exercise to its solved cell, which begins with an empty line and
        the `def` line.
    **names
        What such a cell may use.
    """

    def __init__(self, check, solutions, **names):
        self.check, self.solutions, self.names = check, solutions, names

    def run(self, source):
        """Run a cell and return its names."""
        names = dict(self.names)
        exec(compile(source, "<cell>", "exec"), names)
        return names

    def written(self, name, *edits):
        """Return the solution of an exercise as a function, after (old, new) edits of its text."""
        source = self.solutions[name]
        for old, new in edits:
            assert old in source, old
            source = source.replace(old, new)
        return self.run(source)[name]

    def body(self, name, *lines):
        """Return a function with the exercise's arguments and another body."""
        head = self.solutions[name].splitlines()[1]
        return self.run("\n    ".join([head, *lines]))[name]

    def judge(self, name, function):
        """Return the verdict of the exercise's check."""
        return getattr(self.check, name)(function)
