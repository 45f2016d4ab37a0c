"""What the evidence of a page says, read as the script of the page reads it."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from typing import Any

_PACKED = re.compile(r'<script type="text/plain" id="evidence">(.*?)</script>')


def evidence_of(page: str) -> dict[str, Any]:
    """Read the evidence in a page: CURIE of a claim to what is shown of it."""
    (text,) = _PACKED.findall(page)
    found = json.loads(zlib.decompress(b64decode(text, validate=True)))
    pages: dict[str, Any] = found["pages"]
    for each in pages.values():
        for row in each.get("results", ()):
            row.update(found["results"][row["result"]])
    return pages
