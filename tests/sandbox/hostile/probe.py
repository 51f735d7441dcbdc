"""What an answer can change for the next one. It is run in the sandbox, before and after a hostile answer."""

# ruff: noqa
# mypy: ignore-errors


def f():
    import builtins, collections.abc, copy, decimal, gc, io, math, os, random, signal, sys, warnings

    import numpy as np

    def tried(function, *arguments):
        try:
            return repr(function(*arguments))
        except BaseException as error:
            return type(error).__name__

    def outside():
        try:
            import ctypes
        except ImportError:
            return None
        return ctypes.CDLL(None).getenv(b"KEPT")

    def mask():
        was = os.umask(0)
        os.umask(was)
        return was

    return {
        "builtins": sorted(f"{name} {type(value).__name__}" for name, value in vars(builtins).items() if name != "_"),
        "lengths": [builtins.len(range(n)) for n in (0, 3)],
        "numpy": sorted(name for name in vars(np) if name == "kept"),
        "values": np.exp(np.zeros(2)).tolist() + np.sqrt(np.ones(2)).tolist(),
        "small": [repr(np.array([5e-324]) * 1.0), repr(200), math.sqrt(4.0)],
        "seeded": [int(np.random.get_state()[1][0]) == 12345, random.getstate() == random.Random(12345).getstate()],
        "errors": sorted(np.geterr().items()),
        "printing": repr(sorted(np.get_printoptions().items(), key=str)),
        "environment": sorted(os.environ.items()),
        "outside": outside() and "kept",
        "modules": sorted(name for name, module in sys.modules.items() if name == "kept" or module is None),
        "path": list(sys.path),
        "finders": [len(sys.meta_path), len(sys.path_hooks)],
        "interpreter": [sys.getrecursionlimit(), sys.getswitchinterval(), sys.get_int_max_str_digits()],
        "tracing": [repr(sys.gettrace()), repr(sys.getprofile())],
        "hooks": [sys.excepthook is sys.__excepthook__, repr(sys.unraisablehook)[:40], hasattr(sys, "kept")],
        "streams": [type(sys.stdout).__name__, type(sys.stderr).__name__],
        "signals": [repr(signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGUSR1, signal.SIGALRM)],
        "masked": tried(signal.pthread_sigmask, signal.SIG_BLOCK, ()),
        "timer": tried(lambda: signal.getitimer(signal.ITIMER_REAL)[0] > 100),
        "garbage": [gc.isenabled(), list(gc.get_threshold()), len(gc.callbacks)],
        "kept": gc.get_freeze_count() > 0,
        "warnings": len(warnings.filters),
        "decimals": decimal.getcontext().prec,
        "types": [hasattr(str, "kept"), issubclass(int, collections.abc.Sequence)],
        "copied": copy.deepcopy([[1]])[0] is not None and copy.deepcopy.__name__,
        "folder": tried(os.getcwd),
        "umask": tried(mask),
        "priority": tried(os.nice, 0),
        "stream": isinstance(sys.stdout, io.TextIOBase),
    }
