"""Frames: a kind of question is known in many words, and prevent, reverse and cure are three things."""

from __future__ import annotations

import pytest
from calcigraph.questions.question_frames import match

from tests.opened import opened

PLAIN = opened().questions.plain

KINDS = {
    "safe": [
        "can I take K2 with warfarin",
        "is vitamin D ok while pregnant",
        "are vitamin d pills fine with lisinopril",
        "vitamin K2 and Coumadin",
        "I have sarcoidosis, may I take vitamin D?",
        "am I allowed vitamin K2 if I'm on rivaroxaban",
    ],
    "per-day": ["how much vitamin K2 per day", "RDA of calcium for adults", "what is the daily value of vitamin D"],
    "excess": [
        "how much vitamin D is toxic",
        "what happens if I take too much calcium",
        "is there an upper limit for vitamin D",
    ],
    "foods": [
        "which foods contain vitamin K2",
        "where can vegans get vitamin K2",
        "foods high in calcium",
        "best sources of K1",
    ],
    "amount-in-food": ["how much K2 is in natto", "does cheese have vitamin K2", "vitamin K content of kale"],
    "compare": ["MK-4 or MK-7, which is better?", "difference between K1 and K2", "D2 vs D3", "is K1 as good as K2"],
    "together": ["do I need K2 with vitamin D", "should you take vitamin D and vitamin K together"],
    "when": ["best time to take vitamin D", "should I take K2 in the morning or at night"],
    "how-long": ["half life of vitamin K1", "how long does MK-7 stay in the body"],
    "lack": ["signs of vitamin D deficiency", "what happens when you lack vitamin K"],
    "who": ["who should not take vitamin K2", "who needs extra vitamin K2"],
    "drugs": ["which drugs interact with vitamin K", "what should I not take with vitamin K2"],
    "side-effects": ["vitamin K2 side effects", "risks of calcium supplements"],
    "replace": ["can K2 replace my osteoporosis medicine", "can I stop my Prolia if I take K2"],
    "what-is": ["what is osteocalcin", "tell me about matrix gla protein"],
    "influences": ["what activates osteocalcin", "what lowers fracture risk"],
    "dose": ["is 5000 IU of vitamin D a day ok", "180 mcg MK-7 daily"],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in KINDS.items() for text in texts])
def test_the_kind_of_a_question(kind: str, text: str) -> None:
    found = PLAIN.guard.read(text)
    frame = match(text, PLAIN._speller.things(found), has_dose=bool(found.doses))
    assert frame is not None
    assert frame.kind == kind, frame.lettered


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("does K2 prevent arterial calcification", "prevent"),
        ("does K2 reverse arterial calcification", "reverse"),
        ("can vitamin D cure osteoporosis", "cure"),
        ("does vitamin D raise calcium", "raise"),
        ("does warfarin cause arterial calcification", "cause"),
    ],
)
def test_prevent_reverse_and_cure_are_different(text: str, verb: str) -> None:
    found = PLAIN.guard.read(text)
    frame = match(text, PLAIN._speller.things(found))
    assert frame is not None
    assert (frame.kind, frame.verb) == ("effect", verb)
