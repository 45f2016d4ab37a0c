"""Checks a text: reads it passage by passage and judges every claim of every sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from calcigraph.factcheck.checked import Checked, CheckedSentence, Finding
from calcigraph.factcheck.claimhood import defines, no_claim
from calcigraph.factcheck.dangers import dangers
from calcigraph.factcheck.hedges import hedge_of
from calcigraph.factcheck.judging import judge
from calcigraph.factcheck.matching import Matcher
from calcigraph.factcheck.passages import plain_passages
from calcigraph.factcheck.patterns import patterned
from calcigraph.factcheck.relations import relations
from calcigraph.factcheck.rewording import reworded
from calcigraph.factcheck.splitting import LONGEST, sentences
from calcigraph.factcheck.spotting import Mention, Spotter
from calcigraph.factcheck.stated_amounts import amounts
from calcigraph.guard.folding import fold
from calcigraph.guard.guarding import Guard
from calcigraph.guard.languages import language
from calcigraph.store.judgements import values
from calcigraph.text.annotation import Annotator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from calcigraph.factcheck.passages import Passage
    from calcigraph.factcheck.relations import Relation
    from calcigraph.factcheck.splitting import Sentence
    from calcigraph.store.store import Store

_CHOSEN = values("factcheck/checking.yaml")
_SAMPLE: int = _CHOSEN["sample"]
_STILL_HEARD = frozenset(_CHOSEN["still_heard"])


class Checker:
    """Checks texts by one graph.

    Args:
        store: the graph.
        annotator: the names of its vocabulary; None to make one.

    Example:
        >>> checked = Checker(store).check("Vitamin K2 prevents arterial calcification.")
        >>> [each.outcome for each in checked.findings]
        ['overstated']
    """

    def __init__(self, store: Store, annotator: Annotator | None = None) -> None:
        self._store = store
        self._spotter = Spotter(store, annotator or Annotator(store))
        self._guard = Guard(store)
        self._matcher = Matcher(store, self._spotter)

    def check(self, text: str, *, name: str = "", markdown: bool = False) -> Checked:
        """Check a text.

        Args:
            text: plain text or Markdown.
            name: of the text.
            markdown: whether it is Markdown.

        Returns:
            Every claim that it makes, judged.
        """
        return self.check_passages(plain_passages(text, markdown=markdown), name=name)

    def check_passages(
        self, passages: Iterable[Passage], *, name: str = "", tick: Callable[[Passage], None] | None = None
    ) -> Checked:
        """Check a text that comes passage by passage.

        Args:
            passages: of the text, in order.
            name: of the text.
            tick: is told each passage that was read.

        Returns:
            Every claim that it makes, judged; nothing where the text is not English.
        """
        checked = Checked(name)
        head: list[Passage] = []
        seen = 0
        reader = _Reader(self._store, self._spotter, self._guard, self._matcher)
        rest = iter(passages)
        for each in rest:  # the language is told from the beginning, before anything is judged
            head.append(each)
            seen += len(each.text)
            if seen >= _SAMPLE:
                break
        checked.language = language(" ".join(each.text for each in head)[:_SAMPLE])
        if checked.language:
            return checked
        for passage in (*head, *rest):
            for found in reader.read(passage):
                checked.read += 1
                if found.findings:
                    checked.sentences.append(found)
                else:
                    checked.no_claim[found.no_claim] += 1
            if tick:
                tick(passage)
        return checked


class _Reader:
    """Reads the passages of one text, with what its sentences are about."""

    def __init__(self, store: Store, spotter: Spotter, guard: Guard, matcher: Matcher) -> None:
        self._store, self._spotter, self._guard, self._matcher = store, spotter, guard, matcher
        self._topic: tuple[Mention, ...] = ()
        self._heading: tuple[Mention, ...] = ()
        self._all: Counter[Mention] = Counter()

    def read(self, passage: Passage) -> Iterator[CheckedSentence]:
        """Check the sentences of a passage."""
        if passage.kind == "item":
            self._topic = self._heading or self._topic
        for sentence in sentences(passage):
            yield self._sentence(sentence)

    def _sentence(self, sentence: Sentence) -> CheckedSentence:
        start, end = sentence.place
        text, page = sentence.text, sentence.passage.page
        if len(text) > LONGEST:
            return CheckedSentence(text, start, end, (), "long", page)
        mentions = self._spotter.spot(text, self._topic)
        hits = self._guard.lexicon.find(text) if mentions else []
        reason = no_claim(sentence)
        found: list[Finding] = []
        if mentions and reason in _STILL_HEARD:
            found += [
                self._placed(sentence, each)
                for each in (
                    *dangers(self._store, self._guard, text, hits, (*mentions, *self._topic)),
                    *amounts(self._store, self._guard, text, hits),
                )
            ]
        unsafe = any(each.outcome == "unsafe" for each in found)
        if mentions and not reason and not unsafe:
            found += self._claims(sentence, mentions)
        self._remember(sentence, mentions)
        return CheckedSentence(text, start, end, tuple(found), "" if found else reason or "nothing", page)

    def _claims(self, sentence: Sentence, mentions: list[Mention]) -> list[Finding]:
        text = sentence.text
        folded = fold(text)
        found: dict[str, Finding] = {}
        uncovered: list[Finding] = []
        heading = sentence.passage.kind == "heading"  # it makes a claim only where it says of its topic what it does
        every = [*relations(text, mentions, self._topic), *patterned(text, mentions)]
        for relation in every:
            if relation.kind == "effect" and (defines(text) or (heading and not relation.implied)):
                continue
            finding = self._judged(folded, relation, heading=heading)
            if finding is None:
                continue
            placed = self._placed(sentence, finding)
            if placed.claim is None or placed.outcome == "not covered here":
                uncovered.append(placed)
            else:
                found.setdefault(placed.claim.iri, placed)
        if found:
            return list(found.values())
        return uncovered[:1]

    def _judged(self, folded: str, relation: Relation, *, heading: bool) -> Finding | None:
        start = min([relation.start, *(each.start for each in relation.subjects if not relation.implied)])
        hedge = hedge_of(folded, relation.start, relation.trigger, relation.end)
        if hedge.level == "associated" and relation.kind == "effect":
            relation = replace(relation, association=True)
        if (
            (hedge.denied or hedge.unshown)
            and relation.kind == "effect"
            and not relation.sign
            and relation.good is None
        ):
            relation = replace(relation, good=True)  # "no effect on" denies the good that one would hope for
        match = self._matcher.match(relation)
        words = tuple(dict.fromkeys((*hedge.words, relation.words)))
        if match is None:
            if relation.kind != "effect" or relation.implied or heading or not self._in_subject(relation):
                return None
            return Finding("not covered here", words, "The graph holds no claim on it.", start=start, end=relation.end)
        outcome, reason = judge(self._store, relation, match, hedge)
        if outcome == "not covered here":
            return Finding(outcome, words, reason, match.claim, match.how, "", start, relation.end)
        rewrite = reworded(self._store, match.claim, outcome)
        return Finding(outcome, words, reason, match.claim, match.how, rewrite, start, relation.end)

    def _in_subject(self, relation: Relation) -> bool:
        """Whether a relation that no claim is on is one that the graph could hold: a nutrient or drug, and an outcome."""
        return (
            relation.subjects[0].letter in "ND"
            and relation.object is not None
            and relation.object.letter in "OP"
            and not relation.object.place
        )

    @staticmethod
    def _placed(sentence: Sentence, finding: Finding) -> Finding:
        start, end = sentence.span(finding.start, max(finding.end, finding.start + 1))
        return Finding(
            finding.outcome, finding.words, finding.reason, finding.claim, finding.how, finding.rewrite, start, end
        )

    def _remember(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Keep what the sentence is about, for one that says "it" or nothing."""
        named = [each for each in mentions if each.letter in "NDP" and not each.stands_in]
        if not named:
            return
        if sentence.passage.kind == "heading":
            self._heading = (named[0],) if len({each.iris for each in named}) == 1 else ()
        self._topic = (named[0],)
