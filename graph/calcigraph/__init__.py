"""calcigraph: where does the calcium go? A knowledge graph with its evidence, and ways to ask it.

Example:
    >>> from calcigraph import KnowledgeGraph
    >>> kg = KnowledgeGraph.open()
    >>> kg.entity("K2").label
    'vitamin K2'
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph._version import __version__ as __version__
    from calcigraph.errors import CalcigraphError as CalcigraphError
    from calcigraph.errors import Unavailable as Unavailable
    from calcigraph.errors import UsageError as UsageError
    from calcigraph.graph import KnowledgeGraph as KnowledgeGraph
    from calcigraph.store.tables import Table as Table

__all__ = ["CalcigraphError", "KnowledgeGraph", "Table", "Unavailable", "UsageError", "__version__"]

_HOMES = {
    "CalcigraphError": "calcigraph.errors",
    "KnowledgeGraph": "calcigraph.graph",
    "Table": "calcigraph.store.tables",
    "Unavailable": "calcigraph.errors",
    "UsageError": "calcigraph.errors",
    "__version__": "calcigraph._version",
}


def __getattr__(name: str) -> object:
    # Importing the package costs nothing; each name is fetched when it is first used.
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'calcigraph' has no attribute '{name}'")


def __dir__() -> list[str]:
    return __all__
