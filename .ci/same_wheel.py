"""Ends with 1 if two wheels do not hold the same files with the same content: same_wheel.py ONE.whl OTHER.whl."""

import sys
import zipfile


def _contents(path: str) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as wheel:
        return {name: wheel.read(name) for name in wheel.namelist()}


one, other = (_contents(path) for path in sys.argv[1:])
different = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
if different:
    sys.exit(f"the wheels differ: {', '.join(different[:10])}")
print(f"{len(one)} files, the same in both")
