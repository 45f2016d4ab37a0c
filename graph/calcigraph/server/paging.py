"""Pages of long answers: a token says where the next one begins, and is good for the same release and parameters alone."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

from calcigraph.server.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SIGNATURE = 12  # bytes: who makes tokens up does not hit one of them by chance


class Pages:
    """Cuts answers into pages.

    Args:
        state: names the release and the graph; a token of another is refused.

    Example:
        >>> Pages("0.2.0").cut("list", {}, [1, 2, 3], 2, "")[0]
        [1, 2]
    """

    def __init__(self, state: str) -> None:
        self._key = hashlib.sha256(f"calcigraph page {state}".encode()).digest()

    def cut(
        self, operation: str, given: Mapping[str, Any], rows: Sequence[Any], limit: int, token: str
    ) -> tuple[list[Any], str | None]:
        """Cut out a page.

        Args:
            operation: that gave the rows.
            given: its parameters, without those of the page.
            rows: all of them.
            limit: how many a page has at most.
            token: of the page; empty for the first.

        Returns:
            The rows of the page, and the token of the next one, None where there is none.

        Raises:
            Refused: the token is none that was given for these parameters in this release.

        Example:
            >>> pages = Pages("0.2.0")
            >>> _, token = pages.cut("list", {}, [1, 2, 3], 2, "")
            >>> pages.cut("list", {}, [1, 2, 3], 2, token)
            ([3], None)
        """
        about = json.dumps([operation, given], sort_keys=True).encode()
        start = self._start(about, token) if token else 0
        end = start + limit
        return list(rows[start:end]), self._token(about, end) if end < len(rows) else None

    def _token(self, about: bytes, start: int) -> str:
        place = start.to_bytes(4)
        return base64.urlsafe_b64encode(place + self._sign(about, place)).decode()

    def _start(self, about: bytes, token: str) -> int:
        try:
            read = base64.b64decode(token, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            read = b""
        place, signature = read[:4], read[4:]
        if not hmac.compare_digest(signature, self._sign(about, place)):
            raise Refused(
                "bad-page", "page is no token of this release for these parameters; ask for the first page anew"
            )
        return int.from_bytes(place)

    def _sign(self, about: bytes, place: bytes) -> bytes:
        return hmac.digest(self._key, place + about, "sha256")[:_SIGNATURE]
