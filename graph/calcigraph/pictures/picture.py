"""A picture in every format: shown inline in notebooks, and saved whole or not at all."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument, Unavailable
from calcigraph.pictures.png import DPI, png
from calcigraph.pictures.sheet import Sheet
from calcigraph.ranges import DOTS

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph.diagrams.model import Model

FORMATS = ("svg", "png", "html", "dot", "mmd")


def format_of(path: str) -> str:
    """Tell the format of a file from its suffix.

    Args:
        path: its name.

    Returns:
        One of ``FORMATS``.

    Raises:
        BadArgument: the suffix is not known.

    Example:
        >>> format_of("mechanism.SVG")
        'svg'
    """
    suffix = PurePath(path).suffix.casefold().removeprefix(".")
    if suffix not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise BadArgument(f"cannot draw into '{path}': its name has to end in one of {known}")
    return suffix


class Picture(Sheet):
    """A sheet in every format.

    Example:
        >>> kg.draw("claim", "K2", "prevents", "arterial calcification")
        <calcigraph picture: Vitamin K2 prevents arterial calcification>
    """

    def __repr__(self) -> str:
        return f"<calcigraph picture: {self.title}>"

    def png(self, dpi: int = DPI) -> bytes:
        """Draw it as PNG, with the font of the package.

        Args:
            dpi: dots per inch of the printed page, 36 to 600.

        Returns:
            A whole file.

        Raises:
            BadArgument: ``dpi`` is outside what is possible.
            Unavailable: a library is not installed.
        """
        DOTS.check("dpi", dpi)
        return png(self.svg(), dpi)

    def dot(self) -> str:
        """Write it in DOT.

        Returns:
            The source of the layout; ``neato -n`` draws that of a map, ``dot`` any other. Scenarios side by side are
            one graph each, one after the other.

        Raises:
            BadArgument: it is no graph.
        """
        from calcigraph.pictures.svg import drawing

        return "".join(f"{drawing(model, self.style).dot}\n" for model in self._graphs("DOT"))

    def mermaid(self) -> str:
        """Write it in Mermaid.

        Returns:
            A flow chart; scenarios side by side have a box each.

        Raises:
            BadArgument: it is no graph.
        """
        from calcigraph.diagrams.mermaid import mermaid

        return mermaid(self._graphs("Mermaid"), self.title, self.style)

    def html(self) -> str:
        """Write it as one page that needs nothing else.

        Returns:
            A whole file.

        Raises:
            Unavailable: the layout library is not installed.
        """
        from calcigraph.pictures.html import page

        return page(self)

    def data(self) -> dict[str, Any]:
        """Give what it shows as plain values, ready for JSON.

        Returns:
            ``kind``, ``title``, ``note`` and ``models``, each as ``Model.as_dict`` gives it.
        """
        return {
            "kind": self.kind,
            "title": self.title,
            "note": self.note,
            "models": [model.as_dict() for model in self.models],
        }

    def content(self, form: str, *, dpi: int = DPI) -> bytes:
        """Draw it in a format.

        Args:
            form: one of ``FORMATS``.
            dpi: of a PNG.

        Returns:
            A whole file.

        Raises:
            BadArgument: there is no such format, or it cannot hold the picture.
            Unavailable: a library is not installed.
        """
        if form == "png":
            return self.png(dpi)
        makers = {"svg": self.svg, "html": self.html, "dot": self.dot, "mmd": self.mermaid}
        if form not in makers:
            raise BadArgument(f"format is {', '.join(FORMATS)}, not '{form}'")
        return makers[form]().encode()

    def save(self, path: str | Path, *, force: bool = False, dpi: int = DPI) -> None:
        """Write it into a file, whole or not at all; the suffix decides on the format.

        Args:
            path: where to.
            force: replace a file that is there.
            dpi: of a PNG.

        Raises:
            BadArgument: the suffix is not known, the file is there already, or the format cannot hold the picture.
            BadFile: the place cannot be written.
            Unavailable: a library is not installed, or the disk is full.
        """
        from calcigraph.store.inputs import a_path
        from calcigraph.store.outputs import check_places, write_files

        form = format_of(str(a_path("file", path)))
        [target] = check_places([path], force=force)
        write_files({target: self.content(form, dpi=dpi)})

    def saved(self, path: str | Path, *, force: bool) -> Picture:
        """Save it, and go on with it; see ``save``.

        Args:
            path: where to.
            force: replace a file that is there.

        Returns:
            Itself.
        """
        self.save(path, force=force)
        return self

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_mimebundle_(self, **_wanted: object) -> dict[str, str]:
        try:
            return {"image/svg+xml": self.svg(), "text/plain": repr(self)}
        except Unavailable as error:
            return {"text/plain": f"{self!r}: {error}"}

    def _graphs(self, form: str) -> tuple[Model, ...]:
        if not self.models:
            raise BadArgument(
                f"{'a funnel' if self.funnel else 'a forest plot'} is no graph and cannot be written in {form}; use svg, png or html"
            )
        return tuple(self.models)
