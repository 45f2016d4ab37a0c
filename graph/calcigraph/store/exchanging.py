"""Two names of a file system exchanged in one step, so that nobody sees neither."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = -100  # AT_FDCWD of Linux: paths are as they stand
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, and RENAME_SWAP of macOS


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names.

    Args:
        one: of a file or folder that is there.
        other: of another on the same file system.

    Returns:
        Whether it was done; not every system, and not every file system, can.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     one, other = Path(folder, "1"), Path(folder, "2")
        ...     _ = one.write_text("one"), other.write_text("other")
        ...     done = exchange(one, other)
        ...     done == (one.read_text() == "other")
        True
    """
    import ctypes

    first, second = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "linux":
            return bool(library.renameat2(_HERE, first, _HERE, second, _EXCHANGE) == 0)
        if sys.platform == "darwin":
            return bool(library.renamex_np(first, second, _EXCHANGE) == 0)
    except (OSError, AttributeError, TypeError):  # no such function, or no C library to be found
        pass
    return False
