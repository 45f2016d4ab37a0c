"""How much of the articles the graph holds: every statement with its claims or its reason for making none.

With the articles at hand it is also checked that each statement still stands where its anchor says.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from calcigraph.errors import BadFile
from calcigraph.knowledge import fragments
from calcigraph.namespaces import shorten
from calcigraph.store.inputs import MAX_SIZE, a_path, read_file, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph.store.store import Store

#: What is said where nobody looked at the articles.
NOT_CHECKED = "Anchors and digests were not checked: that needs the articles as text (--sources DIR)."

_STATEMENTS = """
SELECT ?statement ?article ?section ?claims ?amounts ?reason ?boldness WHERE {
  ?statement a cg:Statement .
  OPTIONAL { ?statement dcterms:isPartOf/skos:prefLabel ?article }
  OPTIONAL { ?statement cg:section ?section }
  BIND(EXISTS { ?statement cg:states ?claim } AS ?claims)
  BIND(EXISTS { ?statement cg:statesAmount ?amount } AS ?amounts)
  OPTIONAL { ?statement cg:noClaimBecause/rdfs:label ?reason }
  OPTIONAL { ?statement cg:boldness/rdfs:label ?boldness }
} ORDER BY ?statement ?article ?section ?reason ?boldness
"""
_ANCHORS = """
SELECT ?statement ?article ?anchor ?digest WHERE {
  ?statement a cg:Statement .
  OPTIONAL { ?statement dcterms:isPartOf ?article }
  OPTIONAL { ?statement cg:anchor ?anchor }
  OPTIONAL { ?statement cg:digest ?digest }
} ORDER BY ?statement ?article ?anchor ?digest
"""
_ARTICLES = """
SELECT ?article ?file WHERE { ?article a cg:Article ; dcterms:identifier ?file } ORDER BY ?article ?file
"""


@dataclass(frozen=True)
class Counts:
    """Numbers of statements.

    Attributes:
        statements: all of them.
        with_claims: those that make a claim.
        with_amount: those that give an amount.
        without_claim: those with a reason for making no claim.
        reasons: the same by reason.
        overstated: worded more boldly than the evidence allows.
        fair: worded as the evidence allows.
        understated: worded more weakly than the evidence would allow.
        neither: those with no claim, no amount and no reason; there should be none.
    """

    statements: int = 0
    with_claims: int = 0
    with_amount: int = 0
    without_claim: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    overstated: int = 0
    fair: int = 0
    understated: int = 0
    neither: int = 0

    def __add__(self, other: Counts) -> Counts:
        numbers = (each.name for each in fields(self) if each.name != "reasons")
        reasons = Counter(self.reasons) + Counter(other.reasons)
        return Counts(
            reasons=dict(sorted(reasons.items())),
            **{name: getattr(self, name) + getattr(other, name) for name in numbers},
        )

    def as_dict(self) -> dict[str, object]:
        """Give the numbers by name.

        Returns:
            Plain data.

        Example:
            >>> Counts(statements=2, fair=1).as_dict()["fair"]
            1
        """
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class Coverage:
    """How much of the articles the graph holds.

    Attributes:
        sections: numbers by article and section, in the order of the text.
        neither: CURIEs of the statements with no claim, no amount and no reason.
    """

    sections: dict[tuple[str, str], Counts]
    neither: tuple[str, ...]

    @property
    def articles(self) -> dict[str, Counts]:
        """Numbers by article."""
        found: dict[str, Counts] = {}
        for (article, _), counts in self.sections.items():
            found[article] = found.get(article, Counts()) + counts
        return found

    @property
    def total(self) -> Counts:
        """Numbers of all articles together."""
        return sum(self.sections.values(), Counts())

    @property
    def complete(self) -> bool:
        """Whether every statement has a claim, an amount or a reason."""
        return not self.neither

    def as_dict(self) -> dict[str, object]:
        """Give everything as plain data.

        Returns:
            Numbers by section, by article and in total, and the statements that lack everything.

        Example:
            >>> Coverage({("article 1", "Introduction"): Counts(statements=1)}, ()).as_dict()["neither"]
            []
        """
        return {
            "sections": [
                {"article": article, "section": section, **counts.as_dict()}
                for (article, section), counts in self.sections.items()
            ],
            "articles": [{"article": article, **counts.as_dict()} for article, counts in self.articles.items()],
            "total": self.total.as_dict(),
            "neither": list(self.neither),
        }


@dataclass(frozen=True, order=True)
class Fault:
    """A statement that is not where it should be.

    Attributes:
        statement: its CURIE.
        message: what is wrong.
    """

    statement: str
    message: str

    def __str__(self) -> str:
        return f"{self.statement}: {self.message}"


@dataclass(frozen=True)
class SourceCheck:
    """The outcome of comparing the statements with the articles.

    Attributes:
        folder: where the articles are.
        articles: how many were read.
        statements: how many statements were compared.
        faults: what is wrong, in the order of the statements.
    """

    folder: str
    articles: int
    statements: int
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether every anchor leads to exactly one sentence, and it is the one recorded."""
        return not self.faults

    def as_dict(self) -> dict[str, object]:
        """Give everything as plain data.

        Returns:
            What was compared, and every fault.

        Example:
            >>> SourceCheck("articles", 3, 283, ()).as_dict()["passed"]
            True
        """
        return {
            "checked": True,
            "folder": self.folder,
            "articles": self.articles,
            "statements": self.statements,
            "passed": self.passed,
            "faults": [{"statement": fault.statement, "message": fault.message} for fault in self.faults],
        }


def statement_coverage(store: Store) -> Coverage:
    """Count the statements by article and section.

    Args:
        store: the graph.

    Returns:
        The numbers, and the statements that lack everything.

    Example:
        >>> coverage = statement_coverage(store)
        >>> coverage.complete, sorted(coverage.articles)
        (True, ['article 1', 'article 2', 'article 3'])
    """
    sections: dict[tuple[str, str], Counts] = {}
    seen: set[str] = set()
    neither: list[str] = []
    for statement, article, section, claims, amounts, reason, boldness in store.engine.values(_STATEMENTS):
        name = shorten(statement or "")
        if name in seen:  # two sections or two reasons: the shapes complain, here it counts once
            continue
        seen.add(name)
        one = Counts(
            statements=1,
            with_claims=claims == "true",
            with_amount=amounts == "true",
            without_claim=reason is not None,
            reasons={reason: 1} if reason else {},
            **({boldness: 1} if boldness else {}),
        )
        if not (one.with_claims or one.with_amount or one.without_claim):
            one = replace(one, neither=1)
            neither.append(name)
        key = article or "no article", section or "no section"
        sections[key] = sections.get(key, Counts()) + one
    order = {article: place for place, article in enumerate(dict.fromkeys(article for article, _ in sections))}
    ordered = sorted(sections.items(), key=lambda item: order[item[0][0]])
    return Coverage(dict(ordered), tuple(neither))


def check_sources(store: Store, folder: str | Path, *, max_size: float | str = MAX_SIZE) -> SourceCheck:
    """Check that each statement stands in its article: one sentence at its anchor, with its digest.

    Args:
        store: the graph.
        folder: where the articles are, as text files named like ``dcterms:identifier`` of the article.
        max_size: how large each may be, in bytes or such as ``1GB``; 0 for any size.

    Returns:
        The outcome, with every fault.

    Raises:
        BadFile: the folder or an article is missing, or an article is no text.

    Example:
        >>> check_sources(store, "no-such-folder")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: no folder is called 'no-such-folder'; expected the folder that holds the articles as text
    """
    place = a_path("the folder", folder)
    if not place.is_dir():
        what = f"'{folder}' is a file" if place.exists() else f"no folder is called '{folder}'"
        raise BadFile(f"{what}; expected the folder that holds the articles as text")
    texts = {
        article or "": _article(place / (file or ""), article or "", max_size)
        for article, file in store.engine.values(_ARTICLES)
    }
    rows = store.engine.values(_ANCHORS)
    faults = []
    for statement, article, anchor, digest in rows:
        message = _fault(texts, article, anchor, digest)
        if message:
            faults.append(Fault(shorten(statement or ""), message))
    return SourceCheck(str(folder), len(texts), len({row[0] for row in rows}), tuple(faults))


def _fault(texts: dict[str, str], article: str | None, anchor: str | None, digest: str | None) -> str:
    if article not in texts:
        return f"{shorten(article) if article else 'its article'} names no text file (dcterms:identifier)"
    if anchor is None or digest is None:
        return "it has no " + " and no ".join(
            name for name, value in (("anchor", anchor), ("digest", digest)) if value is None
        )
    text = texts[article]
    try:
        spans = fragments.resolve(text, anchor)
    except ValueError as error:
        return str(error)
    if len(spans) != 1:
        return f"anchor {anchor} names {len(spans) or 'no'} sentences in {shorten(article)}, expected exactly one"
    found = fragments.digest(text[slice(*spans[0])])
    if found != digest:
        return f"the sentence at {anchor} in {shorten(article)} has digest {found[:12]}, expected {digest[:12]}"
    return ""


def _article(path: Path, article: str, max_size: float | str) -> str:
    expected = f"the text of {shorten(article)}"
    return fragments.normalise(text_of(read_file(path, expected=expected, suffix=path.suffix, max_size=max_size), path))
