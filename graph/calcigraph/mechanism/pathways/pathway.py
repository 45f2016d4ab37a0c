"""Signed pathways: simple paths of direct influences between factors, with their evidence and what they share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.mechanism.leading import Leading, Led
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from calcigraph.knowledge.claims import Claim

_NAMED: int = values("mechanism/limits.json")["named_partings"]


@dataclass(frozen=True, slots=True)
class Pathway:
    """One path of direct influences.

    Attributes:
        nodes: labels of the factors, source first.
        claims: the claims in order, one fewer than the nodes.
        tissues: where each step takes place, labels joined by commas.
        sign: 1 when more of the source gives more of the target, -1 when less.
        weakest: the claim with the least certain verdict.
        sentence: the path as one English sentence.
    """

    nodes: tuple[str, ...]
    claims: tuple[Claim, ...]
    tissues: tuple[str, ...]
    sign: int
    weakest: Claim
    sentence: str

    def __len__(self) -> int:
        return len(self.claims)

    @property
    def effect(self) -> str:
        """``raises`` or ``lowers``."""
        return "raises" if self.sign > 0 else "lowers"

    @property
    def arrows(self) -> str:
        """The path on one line of plain text: ``a -(+)-> b -(-)-> c``."""
        parts = [self.nodes[0]]
        for claim, node in zip(self.claims, self.nodes[1:], strict=True):
            parts.append(f"-({'+' if (claim.sign or 0) > 0 else '-'})-> {node}")
        return " ".join(parts)

    @property
    def crossings(self) -> tuple[str, ...]:
        """The tissues passed through, each once in order."""
        return tuple(dict.fromkeys(self.tissues))

    def as_dict(self) -> dict[str, object]:
        """The path as plain values, ready for JSON.

        Returns:
            Nodes, claims, sign, weakest link with verdict, tissues and sentence.
        """
        return {
            "nodes": list(self.nodes),
            "claims": [claim.curie for claim in self.claims],
            "signs": [claim.sign for claim in self.claims],
            "sign": self.sign,
            "weakest": {"claim": self.weakest.curie, "label": self.weakest.label, "verdict": self.weakest.verdict},
            "tissues": list(self.tissues),
            "sentence": self.sentence,
        }


class Core(NamedTuple):
    """What every path has.

    Attributes:
        nodes: labels of the factors, in the order of the shortest path; the ends too where they are single factors.
        claims: the claims in that order.
    """

    nodes: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Pathways(Led):
    """The answer to a search for pathways.

    Attributes:
        source, target: what was asked for, by preferred labels.
        max_length: how many steps were allowed.
        sign: the sign asked for, or None.
        code: ``found``; ``no path``, there is none of any length; ``longer``, the shortest one is longer than
            allowed; ``other sign``, there are paths but none of the sign asked for; ``filtered``, there are paths but
            none that passes the filters.
        paths: the paths, shortest first, the better supported first among equals.
        total: how many paths there are before the limit.
        raising, lowering: how many of them raise and lower the target.
        capped: whether counting stopped early, so that ``total`` is a lower bound, and what the paths share and where
            they part holds for those counted. Never so without a limit.
        shortest: length of the shortest path when ``code`` is ``longer``.
        parting: labels of the factors where raising and lowering paths part: what follows can do either, and a step
            taken there settles which. The nearest to the source first.
        diverging, converging: labels of the factors that paths leave, or enter, by different claims, in that order.
        core: the factors and claims on every path.
        filters: what was asked for beside the length: ``via``, ``avoid``, ``tissue``, ``min_certainty``, ``sign``.
        removed_by: names of the filters that took all paths away when ``code`` is ``other sign`` or ``filtered``: each
            one without which alone there would be paths; none where it takes several.
    """

    source: str
    target: str
    max_length: int
    sign: int | None
    code: str
    paths: tuple[Pathway, ...] = ()
    total: int = 0
    raising: int = 0
    lowering: int = 0
    capped: bool = False
    shortest: int | None = None
    parting: tuple[str, ...] = ()
    diverging: tuple[str, ...] = ()
    converging: tuple[str, ...] = ()
    core: Core = field(default_factory=Core)
    filters: Mapping[str, str] = field(default_factory=dict, hash=False)
    removed_by: tuple[str, ...] = ()
    _cut: Callable[[], tuple[Claim, ...]] = field(default=tuple, repr=False, compare=False)
    _lead: Callable[[], Leading] = field(default=Leading, repr=False, compare=False)

    def __iter__(self) -> Iterator[Pathway]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def cut(self) -> tuple[Claim, ...]:
        """A smallest set of claims without which the target cannot be reached from the source at all.

        It is a cut of the network, so it counts paths of any length, either sign and any tissue, not only those
        listed; ``avoid`` and ``min_certainty`` hold for it. By the theorem of Menger it has as many claims as there are
        paths that share none; no such theorem holds for paths of limited length. Of several smallest sets it is the one
        nearest to the source. It is computed when it is read.
        """
        return self._cut()

    @property
    def summary(self) -> str:
        """What was found, in one sentence."""
        pair = f"from {self.source} to {self.target}"
        if self.code == "longer":
            return f"No path {pair} of up to {_steps(self.max_length)}; the shortest has {self.shortest}."
        if self.code == "no path":
            return (
                f"No path {pair} of any length in the mechanism network (looked up to {_steps(self.max_length)} first)."
            )
        if self.code != "found":
            return f"No path {pair} of up to {_steps(self.max_length)} {self._removed()}"
        some = "at least " if self.capped else ""
        paths = "1 path" if self.total == 1 else f"{some}{self.total} paths"
        raise_it, lower_it = (
            f"{count} {verb}{'s' if count == 1 else ''} it"
            for count, verb in ((self.raising, "raise"), (self.lowering, "lower"))
        )
        more = len(self.parting) - _NAMED
        named = [*self.parting[:_NAMED], f"{more} more"] if more > 0 else list(self.parting)
        parting = f"; they part at {_listed(named)}" if named else ""
        text = f"{paths} {pair} of up to {_steps(self.max_length)}: {raise_it}, {lower_it}{parting}."
        return text[0].upper() + text[1:]

    def _removed(self) -> str:
        asked = {
            "sign": "raises it" if self.sign == 1 else "lowers it",
            "via": f"goes through {self.filters.get('via')}",
            "avoid": f"keeps clear of {self.filters.get('avoid')}",
            "tissue": f"has a step in {self.filters.get('tissue')}",
            "min_certainty": f"has at least {self.filters.get('min_certainty')} certainty at every step",
        }
        wanted = _listed([asked[name] for name in self.filters], "and")
        if len(self.filters) == 1:
            return f"{wanted}, though others exist."
        if not self.removed_by:
            return f"{wanted}; no one filter alone is to blame."
        freed = _listed([name.replace("_", " ") for name in self.removed_by], "or")
        return f"{wanted}; without the filter on {freed} there are some."

    def as_dict(self) -> dict[str, object]:
        """The answer as plain values, ready for JSON.

        Returns:
            The lead and the attributes by name, each path as a dictionary, each claim as a CURIE.
        """
        return {
            **self.lead_as_dict(),
            "source": self.source,
            "target": self.target,
            "max_length": self.max_length,
            "sign": self.sign,
            "filters": dict(self.filters),
            "code": self.code,
            "removed_by": list(self.removed_by),
            "summary": self.summary,
            "total": self.total,
            "raising": self.raising,
            "lowering": self.lowering,
            "capped": self.capped,
            "shortest": self.shortest,
            "parting": list(self.parting),
            "diverging": list(self.diverging),
            "converging": list(self.converging),
            "core": {"nodes": list(self.core.nodes), "claims": [claim.curie for claim in self.core.claims]},
            "cut": [claim.curie for claim in self.cut],
            "paths": [path.as_dict() for path in self.paths],
        }


def _steps(count: int) -> str:
    return "1 step" if count == 1 else f"{count} steps"


def _listed(names: list[str], word: str = "and") -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
