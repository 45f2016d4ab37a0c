"""The part of ``KnowledgeGraph`` that carries the graph into the formats of other tools."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calcigraph.claims import Claim
    from calcigraph.graph import KnowledgeGraph
    from calcigraph.pathways.explanations import Explanation
    from calcigraph.pathways.results import Pathways
    from calcigraph.slices import Slice
    from calcigraph.whatif.responses import Comparison, WhatIf


class Outward:
    """What ``KnowledgeGraph`` can write for other tools."""

    def export(
        self,
        format: str,  # noqa: A002 - the word for it
        slice: Slice | Pathways | Explanation | WhatIf | Comparison | Iterable[Claim] | None = None,  # noqa: A002 - the word for it
        file: str | Path | None = None,
        *,
        force: bool = False,
    ) -> bytes:
        """Write the graph, or a part of it, in the format of another tool.

        Args:
            format: its name, such as ``graphml``; docs/exports.md lists them with what each cannot carry.
            slice: what to write: a slice, or what ``pathways``, ``explain``, ``what_if``, ``compare`` or ``claims``
                gave; None for everything.
            file: where to write it, or None.
            force: replace a file that is there already.

        Returns:
            The content; a compressed archive where the format comes as several files.

        Raises:
            BadArgument: there is no such format, the file ends like one of another, it is there already, or ``slice``
                is no part of the graph.
            BadFile: the file cannot be written.
            Unavailable: the format needs a package that is not installed.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> kg = KnowledgeGraph.open()
            >>> kg.export("sif", kg.claims("warfarin", "inhibits")).split()
            [b'warfarin', b'inhibits', b'VKORC1']
        """
        from typing import cast

        from calcigraph import slices
        from calcigraph.exports.writing import export

        graph = cast("KnowledgeGraph", self)
        return export(graph, format, None if slice is None else slices.of(graph, slice), file, force=force)
