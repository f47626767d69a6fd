"""Grade many submissions: some at a time, saying how far it is, keeping what is done."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor, TimeoutError
from contextlib import contextmanager

from tools.grading.one import grade
from tools.grading.results import Result
from tools.grading.trial import Running, Stopped

TELLS_MORE = 5, 20  # from so many submissions on, if it takes so many seconds more


class Interrupted(Exception):
    """Ctrl-C, or the end of the terminal: what is graded so far is kept."""


def grade_all(found, kept, jobs, grading):
    """Return the results in order, saying what comes out of each in its turn.

    Parameters
    ----------
    found : dict
        {student: path}.
    kept : tools.grading.kept.Kept
        What an earlier command has left, and where each result is put.
    jobs : int
        How many submissions at a time.
    grading : tuple
        The other arguments of `tools.grading.one.grade`.

    Returns
    -------
    list of Result
        One for each submission.

    Raises
    ------
    Interrupted
        After Ctrl-C. What runs then is ended.
    """
    earlier = {student: kept.find(student, path) for student, path in found.items()}
    again = sum(result is not None for result in earlier.values())
    if again:
        print(f"{again} of {len(found)} were graded before the interruption: they are taken over.")
    running, results, start = Running(), [], time.monotonic()
    pool = ThreadPoolExecutor(jobs)
    waiting = {
        student: None
        if earlier[student]
        else pool.submit(_one, student, path, kept, running, grading)
        for student, path in found.items()
    }
    try:
        with _interruptible():
            for number, (student, future) in enumerate(waiting.items(), 1):
                results.append(earlier[student] or _wait(future))
                if future:
                    fresh = [f for f in waiting.values() if f]
                    done = sum(f.done() for f in fresh)
                    seconds = (time.monotonic() - start) / done * (len(fresh) - done)
                    left = f", {in_words(seconds)} left" if _tells(done, seconds) else ""
                    said = f"{student}: {results[-1].line}"
                    print(f"[{number}/{len(found)}{left}] {said}", flush=True)
    except (KeyboardInterrupt, Stopped):
        raise Interrupted from None
    finally:
        running.stop()
        pool.shutdown(cancel_futures=True)
    return results


def _one(student, path, kept, running, grading):
    """Grade a submission and keep the result; a surprise costs this submission only."""
    try:
        result = grade(student, path, *grading, running)
    except (OSError, Stopped):  # no space, no more processes: not the fault of the submission
        raise
    except Exception as error:
        said = " ".join(f"{type(error).__name__}: {error}".split())
        result = Result(student, problem=f"error: could not be graded: {said}")
    kept.add(result, path)
    return result


def _wait(future):
    """Return a result; wait in steps, since Windows hears Ctrl-C in between only."""
    while True:
        try:
            return future.result(timeout=0.5)
        except TimeoutError:
            if future.done():
                return future.result()


@contextmanager
def _interruptible():
    """Let SIGTERM and the end of the terminal do what Ctrl-C does."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []
    before = {name: signal.getsignal(getattr(signal, name)) for name in names}
    for name in names:
        signal.signal(getattr(signal, name), signal.default_int_handler)
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _tells(done, seconds):
    return done >= TELLS_MORE[0] and seconds >= TELLS_MORE[1]


def in_words(seconds):
    """Return "about 40 seconds", "about 4 minutes", "about 1 hour and 10 minutes"."""
    if seconds < 55:
        return f"about {max(10, 10 * round(seconds / 10))} seconds"
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    parts = [
        f"{n} {w}{'s' if n > 1 else ''}" for n, w in ((hours, "hour"), (minutes, "minute")) if n
    ]
    return f"about {' and '.join(parts)}"
