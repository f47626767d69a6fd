"""How nbgrader treats the lessons of this course: `course.py grade --nbgrader` writes this file.

It is written anew each time. Your own settings belong in nbgrader_config.py beside it, which takes
this one in by load_subconfig("nbgrader_course.py") and is never overwritten.
"""

import re

from nbformat.v4 import new_code_cell
from nbgrader import utils
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import (
    ClearSolutions,
    NbGraderPreprocessor,
    OverwriteCells,
    SaveAutoGrades,
)

REGION = re.compile(r"^[ \t]*### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION$", re.M | re.S)
STUB = re.compile(r"^([ \t]*)#~ ?(.*)$", re.M)


class KeepStubs(ClearSolutions):
    """The student gets the `#~` lines of a region, such as `dv_dt = ...`, and nothing raises."""

    def preprocess_cell(self, cell, resources, cell_index):
        """Put the stub of the course in place of each region that has one."""
        if not (utils.is_solution(cell) and STUB.search(cell.source)):
            return super().preprocess_cell(cell, resources, cell_index)
        cell.source = REGION.sub(self._stub, cell.source)
        return cell, resources

    @staticmethod
    def _stub(region):
        return "\n".join((indent + text).rstrip() for indent, text in STUB.findall(region[1]))


class AddMissingCells(OverwriteCells):
    """A deleted check is laid at the end and graded; deleted imports are laid where they were."""

    def preprocess(self, nb, resources):
        """Add them to the notebook, with the texts that the gradebook has of them."""
        for cell in nb.cells:  # of a cell that was copied nbgrader leaves {}, and then stops at it
            if cell.metadata.get("nbgrader") == {}:
                del cell.metadata["nbgrader"]
        nb, resources = super().preprocess(nb, resources)
        with self.gradebook:
            source = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
            points = {cell.name: cell.max_score for cell in source.grade_cells}
            place = 0
            for cell in source.source_cells:
                there = [_name(one) for one in nb.cells]
                if cell.name in there:
                    place = there.index(cell.name) + 1
                elif cell.name in points:
                    nb.cells.append(self.missing_cell_transform(cell, points[cell.name]))
                elif cell.locked:
                    nb.cells.insert(place, new_code_cell(cell.source))
                    place += 1
        return nb, resources


def _name(cell):
    return cell.metadata.get("nbgrader", {}).get("grade_id")


class BestOfCopies(NbGraderPreprocessor):
    """Where a student has copied a check, the copy that passed counts."""

    def preprocess(self, nb, resources):
        """Give its output to the one that is graded."""
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        for cell in filter(utils.is_grade, code):
            copies = [c for c in code if c.source == cell.source and not _failed(c)]
            if _failed(cell) and copies:
                cell.outputs = copies[-1].outputs
        return nb, resources


def _failed(cell):
    return cell.execution_count is None or any(o.output_type == "error" for o in cell.outputs)


def _default(converter, name):
    return converter.class_traits()[name].default()


def _exchanged(found, old, *new):
    return [each for one in found for each in (new if one is old else [one])]


c = get_config()  # noqa: F821, nbgrader runs this file with it
c.GenerateAssignment.preprocessors = _exchanged(
    _default(GenerateAssignment, "preprocessors"), ClearSolutions, KeepStubs
)
c.Autograde.sanitize_preprocessors = _exchanged(
    _default(Autograde, "sanitize_preprocessors"), OverwriteCells, AddMissingCells
)
c.Autograde.autograde_preprocessors = _exchanged(
    _default(Autograde, "autograde_preprocessors"), SaveAutoGrades, BestOfCopies, SaveAutoGrades
)
c.Execute.timeout = 60  # s for a cell: the longest of the lessons takes a few
