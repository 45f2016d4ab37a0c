"""The tokens of a query.

One pass over the text, which never looks at a character more than a few times, whatever the text. Where the engine's
parser could read a place in two ways the scan says that it is not sure, and whoever asks has to expect the worst.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterator

    #: Kind, start and end.
    Token = tuple[str, int, int]

#: Kinds of tokens.
STRING, IRI, COMMENT, VARIABLE, NAME, WORD, SIGN = "string", "IRI", "comment", "variable", "name", "word", "sign"

_SPACE = re.compile(r"[ \t\r\n]++")
_REST_OF_LINE = re.compile(r"[^\r\n]*+")
_VARIABLE = re.compile(r"[?$]\w++")
_RUN = re.compile(r"\w[\w.-]*+")
# The parser takes no dot and no hyphen at the beginning of a local part ('a:.SERVICE' is a name, a dot and a keyword).
# What follows a dot later on could be part of it; left visible, it can only make the scan more careful.
_LOCAL = re.compile(r":(?:(?:[\w:%]|\\.)(?:[\w:%-]|\\.)*+)?", re.DOTALL)
_INSIDE_IRI = re.compile(r"<(?:[^<>\"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+")
#: How an IRI begins that nothing else begins like.
WHOLE_IRI = re.compile(r"<[a-z][a-z0-9+.-]*+://", re.IGNORECASE)
_STOPS = {
    '"': re.compile(r'["\\\r\n]'),
    "'": re.compile(r"['\\\r\n]"),
    '"""': re.compile(r'"""|\\'),
    "'''": re.compile(r"'''|\\"),
}
_ESCAPE = re.compile(r"\\(?:[tbnrf\"'\\]|u(?![dD][89A-Fa-f])[0-9A-Fa-f]{4})")


class Scan:
    """The tokens of a query.

    Args:
        text: SPARQL, or Turtle.
        comparisons: whether ``<`` can be a comparison; in Turtle it cannot.

    Attributes:
        tokens: kind, start and end of each; white space has none.
        code: the same without comments.
        unsure: where the first place stands that can be read in two ways, or None.
        looked: how many characters were looked at, those looked at twice counted twice.

    Example:
        >>> scan = Scan("ASK { ?s a '#' }")
        >>> [scan.text[start:end] for kind, start, end in scan.tokens if kind == STRING], scan.unsure
        (["'#'"], None)
    """

    def __init__(self, text: str, *, comparisons: bool = True) -> None:
        self.text = text
        self.unsure: int | None = None
        self.looked = 0
        self._comparisons = comparisons
        # Up to where it is known that a string that opens here does not end; nobody has to look again.
        self._no_end = dict.fromkeys(_STOPS, -1)
        self.tokens: list[Token] = list(self._read())
        self.code = [token for token in self.tokens if token[0] != COMMENT]

    def shown(self, number: int) -> str:
        """Give the text of a token.

        Args:
            number: its place among those without comments; it may lie behind the last.

        Returns:
            The text.

        Example:
            >>> Scan("select # *\\n *").shown(1)
            '*'
        """
        if number >= len(self.code):
            return ""
        _, start, end = self.code[number]
        return self.text[start:end]

    def kind(self, number: int) -> str:
        """Give the kind of a token.

        Args:
            number: as in ``shown``.

        Returns:
            The kind, nothing behind the last.

        Example:
            >>> Scan("select *").kind(1)
            'sign'
        """
        return self.code[number][0] if number < len(self.code) else ""

    def _read(self) -> Iterator[Token]:
        text, place, size = self.text, 0, len(self.text)
        while place < size:
            if space := _SPACE.match(text, place):
                self.looked += space.end() - place
                place = space.end()
                continue
            kind, end = self._token(place)
            self.looked += end - place
            yield kind, place, end
            place = end

    def _token(self, place: int) -> tuple[str, int]:
        text, first = self.text, self.text[place]
        if first in "\"'":
            return self._string(place)
        if first == "<":
            return self._iri(place)
        if first == "\\":
            return SIGN, min(place + 2, len(text))  # an escaped character of a name is no quote and no comment
        for kind, sign, pattern in ((COMMENT, "#", _REST_OF_LINE), (VARIABLE, "?$", _VARIABLE)):
            if first in sign and (match := pattern.match(text, place)):
                return kind, match.end()
        run = _RUN.match(text, place)
        end = run.end() if run else place
        if local := _LOCAL.match(text, end):
            return NAME, local.end()
        return (WORD, end) if run else (SIGN, place + 1)

    def _string(self, place: int) -> tuple[str, int]:
        quote = self.text[place]
        if self.text.startswith(quote * 3, place):
            end = self._end_of_string(place, quote * 3)
            # Where the long string has no end, the parser goes back and takes its first two quotes for an empty one.
            return STRING, end or place + 2
        end = self._end_of_string(place, quote)
        return (STRING, end) if end else (SIGN, place + 1)

    def _end_of_string(self, place: int, quote: str) -> int:
        """Where the string that opens here ends, 0 if it does not."""
        if place < self._no_end[quote]:
            return 0
        position = place + len(quote)
        while stop := _STOPS[quote].search(self.text, position):
            if stop[0] == quote:
                return stop.end()
            if stop[0] != "\\":
                break
            if len(quote) == 3 and not _ESCAPE.match(self.text, stop.start()):
                # The parser refuses such a string, and reads an empty one and whatever comes instead.
                self._doubt(place)
            position = stop.end() + 1
        self._no_end[quote] = stop.start() if stop else len(self.text)
        self.looked += self._no_end[quote] - place
        self._doubt(place)
        return 0

    def _iri(self, place: int) -> tuple[str, int]:
        end = end_of(_INSIDE_IRI, self.text, place)
        if not self.text.startswith(">", end):
            self.looked += end - place
            return SIGN, place + 1
        if self._comparisons and not WHOLE_IRI.match(self.text, place):
            # The parser reads '?a<5#>' as a comparison and a comment, and so could a hostile text hide what follows.
            # Only what begins like 'scheme://' is an IRI in either reading.
            self.looked += end - place
            if any(self.text.find(sign, place, end) >= 0 for sign in "#'"):
                self._doubt(place)
        return IRI, end + 1

    def _doubt(self, place: int) -> None:
        if self.unsure is None:
            self.unsure = place

    def prologue(self) -> int:
        """Count the tokens of the prologue: what BASE, PREFIX and VERSION declare.

        Returns:
            The place of the first token behind it, as in ``shown``.

        Example:
            >>> Scan("PREFIX a: <http://a.example/> ASK {}").prologue()
            3
        """
        number = 0
        while number < len(self.code):
            word = self.shown(number).upper()
            if word == "PREFIX" and self.kind(number + 1) == NAME:
                number += 2
            elif word in ("BASE", "VERSION"):
                number += 1
            else:
                break
            number += self.kind(number) == (STRING if word == "VERSION" else IRI)
        return number


def end_of(pattern: re.Pattern[str], text: str, place: int) -> int:
    """Tell where what a pattern matches ends.

    Args:
        pattern: of what may stand there.
        text: where.
        place: from where on.

    Returns:
        Its end, the place itself where nothing matches.

    Example:
        >>> end_of(re.compile("a+"), "aab", 0)
        2
    """
    match = pattern.match(text, place)
    return match.end() if match else place
