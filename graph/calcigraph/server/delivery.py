"""Sends an answer: whole, or piece by piece, packed where the client can unpack it, and never as if it were whole when it is not."""

from __future__ import annotations

import asyncio
import re
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Send

# Seconds in which a client has to take a piece before it is given up.
_SECONDS_TO_TAKE = 60
# Smaller answers are sent as they are.
_WORTH_PACKING = 1000
_LEVEL = 3  # of 9: higher ones take several times as long for a few percent
_GZIP = 31  # the window of zlib, in the envelope of gzip
_NO_GZIP = re.compile(r"gzip\s*;\s*q=0(\.0*)?\s*(,|$)")
# What is written where an answer breaks off. None of them can be read as the end of a whole document.
_MARKS = {
    "json": "\n\nCUT SHORT: {}\n",
    "xml": "\n<!-- CUT SHORT: {} -->\n<cut",
    "csv": '\r\n"CUT SHORT: {}',
    "values": "\nCUT SHORT: {}\n",
    "turtle": "\n# CUT SHORT: {}\n<cut",
}


class Broken(Exception):
    """The answer is not whole, and its transfer ends without an end; who listens closes the connection."""


def mark(media: str, said: str) -> bytes:
    """Write what stands where an answer breaks off.

    Args:
        media: its media type.
        said: why.

    Returns:
        Text after which nothing is a well-formed document of that type, but for CSV and TSV, which know no form.

    Example:
        >>> mark("text/turtle", "the query took longer than 1 s")
        b'\\n# CUT SHORT: the query took longer than 1 s\\n<cut'
    """
    form = next((form for form in ("json", "xml", "csv", "values") if form in media), "turtle")
    return _MARKS[form].format(said.replace("--", "-").replace('"', "'")).encode()


def packs(accepted: str) -> bool:
    """Tell whether a client unpacks gzip.

    Args:
        accepted: its Accept-Encoding header.

    Returns:
        Whether it does.

    Example:
        >>> packs("br, gzip"), packs("gzip;q=0"), packs("")
        (True, False, False)
    """
    return "gzip" in accepted and not _NO_GZIP.search(accepted)


class Delivery:
    """An answer on its way.

    Args:
        send: of ASGI.
        headers: of the answer, with its media type.
        gzip: whether it may be packed.
        empty: whether only the head is sent, as for HEAD.
    """

    def __init__(self, send: Send, headers: Mapping[str, str], *, gzip: bool, empty: bool) -> None:
        self._send = send
        self._headers = dict(headers)
        self._gzip = gzip
        self._empty = empty
        self._packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP) if gzip else None

    async def whole(self, body: bytes, status: int = 200) -> None:
        """Send all at once.

        Args:
            body: of the answer.
            status: of HTTP.
        """
        if self._packer and len(body) >= _WORTH_PACKING:
            body = self._packer.compress(body) + self._packer.flush()
            self._headers["content-encoding"] = "gzip"
        if status not in (204, 304):
            self._headers["content-length"] = str(len(body))
        await self._begin(status)
        await self._give(b"" if self._empty else body, more=False)

    async def begin(self) -> None:
        """Send the head; pieces follow."""
        if self._packer:
            self._headers["content-encoding"] = "gzip"
        await self._begin(200)

    async def piece(self, content: bytes) -> None:
        """Send a piece.

        Args:
            content: any bytes.

        Raises:
            Broken: the client does not take it.
        """
        packed = self._packer.compress(content) if self._packer else content
        if packed and not self._empty:
            await self._give(packed, more=True)

    async def end(self) -> None:
        """Send what is left; the answer is whole."""
        await self._give(self._packer.flush() if self._packer and not self._empty else b"", more=False)

    async def break_off(self, said: bytes) -> None:
        """Say that it is not whole, and end the transfer without an end.

        Args:
            said: as ``mark`` gives it.

        Raises:
            Broken: always.
        """
        if not self._empty:
            packed = self._packer.compress(said) + self._packer.flush(zlib.Z_SYNC_FLUSH) if self._packer else said
            await self._give(packed, more=True)
        raise Broken

    async def _begin(self, status: int) -> None:
        listed = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in self._headers.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": listed})

    async def _give(self, content: bytes, *, more: bool) -> None:
        try:
            async with asyncio.timeout(_SECONDS_TO_TAKE):
                await self._send({"type": "http.response.body", "body": content, "more_body": more})
        except TimeoutError:
            raise Broken from None
