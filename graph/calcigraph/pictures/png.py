"""A picture as PNG, with the font of the package, so that text shows on a machine without fonts."""

from __future__ import annotations

from contextlib import ExitStack

from calcigraph.errors import Unavailable
from calcigraph.pictures.layout import INSTALL

#: Of a picture for which nobody said another: twice the 72 points of an inch, so that a point is two dots.
DPI = 144


def png(svg: str, dpi: int) -> bytes:
    """Turn an SVG into a PNG.

    Args:
        svg: the picture.
        dpi: dots per inch of the printed page, 36 to 600.

    Returns:
        The file.

    Raises:
        Unavailable: the library is not installed.

    Example:
        >>> png('<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt"/>', 144)[:4]
        b'\\x89PNG'
    """
    from importlib.resources import as_file

    from calcigraph.diagrams.lettering import font_file

    try:
        import resvg_py
    except ImportError:
        raise Unavailable(f"PNG needs resvg_py; install it with: {INSTALL}") from None
    with ExitStack() as stack:
        fonts = [str(stack.enter_context(as_file(font_file(bold=bold)))) for bold in (False, True)]
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, dpi=dpi, zoom=1, skip_system_fonts=True, font_files=fonts, sans_serif_family="Arimo"
            )
        )
