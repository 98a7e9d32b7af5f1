"""Our own files, as the tests of the architecture read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "xiangyue"


@cache
def files(*suffixes: str, under: str = "") -> tuple[Path, ...]:
    """Every file we keep or are about to (what git does not ignore), with one of the suffixes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", under or "."],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    paths = (ROOT / name for name in listed if name)
    return tuple(sorted(path for path in paths if path.suffix in suffixes and path.is_file()))


@cache
def modules(under: str = "src") -> tuple[Path, ...]:
    """Python files, but not the migrations that Django writes."""
    return tuple(path for path in files(".py", under=under) if "migrations" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def place(path: Path, node: ast.AST) -> str:
    """Where something is, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
