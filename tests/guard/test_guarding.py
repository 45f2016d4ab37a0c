"""The guard: what is dangerous in a question is found by meaning, wherever it stands, and said first."""

from __future__ import annotations

import pytest
from calcigraph.guard.guarding import Guard

from tests.opened import opened


@pytest.fixture(scope="module")
def guard() -> Guard:
    return Guard(opened().store)


@pytest.mark.parametrize(
    ("text", "drug"),
    [
        ("I take Coumadin, may I take MK-7?", "warfarin (Coumadin)"),
        ("MK7 ok on jantoven", "warfarin (jantoven)"),
        ("is natto fine with Sintrom", "acenocoumarol (Sintrom)"),
        ("Darf ich Vitamin K2 mit Marcumar nehmen?", "phenprocoumon (Marcumar)"),
        ("Puis-je prendre de la vitamine K2 avec du Préviscan ?", "fluindione (Préviscan)"),
        ("vitamin K1 while on a coumarin", "vitamin K antagonists"),
        ("can people on warfarin eat kale", "warfarin"),
    ],
)
def test_vitamin_k_with_a_vitamin_k_antagonist_is_a_known_risk_in_any_words(guard: Guard, text: str, drug: str) -> None:
    found = guard.read(text)
    assert found.state == "known risk"
    assert drug in found.cautions[0].sentence
    assert found.cautions[0].sentence.startswith("Not without your doctor")
    assert "Do not stop or change" in " ".join(found.lines)


@pytest.mark.parametrize(
    "text",
    [
        "can I take vitamin K2 with Eliquis",
        "vitamin D and lisinopril",
        "is calcium ok with lithium",
        "MK-7 with ibuprofen",
        "vitamin D in Williams syndrome",
        "is omega 3 safe in pregnancy",
    ],
)
def test_what_the_graph_does_not_know_is_never_called_safe(guard: Guard, text: str) -> None:
    found = guard.read(text)
    assert found.lines
    assert "no known problem" not in found.state
    assert any(word in " ".join(found.lines) for word in ("doctor", "pharmacist"))


@pytest.mark.parametrize(
    "text",
    [
        "my toddler swallowed a bottle of vitamin D drops",
        "I took too many vitamin D pills",
        "vitamin D overdose",
        "how much calcium kills",
        "lethal dose of vitamin K",
        "chest pain since I take calcium",
        "I'm on warfarin and keep bleeding",
        "heavy nosebleed on Xarelto, vitamin K?",
        "can't breathe after K2",
        "he gave the baby ten times the dose by mistake",
        "meine Tochter hat Vitamin D Tabletten verschluckt",
        "surdosage de vitamine D",
    ],
)
def test_where_somebody_may_be_in_danger_the_first_line_is_the_number_to_call(guard: Guard, text: str) -> None:
    found = guard.read(text)
    assert found.alarm
    assert found.lines[0].startswith("Call the emergency number")


@pytest.mark.parametrize(
    "text",
    [
        "does lack of vitamin K cause bleeding",
        "symptoms of vitamin K deficiency",
        "does K2 prevent heart attacks",
        "foods with vitamin K",
    ],
)
def test_the_subject_itself_is_no_emergency(guard: Guard, text: str) -> None:
    assert not guard.read(text).alarm


@pytest.mark.parametrize(
    "people", ["my baby", "a newborn", "my 6 month old", "a 3 year old", "my son", "kids", "a toddler"]
)
def test_an_adults_limit_is_never_a_childs(guard: Guard, people: str) -> None:
    dose, _, judged = guard.read(f"is 3000 IU of vitamin D a day safe for {people}?").doses[0]
    assert str(dose.value) == "3000"
    assert judged.state in ("nothing studied", "known risk")
    assert "below the upper limit of 100" not in judged.sentence


@pytest.mark.parametrize(
    ("text", "state", "said"),
    [
        ("60000 IU of vitamin D every day", "known risk", "15 times the upper limit"),
        ("is 4000 IU D3 daily ok", "no known problem", "the upper limit itself"),
        ("2000 IU vitamin D a day", "no known problem", "below the upper limit"),
        ("2000 IU vitamin D3 twice a day", "no known problem", "the upper limit itself"),
        ("50,000 IU vitamin D a week", "known risk", "spread over its days"),
        ("20000 IU of D3 weekly", "nothing studied", "for a doctor to prescribe"),
        ("300000 IU of vitamin D in one go", "nothing studied", "only as a doctor prescribes it"),
        ("5000 mg of vitamin D a day", "known risk", "Surely a slip"),
        ("100 mg of MK-7 a day", "nothing studied", "Nobody has studied it"),
        ("180 mcg of MK-7 a day", "no limit set", "no proof of safety"),
        ("3000 mg of calcium a day", "known risk", "1.2 times the upper limit"),
    ],
)
def test_a_dose_is_judged_by_amount_and_time(guard: Guard, text: str, state: str, said: str) -> None:
    _, _, judged = guard.read(text).doses[0]
    assert (judged.state, said in judged.sentence) == (state, True), judged.sentence


def test_a_week_is_not_a_day(guard: Guard) -> None:
    daily, weekly = (guard.read(f"20000 IU of vitamin D {each}").doses[0][2] for each in ("a day", "a week"))
    assert daily.state == "known risk"
    assert "5 times" in daily.sentence
    assert weekly.state != "known risk"
    assert "not the same as a daily one" in " ".join(weekly.reasons)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("is 600 a day of vitamin D ok", ("600 IU = 15 µg", "600 µg = 24,000 IU")),
        ("can I take 2 vitamin D tablets a day", ("2 x … IU of vitamin D", "2 x … µg of vitamin D")),
        ("take 500 IU of vitamin K2 daily", ("… µg of vitamin K2", "… mg of vitamin K2")),
    ],
)
def test_what_a_number_lacks_is_asked_back(guard: Guard, text: str, says: tuple[str, ...]) -> None:
    assert guard.read(text).doses[0][2].asks == says


def test_the_highest_dose_without_harm_is_not_told_as_harmful(guard: Guard) -> None:
    reasons = " ".join(guard.read("is 10000 IU vitamin D a day too much").doses[0][2].reasons)
    assert "is the most at which no harm was seen" in reasons


@pytest.mark.parametrize(
    "text",
    [
        "I take warfarin 5 mg daily, can I add MK-7",
        "K2 while on apixaban 5mg twice daily",
        "Synthroid 100 mcg and calcium",
    ],
)
def test_the_dose_of_a_drug_is_no_dose_of_the_vitamin(guard: Guard, text: str) -> None:
    assert guard.read(text).doses == ()


def test_doses_that_are_added_up_are_judged_together(guard: Guard) -> None:
    ((dose, _, judged),) = guard.read("can I take 4000 iu + 2000 iu of vitamin D").doses
    assert (str(dose.value), judged.state) == ("6000", "known risk")
