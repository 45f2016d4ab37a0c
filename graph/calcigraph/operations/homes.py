"""Choices and defaults that have a home elsewhere; they are fetched when somebody wants to see or check them."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.store.store import Store


def certainties() -> tuple[str, ...]:
    """List how certain a verdict can be.

    Returns:
        Labels of the ontology, the most certain first.

    Example:
        >>> certainties()
        ('high', 'moderate', 'low', 'very low')
    """
    from calcigraph.knowledge.statuses import certainties

    return tuple(certainties(_statuses()))


def directions() -> tuple[str, ...]:
    """List how a claim can run.

    Returns:
        ``direct`` and ``indirect``.
    """
    from calcigraph.knowledge.claims import DIRECTNESS

    return DIRECTNESS


def drawing_formats() -> tuple[str, ...]:
    """List the formats of a picture.

    Returns:
        Suffixes, the usual one first.
    """
    from calcigraph.pictures.picture import FORMATS

    return FORMATS


def dots_per_inch() -> int:
    """Give the resolution of a PNG.

    Returns:
        That of a picture that is drawn in Python.
    """
    from calcigraph.pictures.png import DPI

    return DPI


def export_formats() -> tuple[str, ...]:
    """List the formats of an export.

    Returns:
        Their names, in the order of the documentation.

    Example:
        >>> export_formats()[0]
        'turtle'
    """
    from calcigraph.exports.formats import formats

    return tuple(formats())


def levels() -> tuple[str, ...]:
    """List to what a factor can be pressed.

    Returns:
        The levels.
    """
    from calcigraph.mechanism.whatif.said import LEVELS

    return tuple(LEVELS)


def scenarios() -> Mapping[str, Mapping[str, str]]:
    """Give the scenarios that are drawn where none is named.

    Returns:
        Title to interventions.
    """
    from calcigraph.pictures.draw import SCENARIOS

    return SCENARIOS


def statuses() -> tuple[str, ...]:
    """List what a verdict can be.

    Returns:
        Labels of the ontology.
    """
    from calcigraph.knowledge.statuses import statuses

    return tuple(statuses(_statuses()))


def study_templates() -> tuple[str, ...]:
    """List the kinds of study that have a template.

    Returns:
        Their names, the usual one first.

    Example:
        >>> study_templates()[:2]
        ('rct', 'non-randomised')
    """
    from calcigraph.curation.study_form import templates

    return templates()


def strengths() -> tuple[str, ...]:
    """List how strong an influence can be taken to be.

    Returns:
        The strength classes, and what takes an influence away.
    """
    from calcigraph.mechanism.whatif.influence import STRENGTHS

    return tuple(STRENGTHS)


def themes() -> tuple[str, ...]:
    """List the themes of a picture.

    Returns:
        The usual one first.
    """
    from calcigraph.diagrams.style import THEMES

    return tuple(THEMES)


def units() -> tuple[str, ...]:
    """List the units that amounts can be given in.

    Returns:
        As one types them.

    Example:
        >>> units()
        ('iu', 'ug', 'mg')
    """
    from calcigraph.knowledge.amounts import UNITS

    return tuple(UNITS)


def agreement() -> float:
    """Give the share of an ensemble that has to agree.

    Returns:
        0 to 1.
    """
    from calcigraph.mechanism.whatif.threshold import AGREEMENT

    return AGREEMENT


def _statuses() -> Store:
    """The statuses and certainties of the ontology alone: the help of a command does not wait for the whole graph."""
    from calcigraph.namespaces import ONTOLOGY
    from calcigraph.store import files
    from calcigraph.store.memory import MemoryEngine
    from calcigraph.store.store import Store

    engine = MemoryEngine()
    engine.load(files.read("ontology/statuses.ttl"), ONTOLOGY)
    return Store(engine)
