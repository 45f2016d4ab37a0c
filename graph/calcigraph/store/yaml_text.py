"""YAML, read in one way: safely, and fast where PyYAML was built with libyaml."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any


def parse(text: str | bytes) -> Any:
    """Read YAML.

    Args:
        text: the YAML; bytes are UTF-8.

    Returns:
        What it says, in plain Python values.

    Raises:
        yaml.YAMLError: the text is no YAML.

    Example:
        >>> parse("a: [1, b]")
        {'a': [1, 'b']}
    """
    import yaml

    # Both loaders are safe ones; the one in C is there where PyYAML was built with libyaml, and five times faster.
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
