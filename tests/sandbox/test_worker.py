from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from quizdl.sandbox import processes
from tests.sandbox import conftest

FILES = [Path(processes.WORKER).with_name(name) for name in conftest.FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_workers_files_import_the_standard_library_and_numpy_only(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add((node.module or "").partition(".")[0])
    assert imported <= sys.stdlib_module_names | {"numpy"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_workers_files_load_without_quizdl_and_numpy(path: Path) -> None:
    program = (
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('loaded', {str(path)!r})\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(module)\n"
        "assert not {'numpy', 'quizdl'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True, timeout=30)
