"""The command in processes that are forked from one which has imported everything and opened the graph.

Each run is a process of its own, with file descriptors, terminal, environment and exit code as the shell would give
them; only starting Python, importing and opening the graph are not done again. What is about exactly that runs the
installed command afresh (the fixture ``fresh``), and a test compares the two for every command.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import pickle
import pkgutil
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parent.parent
#: What commands import when they need it.
_OTHERS = ("networkx", "pyshacl", "rich.console", "rich.progress", "rich.table", "yaml")
_LENGTH = struct.Struct("!Q")
_NUMBER = struct.Struct("!i")


class Server:
    """A process with the graph opened, that forks for every run.

    Args:
        memory: folder in which outcomes are kept, see tests/validations.py and tests/compiled.py.
    """

    def __init__(self, memory: Path) -> None:
        self._here, there = socket.socketpair()
        with there:
            command = [sys.executable, "-m", "tests.served", str(there.fileno()), str(memory)]
            # A process with threads must not fork, and numpy's library of linear algebra starts some.
            alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
            self._process = subprocess.Popen(command, pass_fds=[there.fileno()], cwd=ROOT, env=alone)

    def start(
        self, arguments: Sequence[str | bytes], environment: Mapping[str, str], descriptors: Sequence[int]
    ) -> int:
        """Start a run on three file descriptors, and give its process id."""
        request = pickle.dumps(([os.fsencode(each) for each in arguments], dict(environment), Path.cwd()))
        socket.send_fds(self._here, [_LENGTH.pack(len(request))], descriptors)
        self._here.sendall(request)
        (pid,) = _NUMBER.unpack(_exactly(self._here, _NUMBER.size))
        return int(pid)

    def wait(self, pid: int, seconds: float = 900) -> int:
        """Wait for the end of the run and give its exit code, negative where a signal ended it."""
        self._here.settimeout(seconds)
        try:
            (code,) = _NUMBER.unpack(_exactly(self._here, _NUMBER.size))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise
        finally:
            self._here.settimeout(None)
        return int(code)

    def close(self) -> None:
        """End the process."""
        self._here.close()
        self._process.wait(timeout=60)


def _exactly(connection: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = connection.recv(size - len(parts))
        if not part:
            raise EOFError("the other side has ended")
        parts += part
    return parts


# In the process that forks ------------------------------------------------------------------------------------------


def _serve(connection: socket.socket) -> None:
    """Fork for each request; in the fork, return its arguments to the program."""
    while True:
        header, descriptors, _, _ = socket.recv_fds(connection, _LENGTH.size, 3)
        if not header:
            connection.close()
            raise SystemExit
        (length,) = _LENGTH.unpack(header)
        arguments, environment, folder = pickle.loads(_exactly(connection, length))  # noqa: S301 - from our own parent
        pid = os.fork()
        if not pid:
            connection.close()
            _become(arguments, environment, folder, descriptors)
            return
        for each in descriptors:
            os.close(each)
        connection.sendall(_NUMBER.pack(pid))
        connection.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])))


_STREAMS = (("stdin", "r", "strict"), ("stdout", "w", "strict"), ("stderr", "w", "backslashreplace"))


def _become(arguments: list[bytes], environment: dict[str, str], folder: Path, descriptors: list[int]) -> None:
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    # As Python opens them at its start.
    for place, (name, mode, errors) in enumerate(_STREAMS):
        stream = _opened(place, mode, errors)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.argv = ["calcigraph", *map(os.fsdecode, arguments)]


def _opened(descriptor: int, mode: str, errors: str) -> IO[Any]:
    lines = mode == "w" and (descriptor == 2 or os.isatty(descriptor))
    return open(descriptor, mode, 1 if lines else -1, encoding="utf-8", errors=errors, closefd=False)


def _main() -> None:
    from calcigraph import KnowledgeGraph
    from calcigraph.cli import main

    from tests import compiled, validations

    for name in (*_modules(), *_OTHERS):
        importlib.import_module(name)
    validations.remember(Path(sys.argv[2]))
    compiled.remember(Path(sys.argv[2]))
    opened, graph = KnowledgeGraph.open, KnowledgeGraph.open()

    def already(**options: Any) -> KnowledgeGraph:
        return opened(**options) if any(options.values()) else graph

    KnowledgeGraph.open = already  # type: ignore[method-assign]
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        gc.freeze()  # a fork copies what its collector touches
        _serve(connection)
    try:
        main()
    except SystemExit as ended:
        # The end of Python without its clearing up of all that is open and imported, which takes longer than the run.
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(int(ended.code or 0))


def _modules() -> list[str]:
    import calcigraph

    return [
        each.name for each in pkgutil.walk_packages(calcigraph.__path__, "calcigraph.") if "__main__" not in each.name
    ]


if __name__ == "__main__":
    _main()
