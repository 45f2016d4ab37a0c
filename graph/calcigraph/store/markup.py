"""Text for XML and HTML: what stands for markup is escaped, and what XML cannot hold is shown as codes."""

from __future__ import annotations

import html

from calcigraph.errors import visible


def escape(text: object) -> str:
    """Put text between tags or into an attribute.

    Args:
        text: any.

    Returns:
        It, with entities for what is markup, and codes for control characters.

    Example:
        >>> escape("a < b\\x1b")
        'a &lt; b\\\\x1b'
    """
    return html.escape(visible(str(text)))


def content(text: object) -> str:
    """Put text between tags of XML, as it is but for markup.

    Args:
        text: any.

    Returns:
        It, with entities for what is markup, and codes for control characters.

    Example:
        >>> content("'a' < b")
        "'a' &lt; b"
    """
    return html.escape(visible(str(text)), quote=False).replace("\r", "&#13;")


def attribute(text: object) -> str:
    """Write the value of an attribute, in quotes, so that a reader of XML gets its line ends and tabs too.

    Args:
        text: any.

    Returns:
        The value with its quotes.

    Example:
        >>> print(attribute('a "b"\\n'))
        "a &quot;b&quot;&#10;"
    """
    found = content(text).replace('"', "&quot;")
    for sign in "\t\n":
        found = found.replace(sign, f"&#{ord(sign)};")
    return f'"{found}"'
