import ast
from io import StringIO

import pytest
from django.core.management import call_command
from tests.architecture.source import files, place, tree


@pytest.mark.django_db
@pytest.mark.slow  # compares every table of every app with its migrations
def test_no_migration_is_missing():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, skip_checks=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_migrations_outlive_the_code():
    """They import nothing of ours: what they need of it, they spell out."""
    found = []
    for path in (path for path in files(".py", under="src") if "migrations" in path.parts):
        for node in ast.walk(tree(path)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [name.name for name in node.names] if isinstance(node, ast.Import) else []
            found += [place(path, node) for name in names if name.startswith("xiangyue")]
    assert found == []


def test_migrations_are_named_by_meaning():
    names = [path.stem for path in files(".py", under="src") if "migrations" in path.parts and path.stem != "__init__"]
    assert [name for name in names if "_auto_" in name or name.endswith("_initial")] == []
