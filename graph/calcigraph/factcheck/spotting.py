"""What a sentence speaks of: names of the graph in it, and everyday words for outcomes, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.errors import AmbiguousName, UnknownName
from calcigraph.guard.folding import fold
from calcigraph.guard.lexica import Lexicon, Named
from calcigraph.namespaces import CG
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator

_CHOSEN = values("factcheck/spotting.yaml")
_LAY = values("questions/lay_words.yaml")
_PLACES = frozenset(_CHOSEN["places"])
_NO_NAMES = frozenset(_CHOSEN["no_names"])
_KINDS = (
    ("Population", "G"),
    ("Drug", "D"),
    ("Food", "F"),
    ("Nutrient", "N"),
    ("Supplement", "N"),
    ("Protein", "P"),
    ("Tissue", "T"),
    ("Cell", "T"),
    ("AnatomicalEntity", "T"),
)
_OF_SOMETHING = frozenset(_CHOSEN["of_something"])
_PRONOUN = re.compile(_CHOSEN["pronoun"], re.IGNORECASE)
_MOST_MEANINGS = 3


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something.

    Attributes:
        start: offset in the sentence.
        end: offset behind.
        said: the words.
        letter: its kind: ``N`` a nutrient, ``D`` a drug, ``F`` a food, ``P`` a protein, ``G`` people, ``T`` a tissue, ``O`` other.
        iris: what it may mean, the most likely first.
        place: whether the word is a place of the body that stands for an outcome only where something is done for it.
        lay: whether it is an everyday word that the graph has no name for.
        stands_in: whether it is a word such as "it".
    """

    start: int
    end: int
    said: str
    letter: str
    iris: tuple[str, ...]
    place: bool = False
    lay: bool = False
    stands_in: bool = False


class Spotter:
    """Finds what sentences speak of.

    Args:
        store: the graph.
        annotator: the names of its vocabulary.

    Example:
        >>> from calcigraph.text.annotation import Annotator
        >>> [(each.said, each.letter) for each in Spotter(store, Annotator(store)).spot("K2 is good for your bones")]
        [('K2', 'N'), ('bones', 'O')]
    """

    def __init__(self, store: Store, annotator: Annotator) -> None:
        self._store, self._annotator = store, annotator
        self._known: dict[str, str] = {}

    @cached_property
    def _lay(self) -> Lexicon:
        words = {**_CHOSEN["more_words"], **_LAY["outcomes"]}
        return Lexicon(
            (word, Named("entity", word, "", word, iris=tuple(iri for name in names if (iri := self.iri(name)))))
            for word, names in words.items()
        )

    def iri(self, name: str) -> str:
        """Resolve the name of an entity.

        Args:
            name: any of its names.

        Returns:
            Its IRI, empty where nothing, or more than one thing, has it.
        """
        if name not in self._known:  # the nearest of an unknown name are looked for, which takes its time
            try:
                self._known[name] = self._store.entities.iri(name)
            except (UnknownName, AmbiguousName):
                self._known[name] = ""
        return self._known[name]

    def letter(self, iri: str) -> str:
        """Tell the kind of an entity.

        Args:
            iri: of the entity.

        Returns:
            A letter, see ``Mention``.
        """
        kinds = {kind.removeprefix(CG) for kind in self._annotator.kinds.get(iri, ())}
        return next((letter for kind, letter in _KINDS if kind in kinds), "O")

    def spot(  # noqa: C901 - one place after another
        self, sentence: str, topic: tuple[Mention, ...] = ()
    ) -> list[Mention]:
        """Find what a sentence speaks of.

        Args:
            sentence: the sentence.
            topic: what "it" means at its beginning.

        Returns:
            The mentions in its order, none overlapping, the longest where several begin.
        """
        found = []
        for each in self._annotator.find(sentence):
            iris = (each.iri,) if each.iri else each.candidates
            if len(iris) > _MOST_MEANINGS or fold(each.text) in _NO_NAMES or not iris:
                continue
            found.append(Mention(each.start, each.end, each.text, self.letter(iris[0]), iris))
        taken = {(each.start, each.end): each for each in found}
        for hit in self._lay.find(sentence):
            if not hit.named.iris:
                continue
            word = fold(hit.said)
            if word in _OF_SOMETHING and re.match(r"\s*(?:from|of|by|due)\b", sentence[hit.end :]):
                continue
            same = taken.get((hit.start, hit.end))
            place = word in _PLACES
            if same and not place:
                continue  # the graph has the name itself
            lay = Mention(hit.start, hit.end, hit.said, "O", hit.named.iris, place=place, lay=True)
            if same:
                found.remove(same)
            found.append(lay)
        if len(topic) == 1 and (said := _PRONOUN.match(sentence)):
            found.append(Mention(0, said.end(), said[0], topic[0].letter, topic[0].iris, stands_in=True))
        chosen: list[Mention] = []
        for one in sorted(found, key=lambda each: (each.start - each.end, each.lay)):
            if not any(one.start < other.end and other.start < one.end for other in chosen):
                chosen.append(one)
        return sorted(chosen, key=lambda one: one.start)
