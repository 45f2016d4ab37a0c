"""The version, written once."""

__version__ = "0.2.0"

#: Day of the release, such as ``2026-01-31``; empty between releases.
RELEASED = ""
