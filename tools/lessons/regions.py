"""Solution regions: what stands between the markers is the solution, its `#~ ` lines the stub.

    ### BEGIN SOLUTION
    #~ dv_dt = ...
    dv_dt = (-(v - E_L) + i_inj / g_L) / tau_m
    ### END SOLUTION

The markers are those of nbgrader. They may be indented, and a cell may have several regions.
"""

import re

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
LIKE_A_MARKER = re.compile(r"\s*#+\s*(BEGIN|END)\s*SOLUTION", re.IGNORECASE)


def student_source(source, tags):
    """Return the source of a cell as the student gets it.

    Each region is replaced by its `#~ ` lines, uncommented where they stand; a bare `#~` is an
    empty line.

    Parameters
    ----------
    source : str
        The cell's source in the master.
    tags : list of str
        The cell's tags; `exercise` says that it has a region.

    Returns
    -------
    str
        The source without solutions.

    Raises
    ------
    ValueError
        If markers, stub lines and the tag do not fit together.
    """
    kept, regions, stub_lines = [], 0, None  # stub_lines: counted in the open region
    for line in source.split("\n"):
        word = line.strip()
        if LIKE_A_MARKER.match(line):
            _check_marker(word, stub_lines)
            regions += word == BEGIN
            stub_lines = 0 if word == BEGIN else None
        elif word.startswith("#~"):
            if stub_lines is None:
                raise ValueError(f'"{word}" stands outside a solution region: move it into one')
            stub_lines += 1
            kept.append(_uncommented(line))
        elif stub_lines is None:
            kept.append(line)
    if stub_lines is not None:
        raise ValueError(f'the region is not closed: add "{END}"')
    _check_tag(regions, "exercise" in tags)
    return "\n".join(kept)


def solved_source(source):
    """Return the source of a cell as it is when the exercise is done: without markers and stub."""
    lines = source.split("\n")
    return "\n".join(
        line
        for line in lines
        if not LIKE_A_MARKER.match(line) and not line.strip().startswith("#~")
    )


def _uncommented(line):
    indent, stub = line.split("#~", 1)
    return (indent + stub.removeprefix(" ")).rstrip()


def _check_marker(word, stub_lines):
    """Raise ValueError for a marker that is misspelt, nested, stray, or closes an empty stub."""
    if word not in (BEGIN, END):
        raise ValueError(f'"{word}" is not a marker: write "{BEGIN}" or "{END}"')
    if word == BEGIN and stub_lines is not None:
        raise ValueError(f'a region begins inside another one: add "{END}" before it')
    if word == END and stub_lines is None:
        raise ValueError(f'"{END}" has no beginning: add "{BEGIN}" before it')
    if word == END and stub_lines == 0:
        raise ValueError("the region has no #~ line: add what the student gets, as in #~ x = ...")


def _check_tag(regions, is_exercise):
    if regions and not is_exercise:
        raise ValueError('has a solution region without the tag: add tags=["exercise"]')
    if is_exercise and not regions:
        raise ValueError(f'is an exercise without a region: put "{BEGIN}" and "{END}" around it')
