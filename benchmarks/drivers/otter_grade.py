"""Runs in otter-grader's environment: `otter_grade.py autograder.zip FILE…` prints one JSON line with the score of each file, 0 to 1.

One process grades them all, so that loading otter-grader is paid once and not for each.
"""

import json
import sys

import otter.api


def main(autograder: str, *files: str) -> None:
    """Grades each file by `otter run`'s own function."""
    for file in files:
        try:
            results = otter.api.grade_submission(file, autograder, quiet=True)
            score = float(results.total / results.possible)
        except Exception as error:
            print(f"{file}: {error!r}", file=sys.stderr)
            score = 0.0
        print(json.dumps({"file": file, "score": score}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
