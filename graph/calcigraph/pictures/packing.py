"""The evidence behind a picture, made small: every result is told once, and the whole is compressed.

A result bears on several claims, and its page says all of it under each; the explorer puts the parts together again.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64encode
from typing import Any

_BEST = 9  # a page is written once and sent often


def packed(evidence: dict[str, Any]) -> str:
    """Write evidence so that it takes little room in a page.

    Args:
        evidence: CURIE of a claim to its page, as ``pagedata.page_data`` gives it.

    Returns:
        JSON, deflated (zlib) and in base64, of ``results`` (CURIE of a result to what is the same wherever it bears) and
        ``pages``, whose results have the rest.

    Example:
        >>> from base64 import b64decode
        >>> zlib.decompress(b64decode(packed({}))).decode()
        '{"results":{},"pages":{}}'
    """
    text = json.dumps(once(evidence), ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), _BEST)).decode()


def once(evidence: dict[str, Any]) -> dict[str, Any]:
    """Tell what is the same of a result wherever it bears only once.

    Args:
        evidence: CURIE of a claim to its page.

    Returns:
        ``results`` and ``pages``; a row of a page and the entry of its result make the whole row.

    Example:
        >>> pages = {"a": {"results": [{"result": "r", "n": 1, "x": 2}]}, "b": {"results": [{"result": "r", "n": 1}]}}
        >>> once(pages)["results"]
        {'r': {'n': 1}}
        >>> once(pages)["pages"]["a"]
        {'results': [{'result': 'r', 'x': 2}]}
    """
    shared: dict[str, dict[str, Any]] = {}
    for page in evidence.values():
        for row in page.get("results", ()):
            known = shared.setdefault(row["result"], _without_name(row))
            shared[row["result"]] = {name: each for name, each in known.items() if name in row and row[name] == each}
    pages = {
        curie: {**page, "results": [_rest(row, shared[row["result"]]) for row in page["results"]]}
        if "results" in page
        else page
        for curie, page in evidence.items()
    }
    return {"results": shared, "pages": pages}


def _without_name(row: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in row.items() if name != "result"}


def _rest(row: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in row.items() if name not in shared}
