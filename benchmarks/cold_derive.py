"""A whole `quizdl derive ID --file ANSWER`, from nothing to the verdict, against a bare `import numpy`."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Figure, milliseconds, side_by_side

TIMES = 20
ANSWERS = {
    "right": "import numpy as np\n\n\ndef relu_backward(dout, z):\n    return dout * (z > 0)\n",
    "wrong": "import numpy as np\n\n\ndef relu_backward(dout, z):\n    return dout * (dout > 0)\n",
}


def figures() -> Iterator[Figure]:
    """The ratio for a right and for a wrong answer; a wrong one is diagnosed, too."""
    with tempfile.TemporaryDirectory() as folder:
        command = {"import numpy": [sys.executable, "-c", "import numpy"]}
        for name, answer in ANSWERS.items():
            path = Path(folder, f"{name}.py")
            path.write_text(answer)
            quizdl = str(Path(sys.executable).with_name("quizdl"))
            command[name] = [quizdl, "derive", "relu_backward", "--file", str(path)]
        seconds = side_by_side(command, TIMES, {"QUIZDL_HOME": folder})
    floor = seconds.pop("import numpy")
    for name, values in seconds.items():
        yield Figure(
            f"cold `derive --file`, {name} answer, against `import numpy`",
            statistics.median(values) / statistics.median(floor),
            "×",
            1.8,
            True,
            f"{milliseconds(values)} against {milliseconds(floor)}",
        )
