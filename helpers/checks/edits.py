"""What a check knows of an exercise: a solution as text, and typical mistakes as edits of it.

A mistake is written as a student would type it, `"dt * → dt**2 *"`, beside its message:

    STEP = Exercise(
        '''
    def step(v, slope, dt):
        return v + dt * slope
    ''',
        probes=[{"v": -75.0, "slope": 2.0, "dt": 0.1}],
        mistakes={"the step grows with dt²: is dt multiplied twice?": "dt * → dt**2 *"},
    )

An edit replaces the old text wherever it stands in the solution; a comment such as `# at the spike`
tells two places apart. `" && "` joins several edits to one mistake, a tuple holds several mistakes
that share a message.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

Edits = str | Sequence[str]
Probes = list[dict[str, Any]]  # the keyword arguments of each trial
Agree = Callable[[Any, Any], bool]
NONE = object()  # the answer of an edit that stops with an error: it agrees with nothing


def several(edits: Edits) -> Sequence[str]:
    """Return one edit or a tuple of them as a tuple."""
    return (edits,) if isinstance(edits, str) else edits


def edited(source: str, edit: str) -> str:
    """Return a text after the edits in `edit`, one after the other.

    Raises
    ------
    ValueError
        If a part of `edit` is not "old → new", or its old text is not there.
    """
    for part in edit.split(" && ") if edit else ():
        old, arrow, new = part.partition(" → ")
        if not arrow:
            raise ValueError(f"{part!r} must be 'old → new'")
        if old not in source:
            raise ValueError(f"{old!r} is not in the text")
        source = source.replace(old, new)
    return source


def combined(*edits: str) -> tuple[str, ...]:
    """Return each of the edits and each combination of several: one, two or all of them made."""
    chosen = (c for n in range(len(edits)) for c in itertools.combinations(edits, n + 1))
    return tuple(" && ".join(c) for c in chosen)


def factors(*places: str, of: Sequence[str] = ("1000 *", "0.001 *")) -> tuple[str, ...]:
    """Return the edits that put a factor before one of the places, given as texts."""
    return tuple(f"{place} → {factor} {place}" for place in places for factor in of)


def instead(old: str, *new: str) -> tuple[str, ...]:
    """Return the edits that put each of `new` in the place of `old`."""
    return tuple(f"{old} → {text}" for text in new)


def run(source: str, names: Mapping[str, Any], title: str = "<solution>") -> Callable:
    """Run a text and return the last function that it defines."""
    space = {"np": np, **names}
    exec(compile(source, title, "exec"), space)
    return space[re.findall(r"^def (\w+)", source, re.MULTILINE)[-1]]


class Exercise:
    """A solution, what it is tried on, and the mistakes that a check can name.

    Parameters
    ----------
    solution : str
        Its text; the last function counts.
    probes : list of dict
        The keyword arguments of each trial. They are never changed.
    mistakes : dict
        From a message to its edit or edits; the first that gives the student's answer on every
        probe is named.
    parts : dict, optional
        Of an answer with several parts: from the name of a part, in order, to mistakes that
        concern it alone.
    right : str or tuple, optional
        Edits that are as right as the solution.
    reference : callable, optional
        The right function, where the helpers have one; by default the solution itself.
    **names
        What the solution uses besides `np`.
    """

    def __init__(
        self,
        solution: str,
        probes: Probes,
        mistakes: Mapping[str, Edits] | None = None,
        *,
        parts: Mapping[str, Mapping[str, Edits]] | None = None,
        right: Edits = (),
        reference: Callable | None = None,
        **names: Any,
    ):
        self.solution, self.probes, self.names = solution, probes, names
        self.mistakes, self.parts, self.right = mistakes or {}, parts or {}, several(right)
        self._reference = reference
        self._functions: dict[str, Callable] = {}
        self._answers: dict[tuple[str, int], Any] = {}
        self._expected: list[Any] | None = None

    @property
    def name(self) -> str:
        """The name of the function that is asked for."""
        return re.findall(r"^def (\w+)", self.solution, re.MULTILINE)[-1]

    def function(self, edit: str = "") -> Callable:
        """Return the solution as a function, after an edit; made once.

        Raises
        ------
        ValueError
            If the edit does not fit the solution, with the names of exercise and edit.
        """
        if edit not in self._functions:
            try:
                source = edited(self.solution, edit)
                self._functions[edit] = run(source, self.names, f"<{self.name}: {edit}>")
            except (ValueError, SyntaxError) as error:
                raise ValueError(f"{self.name}, edit {edit!r}: {error}") from None
        return self._functions[edit]

    @property
    def reference(self) -> Callable:
        """The right function."""
        return self._reference or self.function()

    @property
    def expected(self) -> list[Any]:
        """The right answer to each probe."""
        if self._expected is None:
            self._expected = [self.reference(**probe) for probe in self.probes]
        return self._expected

    def answer(self, edit: str, number: int) -> Any:
        """Return what the edited solution gives for a probe, computed once."""
        if (edit, number) not in self._answers:
            function = self.function(edit)
            try:
                answer = function(**self.probes[number])
            except Exception:  # a student's function that does this has been told already
                answer = NONE
            self._answers[edit, number] = answer
        return self._answers[edit, number]

    def gives(self, edit: str, answers: Sequence[Any], agree: Agree, part: int | None) -> bool:
        """Return whether the edited solution gives these answers on every probe."""
        for number, answer in enumerate(answers):
            ours = self.answer(edit, number)
            if ours is NONE:
                return False
            try:
                same = agree(answer, ours if part is None else ours[part])
            except (TypeError, ValueError, IndexError):  # of another shape, or None
                return False
            if not same:
                return False
        return True

    def table(self, part: int | None = None) -> Mapping[str, Edits]:
        """Return the mistakes of the whole answer, or those of one of its parts."""
        return self.mistakes if part is None else [*self.parts.values()][part]

    def explain(self, answers: Sequence[Any], agree: Agree, part: int | None = None) -> str | None:
        """Return the message of the first mistake that gives all the answers, None if none does."""
        for message, edits in self.table(part).items():
            if any(self.gives(edit, answers, agree, part) for edit in several(edits)):
                return message
        return None

    def faults(self, agree: Agree) -> Iterator[str]:
        """Yield what is wrong with the tables: for the tests.

        An edit that changes no answer can never be what a student did, and of two messages for
        the same answers the second never appears.
        """
        if not all(agree(self.answer("", k), right) for k, right in enumerate(self.expected)):
            yield f"{self.name}: the solution does not give the reference's answers"
        for edit in self.right:
            if self.gives(edit, self.expected, agree, None):
                yield f"{self.name}, edit {edit!r}: gives the reference's answers anyway"
        for part in (None, *range(len(self.parts))):
            yield from self._faults_of(part, agree)

    def _faults_of(self, part: int | None, agree: Agree) -> Iterator[str]:
        right = [answer if part is None else answer[part] for answer in self.expected]
        seen: list[tuple[str, str]] = []
        for message, edits in self.table(part).items():
            for edit in several(edits):
                where = f"{self.name}, edit {edit!r}"
                given = [self.answer(edit, k) for k in range(len(self.probes))]
                if any(answer is NONE for answer in given):
                    yield f"{where}: stops with an error, which is told without it"
                    continue
                if self.gives(edit, right, agree, part):
                    yield f"{where}: changes no answer"
                given = [answer if part is None else answer[part] for answer in given]
                for other, its_message in seen:
                    if its_message != message and self.gives(other, given, agree, part):
                        yield f"{where}: the same answers as {other!r} of another message"
                        break
                seen.append((edit, message))
