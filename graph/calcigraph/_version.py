"""The version, written once, and the day of the state that carries it."""

__version__ = "0.2.0"
#: The day of this state of the graph, ``YYYY-MM-DD``; it is set together with the version, and stands in every answer.
RELEASED = "2026-11-28"
