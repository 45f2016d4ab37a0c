"""Where the calcium goes, as a story of a few stops: what the graph says of each, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from calcigraph.knowledge.claims import Claim, claim_iri, read_claims
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.statuses import Status, statuses
from calcigraph.store import files, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.store.store import Store


@lru_cache(maxsize=1)
def script() -> dict[str, Any]:
    """Read which places and claims the story asks for, and in which words.

    Returns:
        The content of the data file.

    Example:
        >>> [stop["name"] for stop in script()["stops"]]
        ['gut', 'blood', 'bone', 'artery wall', 'kidney']
    """
    content: dict[str, Any] = yaml_text.parse(files.beside("pictures/story.yaml"))
    return content


@dataclass(frozen=True, slots=True)
class Said:
    """Plain words for a claim, with the claim and what its status means.

    Attributes:
        words: what stands in the picture.
        claim: the claim with its verdict.
        status: what the status of the verdict means.
    """

    words: str
    claim: Claim
    status: Status


@dataclass(frozen=True, slots=True)
class Gate:
    """Something that is said to steer a stream.

    Attributes:
        name: what stands on it.
        colour: its key in the style.
        effect: the claim that it steers the stream.
        lines: what is said below it.
    """

    name: str
    colour: str
    effect: Said
    lines: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the body that calcium comes to.

    Attributes:
        place: CURIE of the entity.
        name: one of its names.
        icon: its key in the data file.
        stream: the step by which calcium comes here.
        gate: what is said to steer that step, if anything.
        question: what people ask here, with the claim that answers it.
    """

    place: str
    name: str
    icon: str
    stream: Said
    gate: Gate | None
    question: Said


@dataclass(frozen=True, slots=True)
class Story:
    """The whole story.

    Attributes:
        title: of the picture.
        lead: the line below the title.
        start: where calcium comes from.
        stops: the places, in the order in which they are read.
        caution: what has to be said to some readers, while the graph stands by it.
        key: how to read streams and gates.
        page: what the page of the picture says beside it.
    """

    title: str
    lead: str
    start: str
    stops: tuple[Stop, ...]
    caution: Said | None
    key: tuple[str, ...]
    page: str

    def told(self) -> Iterator[Said]:
        """Go through everything that stands on a claim, in the order of reading, streams included.

        Yields:
            Each claim with its words.
        """
        for stop in self.stops:
            yield stop.stream
            if stop.gate:
                yield stop.gate.effect
                yield from stop.gate.lines
            yield stop.question
        if self.caution:
            yield self.caution

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims behind the story, each once, in the order of reading."""
        return tuple(dict.fromkeys(said.claim.iri for said in self.told()))

    @property
    def words(self) -> tuple[Status, ...]:
        """The statuses that occur in the picture, more support first."""
        shown = [each for stop in self.stops for each in (stop.question, *(stop.gate.lines if stop.gate else ()))]
        found = {said.status.label: said.status for said in shown}
        return tuple(sorted(found.values(), key=lambda status: (-status.rank, status.label)))

    @property
    def note(self) -> str:
        """What the picture says last: whom to ask first, and that it is no advice."""
        return " ".join(filter(None, (self.caution.words if self.caution else "", NO_ADVICE)))

    @property
    def description(self) -> str:
        """The story in words, for those who cannot see it."""
        parts = [f"{self.start} goes on through {len(self.stops)} places."]
        for stop in self.stops:
            parts.append(f"{stop.name.capitalize()}.")
            if stop.gate:
                below = "; ".join(f"{said.words}: {said.claim.verdict}" for said in stop.gate.lines)
                parts.append(f"Gate: {stop.gate.name}{f'; {below}' if below else ''}.")
            parts.append(f"{stop.question.words} {stop.question.claim.verdict.capitalize()}.")
            parts.append(f"The step that leads here ({stop.stream.claim.label}): {stop.stream.claim.verdict}.")
        return " ".join(parts)


def read_story(store: Store) -> Story:
    """Ask the graph what the story needs.

    Args:
        store: the graph.

    Returns:
        The story, with the verdicts of today.

    Raises:
        UnknownName: the graph lacks one of the claims.

    Example:
        >>> story = read_story(store)
        >>> (len(story.stops), story.stops[0].question.claim.subject.rpartition("/")[2])
        (5, 'vitamin-d')
    """
    found = script()
    names = sorted(set(_names(found)))
    iris = {name: claim_iri(store, name) for name in names}
    terms = " ".join(f"<{iri}>" for iri in iris.values())
    claims = {claim.iri: claim for claim in read_claims(store, f"VALUES ?claim {{ {terms} }}")}
    meanings = statuses(store)

    def said(words: str, name: str) -> Said:
        claim = claims[iris[name]]
        return Said(words or claim.label, claim, meanings[claim.status])

    def gate(each: dict[str, Any]) -> Gate:
        lines = tuple(said(line["words"], line["claim"]) for line in each["lines"])
        return Gate(each["name"], each["colour"], said("", each["effect"]), lines)

    stops = tuple(
        Stop(
            place=each["place"],
            name=each["name"],
            icon=each["icon"],
            stream=said("", each["stream"]),
            gate=gate(each["gate"]) if "gate" in each else None,
            question=said(each["question"], each["claim"]),
        )
        for each in found["stops"]
    )
    caution = said(found["caution"]["words"], found["caution"]["claim"])
    stands = caution.status.in_force(caution.claim.directness)
    return Story(
        title=found["title"],
        lead=found["lead"],
        start=found["start"],
        stops=stops,
        caution=caution if stands else None,
        key=tuple(found["key"].values()),
        page=found["page"],
    )


def _names(found: dict[str, Any]) -> Iterator[str]:
    for stop in found["stops"]:
        yield stop["stream"]
        yield stop["claim"]
        if gate := stop.get("gate"):
            yield gate["effect"]
            yield from (line["claim"] for line in gate["lines"])
    yield found["caution"]["claim"]
