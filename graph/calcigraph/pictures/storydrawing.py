"""Draws the story of the calcium: one column of stops beside a stream, read from top to bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.diagrams.lettering import width, wrap
from calcigraph.diagrams.model import element_id
from calcigraph.pictures.story import script
from calcigraph.pictures.svg import root
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from calcigraph.diagrams.style import Style
    from calcigraph.pictures.story import Gate, Said, Stop, Story

_RAIL = 46.0  # middle of what runs down on the left
_CARD = 100.0  # where words begin beside the rail
_BRANCH = 82.0  # and beside the vessel
_END = 226.0  # middle of the icons at the ends of the branches
_ICON = 21.0  # radius
_VESSEL = 12.0  # half its width
_GATE = (13.0, 34.0)  # size of the letters on a gate, and its height
_PILL = 22.0


def story_picture(story: Story, style: Style) -> str:
    """Draw the story.

    Args:
        story: what the graph says.
        style: the style.

    Returns:
        A whole SVG file.

    Example:
        >>> from calcigraph.diagrams.style import Style
        >>> from calcigraph.pictures.story import read_story
        >>> "Where does the calcium go?" in story_picture(read_story(store), Style())
        True
    """
    return _Column(story, style).drawn()


class _Column:
    """Writes from top to bottom: streams below, boxes above them."""

    def __init__(self, story: Story, style: Style) -> None:
        self.story, self.style = story, style
        self.look: dict[str, Any] = style.data["story"]
        self.margin = float(style.data["page"]["margin"])
        self.inner = self.look["width"] - 2 * self.margin
        self.y = 0.0
        self.groups = 0
        self.below: list[str] = []
        self.above: list[str] = []

    def drawn(self) -> str:
        story = self.story
        title, lead = self.look["title"], self.look["lead"]
        self.lines(0, wrap(story.title, self.inner, title, bold=True), title, bold=True)
        self.y += 3
        self.lines(0, wrap(story.lead, self.inner, lead, even=False), lead, colour="muted")
        self.y += 12
        self.trunk(story.stops)
        self.y += 4
        self.foot()
        return root(
            (self.look["width"], self.y + 2 * self.margin),
            self.style,
            title=story.title,
            description=story.description,
            inside=f'<g class="body" transform="translate({self.margin:g},{self.margin:g})">\n'
            f'<g class="streams">{"".join(self.below)}</g>\n{"".join(self.above)}</g>\n',
        )

    # -------------------------------------------------------------------------------------------- words

    def lines(self, x: float, lines: list[str], size: float, *, bold: bool = False, colour: str = "text") -> None:
        for line in lines:
            self.put(x, self.y + 0.93 * size, line, size, bold=bold, colour=colour)
            self.y += 1.22 * size

    def put(
        self,
        x: float,
        y: float,
        line: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = "text",
        fill: str = "",
        anchor: str = "start",
    ) -> None:
        # Words share lines and boxes, so they keep their measure in whatever font a reader's machine has.
        look = f'font-size="{size:g}" textLength="{width(line, size, bold=bold):.1f}" lengthAdjust="spacingAndGlyphs"'
        look += ' font-weight="bold"' if bold else ""
        look += f' text-anchor="{anchor}"' if anchor != "start" else ""
        ink = fill or self.style.colour(colour)
        self.above.append(f'<text x="{x:.2f}" y="{y:.2f}" {look} fill="{ink}">{escape(line)}</text>')

    def group(self, said: Said, kind: str) -> str:
        """Begin a group that stands on a claim: what it is of, and what is read out for it."""
        claim = said.claim
        words = "" if said.words == claim.label else f"{said.words} "
        self.groups += 1
        return (
            f'<g class="{kind}" id="{element_id(kind, claim.curie)}-{self.groups}" data-iri="{escape(claim.iri)}" '
            f'data-curie="{escape(claim.curie)}" data-status="{escape(claim.status)}" '
            f'data-certainty="{escape(claim.certainty or "none")}">'
            f"<title>{escape(words)}{escape(claim.label[0].upper() + claim.label[1:])}: {escape(claim.verdict)}</title>"
        )

    def open(self, said: Said, kind: str) -> None:
        self.above.append(self.group(said, kind))

    def close(self) -> None:
        self.above.append("</g>")

    # -------------------------------------------------------------------------------------------- the way

    def trunk(self, stops: tuple[Stop, ...]) -> None:
        """The way: down through the first stops, then from the vessel into each of the others."""
        first, hub, *ends = stops
        lead = self.look["lead"]
        start = self.y + 2
        self.put(_CARD, start + 6 + 0.36 * lead, self.story.start, lead, colour="muted")
        self.y += 34
        gut = self.y + _ICON
        self.stream([(_RAIL, start), (_RAIL, gut - _ICON)], first.stream)
        self.card(first, gut)
        self.y += 12
        gate = self.y + _GATE[1] / 2
        self.y += _GATE[1] + 14
        blood = self.y + _ICON
        self.stream([(_RAIL, gut + _ICON), (_RAIL, blood - _ICON)], hub.stream)
        if hub.gate:
            self.gate(hub.gate, _RAIL, gate)
        vessel = len(self.below)
        self.card(hub, blood)
        self.y += 16
        last = blood
        for stop in ends:
            last = self.y + _ICON
            self.branch(stop, last)
            self.y += 16
        bottom = last + self.streamwidth(ends[-1].stream) / 2 + 6 if ends else blood
        paint = self.look["vessel"]
        self.below.insert(
            vessel,
            f'<path class="vessel" d="M{_RAIL - _VESSEL:g},{blood:.2f}V{bottom:.2f}a{_VESSEL:g},{_VESSEL:g} 0 0 0 {2 * _VESSEL:g},0V{blood:.2f}Z" '
            f'fill="{self.style.pick(paint["fill"])}" stroke="{self.style.pick(paint["line"])}" stroke-width="1.2"/>'
            + "".join(
                f'<circle cx="{_RAIL + (3 if number % 2 else -3):g}" cy="{blood + _ICON + place:.2f}" r="2.2" '
                f'fill="{self.style.pick(self.look["stream"])}"/>'
                for number, place in enumerate(_steps(bottom - blood - _ICON))
            ),
        )

    def streamwidth(self, said: Said) -> float:
        return float(self.look["streams"][said.claim.certainty or "none"])

    def stream(self, ends: list[tuple[float, float]], said: Said) -> None:
        """A stream as wide as its step is sure, with marks that show which way it runs."""
        wide = self.streamwidth(said)
        (x0, y0), (x1, y1) = ends
        down = x0 == x1
        long = (y1 - y0) if down else (x1 - x0)
        ink = self.style.pick(self.look["stream"])
        head = wide / 2 + 5
        x2, y2 = (x1, y1 - 9) if down else (x1 - 9, y1)
        tip = (
            f"M{x1:.2f},{y1:.2f}L{x1 - head:.2f},{y2:.2f}H{x1 + head:.2f}Z"
            if down
            else f"M{x1:.2f},{y1:.2f}L{x2:.2f},{y1 - head:.2f}V{y1 + head:.2f}Z"
        )
        dots = "".join(
            f'<circle cx="{x0 if down else x0 + place:.2f}" cy="{y0 + place if down else y0:.2f}" r="{min(2.2, wide / 5):.2f}" '
            f'fill="{self.style.pick(self.look["calcium"])}"/>'
            for place in _steps(long - 12)
        )
        self.below.append(
            f'{self.group(said, "stream")}<path d="M{x0:.2f},{y0:.2f}L{x2:.2f},{y2:.2f}" stroke="{ink}" stroke-width="{wide:g}" fill="none"/>'
            f'<path d="{tip}" fill="{ink}"/>{dots}</g>'
        )

    def gate(self, gate: Gate, x: float, y: float) -> None:
        size, high = _GATE
        wide = width(gate.name, size, bold=True) + 22
        colour = self.style.pick(self.look["gates"][gate.colour])
        dash = "" if gate.effect.status.sure else ' stroke-dasharray="5 4"'
        self.above.append(
            f'<g class="gate" data-sure="{str(gate.effect.status.sure).lower()}">'
            f"<title>{escape(f'{gate.name}. {gate.effect.claim.label}: {gate.effect.claim.verdict}')}</title>"
            f'<rect x="{x - wide / 2:.2f}" y="{y - high / 2:.2f}" width="{wide:.2f}" height="{high:g}" rx="{high / 2:g}" '
            f'fill="{self.style.colour("ground")}" stroke="{colour}" stroke-width="2.6"{dash}/>'
        )
        self.put(x, y + 0.36 * size, gate.name, size, bold=True, fill=colour, anchor="middle")
        self.close()

    # -------------------------------------------------------------------------------------------- the stops

    def icon(self, stop: Stop, x: float, y: float) -> None:
        paint = self.look["places"][stop.icon]
        fill, line = self.style.pick(paint["fill"]), self.style.pick(paint["line"])
        parts = []
        for each in script()["icons"][stop.icon]:
            if "fill" in each:
                parts.append(f'<path d="{each["fill"]}" fill="{line}"/>')
            else:
                parts.append(
                    f'<path d="{each["line"]}" fill="none" stroke="{line}" stroke-width="{each["width"]}" stroke-linecap="round"/>'
                )
        self.above.append(
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{_ICON:g}" fill="{fill}" stroke="{line}" stroke-width="1.6"/>'
            f'<g transform="translate({x - 20:.2f},{y - 20:.2f})">{"".join(parts)}</g>'
        )

    def name(self, stop: Stop, x: float, y: float) -> None:
        size = self.look["place"]
        self.put(x, y + 0.36 * size, stop.name[0].upper() + stop.name[1:], size, bold=True)

    def card(self, stop: Stop, middle: float) -> None:
        """A stop on the rail, its words on the right of it."""
        self.above.append(f'<g class="place" data-place="{escape(stop.place)}">')
        self.icon(stop, _RAIL, middle)
        self.name(stop, _CARD, middle - 10)
        self.close()
        self.y = middle + 2
        self.question(stop.question, _CARD)
        self.y = max(self.y, middle + _ICON)

    def branch(self, stop: Stop, middle: float) -> None:
        """A stop at the end of a branch, its words below it."""
        begin = _RAIL + _VESSEL
        self.stream([(begin, middle), (_END - _ICON, middle)], stop.stream)
        if stop.gate:
            self.gate(stop.gate, (begin + _END - _ICON - 10) / 2, middle)
        self.above.append(f'<g class="place" data-place="{escape(stop.place)}">')
        self.icon(stop, _END, middle)
        self.name(stop, _END + _ICON + 9, middle)
        self.close()
        self.y = middle + _ICON + 5
        for said in stop.gate.lines if stop.gate else ():
            self.gateline(said)
        self.y += 5 if stop.gate else 0
        self.question(stop.question, _BRANCH)

    def gateline(self, said: Said) -> None:
        size = self.style.size
        self.open(said, "line")
        base = self.y + 0.93 * size
        self.put(_BRANCH, base, f"{said.words}:", size, colour="muted")
        after = _BRANCH + width(f"{said.words}: ", size)
        ink = self.style.pick(self.look["verdicts"][said.status.drawn])
        self.put(after, base, said.status.label, size, bold=True, fill=ink)
        self.close()
        self.y += 1.35 * size

    def question(self, said: Said, x: float) -> None:
        size, small = self.look["question"], self.style.size
        self.open(said, "question")
        self.lines(x, wrap(said.words, self.inner - x, size), size)
        self.y += 4
        wide = width(said.status.label, 13, bold=True) + 20
        paint = self.style.pick(self.look["verdicts"][said.status.drawn])
        self.above.append(
            f'<rect class="verdict" x="{x:.2f}" y="{self.y:.2f}" width="{wide:.2f}" height="{_PILL:g}" rx="{_PILL / 2:g}" fill="{paint}"/>'
        )
        self.put(
            x + wide / 2,
            self.y + 15.6,
            said.status.label,
            13,
            bold=True,
            fill=self.style.colour("ground"),
            anchor="middle",
        )
        if said.claim.certainty:
            self.put(x + wide + 8, self.y + 15.4, f"{said.claim.certainty} certainty", small, colour="muted")
        self.y += _PILL
        self.close()

    # -------------------------------------------------------------------------------------------- below

    def foot(self) -> None:
        """What the words mean, how to read it, and what it is not."""
        size = self.style.size
        self.above.append('<g class="legend">')
        rule = self.style.colour("region_line")
        self.above.append(f'<path d="M0,{self.y:.2f}H{self.inner:g}" stroke="{rule}" stroke-width="1"/>')
        self.y += 8
        for status in self.story.words:
            ink = self.style.pick(self.look["verdicts"][status.drawn])
            self.entry(f"{status.label}: ", ink, status.meaning)
        self.y += 4
        for line in self.story.key:
            self.lines(0, wrap(line, self.inner, size, even=False), size, colour="muted")
            self.y += 2
        self.above.append('</g><g class="note">')
        self.y += 4
        if self.story.caution:
            self.open(self.story.caution, "caution")
            self.lines(0, wrap(self.story.caution.words, self.inner, size, bold=True, even=False), size, bold=True)
            self.close()
            self.y += 3
        advice = self.story.note.removeprefix(self.story.caution.words if self.story.caution else "").strip()
        self.lines(0, wrap(advice, self.inner, size, bold=True, even=False), size, bold=True)
        self.close()

    def entry(self, head: str, ink: str, meaning: str) -> None:
        """A word and what it means, in one paragraph."""
        size = self.style.size
        indent = width(head, size, bold=True) + 2
        self.put(0, self.y + 0.93 * size, head.strip(), size, bold=True, fill=ink)
        words = meaning.split()
        line: list[str] = []
        x = indent
        for word in [*words, ""]:
            if word and width(" ".join([*line, word]), size) <= self.inner - x:
                line.append(word)
                continue
            self.put(x, self.y + 0.93 * size, " ".join(line), size, colour="muted")
            self.y += 1.22 * size
            line, x = [word], 0.0
        self.y += 2


def _steps(long: float) -> list[float]:
    """Places of the marks on a stream, evenly spread."""
    count = max(1, round(long / 16))
    return [long * (number + 0.5) / count for number in range(count)]
