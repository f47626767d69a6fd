"""Which files of helpers/ a lesson uses, and a fingerprint of them and of its code."""

import ast
import hashlib
from pathlib import Path

from tools.lessons.masters import MasterError, parse


def helper_files(root, sources):
    """Return the files below helpers/ that code uses, directly or through other helpers.

    Imports are followed wherever they stand. A data file or style sheet is used where a string
    in the code ends in its name, as in `Path(__file__).with_name("style.mplstyle")`.

    Parameters
    ----------
    root : path-like
        The course folder.
    sources : iterable of str
        Code cells.

    Returns
    -------
    list of pathlib.Path
        The files, sorted.
    """
    root = Path(root)
    found, waiting = set(), [(parse(source), "") for source in sources]
    data = [p for p in root.glob("helpers/**/*") if p.suffix not in ("", ".py", ".pyc")]
    while waiting:
        tree, package = waiting.pop()
        for path in {*_imported(root, tree, package), *_named(data, tree)} - found:
            found.add(path)
            if path.suffix == ".py":
                parent = ".".join(path.relative_to(root).parent.parts)
                waiting.append((_parse_file(root, path), parent))
    return sorted(found)


def _parse_file(root, path):
    try:
        return ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        where = path.relative_to(root).as_posix()
        line = getattr(error, "lineno", None) or "?"
        raise MasterError(f"{where}: does not parse, line {line}: mend it") from None


def _imported(root, tree, package):
    """Yield the modules below helpers/ that the code imports, with the packages above them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        for parts in (name.split(".") for name in names if name.split(".")[0] == "helpers"):
            for depth in range(1, len(parts) + 1):
                stem = root.joinpath(*parts[:depth])
                yield from filter(Path.is_file, [stem.with_suffix(".py"), stem / "__init__.py"])


def _named(data, tree):
    """Yield the data files that a string in the code ends in."""
    strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)} if data else ()
    names = {text.replace("\\", "/").split("/")[-1] for text in strings if isinstance(text, str)}
    yield from (path for path in data if path.name in names)


def fingerprint(master):
    """Return a hash of all that decides a lesson's outputs: its code and the helpers that it uses.

    Prose, line ends and helpers that it does not use leave the hash as it is.
    """
    digest = hashlib.sha256()
    sources = [cell.source for cell in master.code_cells]
    for source in sources:
        digest.update(source.encode() + b"\0")
    for path in helper_files(master.root, sources):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(path.relative_to(master.root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()
