"""Numbers and words that are somebody's judgement: weights, thresholds, limits and lists of words, each with its reason.

They stand in YAML files beside the modules that use them (in JSON where every command needs them, which is read several
times as fast), one entry a choice: its ``value``, the ``reason`` for it, and
what was ``measured`` of it. ``make sensitivity`` writes the measurements of all entries that the reading of questions
and the marking of texts depend on; the others say how they were measured.
"""

from __future__ import annotations

import json
from functools import cache

from calcigraph.store import files, yaml_text

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any


@cache
def values(file: str) -> dict[str, Any]:
    """Read what was chosen.

    Args:
        file: path of the file inside the package, such as ``questions/weights.yaml``.

    Returns:
        Name of each entry to its value; the same object each time, to be read only.

    Raises:
        FileNotFoundError: no such file.

    Example:
        >>> 0 < values("questions/weights.yaml")["fits"] < 1
        True
    """
    read = json.loads if file.endswith(".json") else yaml_text.parse
    return {name: entry["value"] for name, entry in read(files.beside(file)).items()}
