"""One pooled estimate of the results on a claim, where there are enough that can be put together. It changes no verdict."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument
from calcigraph.knowledge.claims import Claim, one_claim, read_claims
from calcigraph.knowledge.combining import Combined, combine
from calcigraph.knowledge.comparable import Contrast, LeftOut, Study, comparable
from calcigraph.knowledge.evidence import NO_ADVICE, claim_row
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcigraph.store.store import Store

_CHOSEN = "knowledge/pooling.yaml"
#: What goes with every pooled estimate.
NO_VERDICT = "A pooled estimate sums up what these studies report; it judges none of them and changes no verdict."


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled estimate in the terms of the studies: ratios as ratios.

    Attributes:
        effect, low, high: the mean effect and its 95 % interval.
        from_, to: the 95 % prediction interval.
        tau2: variance between studies; of logarithms where the effects are ratios.
        i2: share of the variance between studies, in percent.
        narrower: whether Knapp-Hartung made the interval narrower than the usual standard error would.
    """

    effect: float
    low: float
    high: float
    from_: float
    to: float
    tau2: float
    i2: float
    narrower: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """Results of one contrast, put together.

    Attributes:
        contrast: what they share.
        studies: the results, the most people first.
        weights: of them, in percent.
        pooled: the estimate.
        without: the estimate without each of them, in their order.
    """

    contrast: Contrast
    studies: tuple[Study, ...]
    weights: tuple[float, ...]
    pooled: Pooled
    without: tuple[Pooled, ...]

    @property
    def people(self) -> int | None:
        """How many people were studied; None where it is not known of all."""
        known = [study.n for study in self.studies if study.n]
        return sum(known) if len(known) == len(self.studies) else None

    def as_dict(self) -> dict[str, Any]:
        """The pool as plain values.

        Returns:
            Every number, ready for JSON.
        """
        rows = zip(self.studies, self.weights, self.without, strict=True)
        return {
            "contrast": self.contrast._asdict(),
            "scale_pooled_on": "log" if self.contrast.log else "plain",
            "people": self.people,
            **_numbers(self.pooled),
            "narrower_than_usual": self.pooled.narrower,
            "studies": [
                {
                    "result": study.result,
                    "study": study.label,
                    "exposure": study.exposure,
                    "n": study.n,
                    "effect": study.effect,
                    "low": study.low,
                    "high": study.high,
                    "turned_over": study.turned,
                    "weight": weight,
                    "without_it": _numbers(other),
                }
                for study, weight, other in rows
            ],
        }


@dataclass(frozen=True, slots=True)
class Pooling:
    """What could be put together on a claim.

    Attributes:
        claim: the claim with its verdict.
        pools: the pools, the most studies first; empty where there is none.
        left_out: every other result, with the reason.
        note: that it is no verdict and no advice.
        cautions: what drugs, conditions and groups in the claim call for; they stand first.
    """

    claim: Claim
    pools: tuple[Pool, ...]
    left_out: tuple[LeftOut, ...]
    note: str
    cautions: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What came of it, in one sentence."""
        if not self.pools:
            least = values(_CHOSEN)["least_results"]
            if not self.left_out:
                return "Nothing can be pooled: no study in the graph has looked at it."
            return (
                f"Nothing can be pooled: no {least} results on it are of one outcome, measure and kind of comparison."
            )
        count = sum(len(pool.studies) for pool in self.pools)
        several = f"{len(self.pools)} pools" if len(self.pools) > 1 else "one pool"
        return f"{count} of {count + len(self.left_out)} results are put together, in {several}."

    @property
    def missing(self) -> str:
        """What the pools lack, where some results have no interval; empty otherwise."""
        silent = sum(each.silent for each in self.left_out)
        if not silent or not self.pools:
            return ""
        many = "One result has" if silent == 1 else f"{silent} results have"
        return f"{many} no interval and had to be left out; reports that saw nothing often give none, so the pool may lean."

    def as_dict(self) -> dict[str, Any]:
        """It as plain values, ready for JSON.

        Returns:
            ``cautions``, ``claim``, ``said``, ``missing``, ``method``, ``pools``, ``left_out`` and ``note``.
        """
        return {
            "cautions": list(self.cautions),
            "claim": claim_row(self.claim),
            "said": self.said,
            "missing": self.missing,
            "method": "random effects, REML, Knapp-Hartung; prediction interval with its degrees of freedom",
            "pools": [pool.as_dict() for pool in self.pools],
            "left_out": [{"result": each.result, "study": each.study, "reason": each.reason} for each in self.left_out],
            "note": self.note,
        }


def pool_results(store: Store, *names: str) -> Pooling:
    """Pool the results on a claim; see ``kg.pool``.

    Args:
        store: the graph.
        names: IRI, CURIE or sentence of the claim; or subject, predicate and object.

    Returns:
        The pools, and what is left out and why.

    Raises:
        UnknownName: no claim has the name.
        AmbiguousName: several claims fit the three names.
        BadArgument: neither one name nor three.
        Unavailable: something could be pooled, and PyMARE is not installed.

    Example:
        >>> found = pool_results(store, "vitamin D decreases falls")
        >>> found.pools, sorted(each.reason for each in found.left_out if "hazard ratio" in each.reason)[0]
        ((), 'only 2 results of its kind (falls, hazard ratio, assigned); a pool takes 3')
    """
    iri = one_claim(store, *names)
    claim = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")[0]
    groups, left_out = comparable(store, iri)
    least = values(_CHOSEN)["least_results"]
    pools = []
    for contrast, studies in groups.items():
        if len(studies) >= least:
            pools.append(pool_studies(studies))
            continue
        count = "only one result" if len(studies) == 1 else f"only {len(studies)} results"
        reason = f"{count} of its kind ({contrast.words}); a pool takes {least}"
        left_out += [LeftOut(study.result, study.label, reason) for study in studies]
    return Pooling(
        claim=claim,
        pools=tuple(sorted(pools, key=lambda pool: (-len(pool.studies), pool.contrast))),
        left_out=tuple(sorted(left_out, key=lambda each: (each.study, each.result))),
        note=f"{NO_VERDICT} {NO_ADVICE}",
    )


def pool_studies(studies: Sequence[Study]) -> Pool:
    """Pool results of one contrast.

    Args:
        studies: three or more, of different people.

    Returns:
        The pool.

    Raises:
        BadArgument: there are too few, they differ in what they have to share, such as ratios and differences, or the same
            people are in two of them.
        Unavailable: PyMARE is not installed.
    """
    least = values(_CHOSEN)["least_results"]
    if len(studies) < least:
        raise BadArgument(f"a pool takes {least} results or more, not {len(studies)}")
    contrast = studies[0].contrast
    for study in studies:
        if study.contrast != contrast:
            raise BadArgument(f"{study.result} is of {study.contrast.words}, and the pool of {contrast.words}")
    if len({study.people for study in studies}) < len(studies):
        raise BadArgument("the same people are in two of the results; a pool takes them once")
    numbers = [study.numbers() for study in studies]

    def combined(left: int | None = None) -> Combined:
        taken = [each for place, each in enumerate(numbers) if place != left]
        return combine([effect for effect, _ in taken], [error for _, error in taken])

    whole = combined()
    return Pool(
        contrast=contrast,
        studies=tuple(studies),
        weights=whole.weights,
        pooled=_as_said(whole, log=contrast.log),
        without=tuple(_as_said(combined(place), log=contrast.log) for place in range(len(studies))),
    )


def _as_said(found: Combined, *, log: bool) -> Pooled:
    def back(value: float) -> float:
        # Two results that differ much leave an interval that ends beyond every number there is.
        return math.exp(min(value, 700.0)) if log else value

    return Pooled(
        effect=back(found.estimate),
        low=back(found.low),
        high=back(found.high),
        from_=back(found.from_),
        to=back(found.to),
        tau2=found.tau2,
        i2=found.i2,
        narrower=found.narrower,
    )


def _numbers(pooled: Pooled) -> dict[str, float]:
    return {
        "effect": pooled.effect,
        "low": pooled.low,
        "high": pooled.high,
        "prediction_low": pooled.from_,
        "prediction_high": pooled.to,
        "tau2": pooled.tau2,
        "i2": pooled.i2,
    }
