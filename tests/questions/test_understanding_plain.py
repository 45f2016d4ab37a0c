"""Plain questions, as readers ask them: the question and what it is about are found, or choices are offered."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.cli.commands import cli
from calcigraph.errors import BadArgument, Unavailable
from calcigraph.questions.headers import parse
from calcigraph.text.words import stem, stems
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opened import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished

    Run = Callable[..., Finished]

K2_CALCIUM = "claim:vitamin-k2-does-not-increase-serum-calcium"

#: text, ids of questions any of which is right, values that have to be among the parameters
PLAIN: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    # foods
    ("which foods supply menaquinone-7?", ("foods-that-supply",), ("MK-7",)),
    ("Which food contains vitamin K2?", ("foods-that-supply",), ("vitamin K2",)),
    ("what foods are rich in MK4", ("foods-that-supply",), ("MK-4",)),
    ("what can I eat to get vitamin D3?", ("foods-that-supply",), ("vitamin D3",)),
    ("food sources of calcium", ("foods-that-supply",), ("calcium",)),
    ("how much menaquinone 7 do foods contain", ("foods-that-supply",), ("MK-7",)),
    ("what does natto supply?", ("what-a-food-supplies",), ("natto",)),
    ("what does Edam contain and how much of it", ("what-a-food-supplies",), ("Edam",)),
    ("which foods supply both vitamin K2 and calcium?", ("foods-with-k2-and-calcium",), ()),
    ("how many grams of food give 180 ug of MK-7?", ("food-for-a-target-intake",), ("MK-7", "180")),
    # forms
    ("how do MK-4 and MK-7 differ?", ("two-forms-compared",), ("MK-4", "MK-7")),
    ("compare menaquinone 7 with vitamin K1", ("two-forms-compared",), ("MK-7", "vitamin K1")),
    ("which studies used MK-7?", ("which-form-a-study-used",), ("MK-7",)),
    ("what forms of vitamin K are there?", ("forms-of",), ("vitamin K",)),
    ("which forms of vitamin D exist and what is their half-life", ("forms-of",), ("vitamin D",)),
    ("forms of K2", ("forms-of",), ("vitamin K2",)),
    ("how does vitamin K1 differ from vitamin K2?", ("k1-against-k2", "two-forms-compared"), ()),
    ("vitamin K1 versus K2", ("k1-against-k2", "two-forms-compared"), ()),
    # proteins
    ("which proteins does vitamin K2 activate?", ("proteins-activated-by",), ("vitamin K2",)),
    ("proteins activated by MK-7", ("proteins-activated-by",), ("MK-7",)),
    ("what does osteocalcin need to become active?", ("what-a-protein-needs",), ("osteocalcin",)),
    ("what blocks matrix gla protein", ("what-a-protein-needs",), ("matrix Gla protein",)),
    ("what does MGP need and what blocks it?", ("what-a-protein-needs",), ("matrix Gla protein",)),
    ("which proteins depend on vitamin K?", ("vitamin-k-dependent-proteins",), ()),
    ("list all vitamin K dependent proteins", ("vitamin-k-dependent-proteins",), ()),
    ("where is osteocalcin made?", ("where-a-protein-is-made-and-what-it-binds",), ("osteocalcin",)),
    ("what does matrix Gla protein bind?", ("where-a-protein-is-made-and-what-it-binds",), ("matrix Gla protein",)),
    ("which forms does osteocalcin have, and which is a marker?", ("protein-forms-and-markers",), ("osteocalcin",)),
    # mechanism
    ("what acts directly on serum calcium?", ("influences-on",), ("serum calcium",)),
    ("what influences bone resorption?", ("influences-on",), ("bone resorption",)),
    ("what does parathyroid hormone act on directly", ("direct-influences-of",), ("parathyroid hormone",)),
    ("direct influences of PTH", ("direct-influences-of",), ("parathyroid hormone",)),
    # effects
    ("what does vitamin K2 do for health?", ("effects-of",), ("vitamin K2",)),
    ("effects of vitamin D3", ("effects-of",), ("vitamin D3",)),
    ("what are the health benefits of magnesium?", ("effects-of",), ("magnesium",)),
    # evidence
    (
        "evidence for vitamin K2 prevents arterial calcification",
        ("evidence-for",),
        ("claim:vitamin-k2-prevents-arterial-calcification",),
    ),
    (
        "does vitamin K2 prevent arterial calcification?",
        ("evidence-for",),
        ("claim:vitamin-k2-prevents-arterial-calcification",),
    ),
    ("does vitamin K2 raise calcium?", ("does-it-raise-calcium",), ("vitamin K2",)),
    ("does menaquinone raise serum calcium?", ("does-it-raise-calcium",), ("vitamin K2",)),
    ("evidence that vitamin K2 does not increase serum calcium", ("evidence-for",), (K2_CALCIUM,)),
    ("is there evidence that warfarin inhibits VKORC1?", ("evidence-for",), ("claim:warfarin-inhibits-vkorc1",)),
    (
        "does vitamin D reduce fracture risk",
        ("evidence-for",),
        ("claim:vitamin-d-decreases-fracture-risk",),
    ),
    (
        "what did studies find about vitamin K2 decreases fracture risk",
        ("evidence-for",),
        ("claim:vitamin-k2-decreases-fracture-risk",),
    ),
    ("which claims are contested?", ("contested-claims",), ()),
    ("on which claims do studies disagree", ("contested-claims",), ()),
    ("which claims deny something?", ("negated-claims",), ()),
    ("negated claims", ("negated-claims",), ()),
    ("which sources were not used and why", ("sources-not-used",), ()),
    ("UniProt keys of the proteins", ("uniprot-keys",), ()),
    # people and safety
    ("who should be careful with vitamin K2", ("who-should-be-careful",), ("vitamin K2",)),
    ("who should not take MK-7?", ("who-should-be-careful",), ("MK-7",)),
    ("who shouldn't take vitamin D?", ("who-should-be-careful",), ("vitamin D",)),
    ("who must not take vitamin K2", ("who-should-be-careful",), ("vitamin K2",)),
    ("side effects of calcium", ("who-should-be-careful",), ("calcium",)),
    ("is vitamin D3 harmful to anyone?", ("who-should-be-careful",), ("vitamin D3",)),
    ("who might need more vitamin K2?", ("who-might-need-more",), ("vitamin K2",)),
    ("for whom is vitamin D recommended", ("who-might-need-more",), ("vitamin D",)),
    ("what does warfarin interact with?", ("interactions-of-a-drug",), ("warfarin",)),
    ("drug interactions of acenocoumarol", ("interactions-of-a-drug",), ("acenocoumarol",)),
    # doses
    ("recommended daily intake of vitamin K", ("reference-intakes",), ("vitamin K",)),
    ("how much vitamin D do authorities say people need?", ("reference-intakes",), ("vitamin D",)),
    ("reference intakes of calcium", ("reference-intakes",), ("calcium",)),
    ("which doses of MK7 did trials give?", ("doses-in-trials-and-articles",), ("MK-7",)),
    ("is 5000 IU of vitamin D a day above an upper limit?", ("above-upper-limit",), ("vitamin D", "125")),
    ("is 3 mg of calcium above the upper limit", ("above-upper-limit",), ("calcium", "3000")),
    # articles and identifiers
    ("what does article 2 say?", ("what-an-article-says",), ("article 2",)),
    ("which statements are bolder than the evidence?", ("overstated-statements",), ()),
    ("overstated statements of the articles", ("overstated-statements",), ()),
    ("identifiers of osteocalcin", ("identifiers-of",), ("osteocalcin",)),
    ("what is menaquinone-7 called in other databases?", ("identifiers-of",), ("MK-7",)),
    ("which entities have no identifier", ("entities-without-identifier",), ()),
    ("ChEBI id of calcitriol", ("identifiers-of",), ("calcitriol",)),
    ("what is exaggerated in the articles", ("overstated-statements",), ()),
    ("what raises blood calcium", ("influences-on",), ("serum calcium",)),
    ("RDA for magnesium", ("reference-intakes",), ("magnesium",)),
    ("is vitamin K2 safe with warfarin", ("who-should-be-careful",), ("vitamin K2",)),
    ("does K2 prevent fractures?", ("evidence-for",), ("claim:vitamin-k2-decreases-fracture-risk",)),
    # overview
    ("what does the graph hold?", ("overview",), ()),
]

#: Texts that must not be answered without asking back.
UNSURE = [
    "what do people wrongly say about K2",
    "who benefits from extra vitamin K2?",
    "what does article 1 say about K2",
    "which foods do not contain vitamin K2?",
    "who does not need vitamin K2?",
    "how much K2 should I take per day",
    "which foods supply it, and how much?",
    "does calcium cause nightmares?",
    "vitamin K2",
    "MK-7",
    "which foods supply vitamin C?",
    "which foods supply warfarin?",
    "what is the capital of France?",
    "foods that supply zinc and selenium",
    "calcium warfarin natto",
    "what does natto need to become active",
    "which forms of warfarin are there?",
    "zzzz zzzz",
    "is it good?",
    "?!",
    "does natto cure cancer?",
    "who should be careful with aspirin",
    "is 4000 of vitamin D a day above an upper limit?",
    "is 4000 IU of calcium a day above an upper limit?",
    # these were answered as something else
    "does vitamin E raise calcium in the blood?",
    "what lowers calcium in the blood?",
    "does vitamin K2 lower serum calcium?",
    "is it safe?",
    "where does vitamin K2 come from?",
    "what raises calcium in the blood?",
    "claims behind it",
    "who should be careful?",
    "is a day of vitamin D above an upper limit?",
    "vitamin D in kidney disease",
    "which trials did not give vitamin K2?",
    "does K2 strengthen bones?",
    "does K2 protect arteries?",
    "can I take K2 with calcium?",
    "is calcium with vitamin D safe?",
    "what activates vitamin D?",
    "what supplies natto?",
    "who needs less vitamin D?",
    "effects of vitamin D and K2",
    "benefits of natto",
]

IDS = [text for text, *_ in PLAIN]
#: Share of the plain questions that has to be answered as meant, without asking back.
RIGHT = 0.95


def outcome(kg: KnowledgeGraph, text: str, ids: tuple[str, ...], values: tuple[str, ...]) -> str:
    found = kg.questions.understand(text)
    if not found.sure:
        return "asked back"
    return "right" if found.question in ids and set(values) <= set(found.parameters.values()) else "wrong"


def test_plain_questions_are_understood(kg: KnowledgeGraph) -> None:
    found = {text: outcome(kg, text, ids, values) for text, ids, values in PLAIN}
    assert len(PLAIN) >= 40
    others = {text: how for text, how in found.items() if how != "right"}
    assert len(others) <= (1 - RIGHT) * len(PLAIN), others


@pytest.mark.parametrize(("text", "ids", "values"), PLAIN, ids=IDS)
def test_no_plain_question_is_answered_as_another_one(
    kg: KnowledgeGraph, text: str, ids: tuple[str, ...], values: tuple[str, ...]
) -> None:
    assert outcome(kg, text, ids, values) != "wrong", kg.questions.understand(text).line


def test_the_table_has_questions_of_every_folder_of_the_first_day() -> None:
    folders = {"foods-that-supply", "forms-of", "what-a-protein-needs", "influences-on", "effects-of", "evidence-for"}
    assert folders <= {name for _, ids, _ in PLAIN for name in ids}


@pytest.mark.parametrize("text", UNSURE)
def test_what_is_not_understood_is_not_answered(kg: KnowledgeGraph, text: str) -> None:
    found = kg.questions.understand(text)
    assert not found.sure
    assert len(found.choices) <= 3


def test_choices_are_commands_that_run(kg: KnowledgeGraph) -> None:
    for text in ("vitamin K2", "what about MK-7 doses or foods", "which forms of warfarin are there?"):
        choices = kg.questions.understand(text).choices
        assert choices
        for each in choices:
            program, command, question, *given_parameters = shlex.split(each.command)
            assert (program, command) == ("calcigraph", "ask")
            kg.ask(question, **dict(pair.split("=", 1) for pair in given_parameters))


def test_direction_follows_the_place_of_the_name(kg: KnowledgeGraph) -> None:
    assert kg.questions.understand("what acts directly on osteocalcin?").question == "influences-on"
    assert kg.questions.understand("what does osteocalcin act on directly?").question == "direct-influences-of"


def test_a_default_is_named_and_never_asked_with_unless_chosen(kg: KnowledgeGraph) -> None:
    found = kg.questions.understand("who should be careful?")
    assert not found.sure
    assert found.choices[0].command == "calcigraph ask who-should-be-careful 'nutrient=vitamin K2'"
    assert found.defaults == {"nutrient": "vitamin K2"}
    assert found.line.endswith("with nutrient = vitamin K2, the default")


def test_a_default_does_not_stand_in_for_something_unknown(kg: KnowledgeGraph) -> None:
    found = kg.questions.understand("which foods supply vitamin C?")
    assert not found.sure
    assert "C" in found.ignored


def test_what_is_not_taken_into_account_is_said(kg: KnowledgeGraph) -> None:
    found = kg.questions.understand("which doses of MK-7 did trials give to postmenopausal women?")
    assert "postmenopausal women" in found.ignored or "women" in " ".join(found.parameters.values())
    if found.ignored:
        assert "not taken into account: postmenopausal women" in found.line


def test_a_dose_is_taken_in_micrograms(kg: KnowledgeGraph) -> None:
    for amount, dose in (
        ("5000 IU", "125"),
        ("5,000 iu", "125"),
        ("125 ug", "125"),
        ("125 µg", "125"),
        ("0.125 mg", "125"),
    ):
        found = kg.questions.understand(f"is {amount} of vitamin D a day above an upper limit?")
        assert (found.sure, found.parameters["dose"]) == (True, dose), amount


def test_a_combination_can_be_asked_for_part_by_part(kg: KnowledgeGraph) -> None:
    """ "vitamin D and K2" is one entity too, and as such it hid the two that the question takes."""
    found = kg.questions.understand("what do vitamin D and K2 share?")
    assert (found.sure, found.question) == (True, "shared-and-separate")
    assert found.parameters == {"first": "vitamin D", "second": "vitamin K2"}


def test_a_denial_is_named_where_the_text_asks_the_contrary(kg: KnowledgeGraph) -> None:
    """Whoever asks whether K2 causes clots must not take "supports" for a yes."""
    line = kg.questions.understand("does K2 cause blood clots?").line
    assert "(vitamin K2 does not increase clotting and thrombosis (as a supplement))" in line


def test_a_claim_by_its_name(kg: KnowledgeGraph) -> None:
    found = kg.questions.understand("evidence for claim:warfarin-inhibits-vkorc1")
    assert (found.question, found.parameters) == ("evidence-for", {"claim": "claim:warfarin-inhibits-vkorc1"})


@pytest.mark.parametrize(
    "name", ["menaquinone-7", "Menaquinone 7", "MK7", "mk-7", "MK\N{NON-BREAKING HYPHEN}7", "vitamin MK-7"]
)
def test_spellings(kg: KnowledgeGraph, name: str) -> None:
    found = kg.questions.understand(f"Which foods supply {name}?")
    assert (found.question, found.parameters) == ("foods-that-supply", {"nutrient": "MK-7"})


def test_endless_text_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="at most 400 letters"):
        kg.questions.understand("food " * 1000)


@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = opened().questions.understand(text)
    assert found.sure <= (found.question in opened().questions)


@pytest.mark.parametrize(
    "pair", [("supplies", "supply"), ("raise", "increases"), ("studies", "study"), ("activates", "activated")]
)
def test_forms_of_a_word_meet(pair: tuple[str, str]) -> None:
    assert stem(pair[0]) == stem(pair[1])


def test_words_that_say_nothing() -> None:
    assert stems("What is it, and how?") == set()


# The command --------------------------------------------------------------------------------------------------------


def test_ask_in_plain_words(run: Run, kg: KnowledgeGraph) -> None:
    done = run("ask", "which foods supply menaquinone-7?", "--format", "csv")
    assert done.out == kg.ask("foods-that-supply", nutrient="MK-7").csv()
    assert done.err.startswith("Most MK-7 is in natto.\n")
    assert done.err.endswith(
        "\nunderstood: foods-that-supply (Which foods supply {nutrient}, and how much?) with nutrient = MK-7\n"
    )
    assert done.code == 0


def test_ask_offers_choices(run: Run) -> None:
    done = run("ask", "which drug is a risk ")
    first, *choices = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert first.startswith("calcigraph: not sure what 'which drug is a risk' asks; choose one")
    assert 1 <= len(choices) <= 3
    assert all(line.startswith("  calcigraph ask ") for line in choices)


def test_ask_what_no_question_fits(run: Run) -> None:
    done = run("ask", "zzzz zzzz")
    assert done.code == 1
    assert done.out.startswith("Outside this graph, as far as it understands. It is about vitamin D, vitamin K")


def test_ask_in_a_unit(run: Run) -> None:
    done = run("ask", "reference-intakes", "vitamin D", "--unit", "iu", "--format", "csv")
    assert "[iU]/d" in done.out
    assert "ug/d" not in done.out
    assert run("ask", "reference-intakes", "--unit", "pounds").code == 2


def test_an_id_needs_no_reading_of_text() -> None:
    code = (
        "import sys; from calcigraph import KnowledgeGraph; KnowledgeGraph.open().ask('foods-that-supply');"
        "print(sorted({'calcigraph.questions.understanding', 'calcigraph.questions.mentions', 'calcigraph.text.words'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert {"--unit", "--allow-network"} <= {option for each in cli.commands["ask"].params for option in each.opts}


def test_a_question_that_needs_the_network_says_so() -> None:
    graph = KnowledgeGraph.open()
    text = (
        "#+ title: T\n#+ question: Q?\n#+ description: D\n#+ tags: [x]\n"
        "SELECT ?x WHERE { SERVICE <http://127.0.0.1:1/sparql> { ?x ?y ?z } } ORDER BY ?x\n"
    )
    graph.questions._paths["far"] = "queries/federated/far.rq"
    graph.questions._parsed["far"] = parse("queries/federated/far.rq", text)
    with pytest.raises(Unavailable, match="allow it with --allow-network") as caught:
        graph.ask("far")
    assert caught.value.exit_code == 3
