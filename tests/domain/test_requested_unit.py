"""Units and factors that a question asks for in its own words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizdl.domain.requested_unit import factor_typed, turned_over, without_rate, without_unit
from tests.conftest import times
from tests.kinds.bank import questions
from tests.kinds.made import graded, made

RIDGE = "A GPU has 40 TFLOPS and 2 TB/s. From how many FLOPs per byte on is a kernel compute-bound?"
SLICE = "A Module has 4 GPUs, 9 samples per batch. How many samples does each GPU get per step?"
DECK = "At 2 FLOPs per active parameter, how many GFLOPs is one token's forward pass?"
RATE = "A server gets 200 requests per second, each taking 50 ms. How many are in work at once?"
SPEED = "The last 20 batches of 128 samples took 4 s. Which samples/sec does it print?"
COST = "X is N x D. How many scalar multiplications does X^T (X w) take?"
BRAIN = "A deck gives the brain 100 billion neurons and 100 trillion synapses. How many synapses is that per neuron?"
ROOFLINE = "Peak P FLOPs per second, I FLOPs per byte. Attainable FLOPs per second?"


@pytest.mark.parametrize(
    ("text", "prompt", "rest"),
    [
        ("20 FLOP/byte", RIDGE, "20"),
        ("20 flops per byte", RIDGE, "20"),
        ("20FLOPs/B", RIDGE, "20"),
        ("20 GFLOP/byte", RIDGE, None),
        ("20 FLOP/s", RIDGE, None),
        ("20 byte/FLOP", RIDGE, None),
        ("20 bytes", RIDGE, None),
        ("20 TFLOPS", RIDGE, None),
        ("32 samples/step", SLICE, "32"),
        ("32 samples per GPU", SLICE, "32"),
        ("32 samples per batch", SLICE, None),
        ("32 GPUs", SLICE, None),
        ("74 GFLOP", DECK, "74"),
        ("74 FLOPs", DECK, None),
        ("74 GFLOPs per parameter", DECK, None),
        ("10 requests per second", RATE, None),
        ("10 requests", RATE, None),
        ("640 samples/s", SPEED, "640"),
        ("640 batches/s", SPEED, None),
        ("2*N*D multiplications", COST, "2*N*D"),
        ("2 N D scalar multiplications.", COST, "2 N D"),
        ("2 N D additions", COST, None),
        ("min(P, B I) FLOPs per second", ROOFLINE, "min(P, B I)"),
        ("min(P, B I) FLOP/s", ROOFLINE, "min(P, B I)"),
        ("min(P, B I) FLOPs per byte", ROOFLINE, None),
        ("2 million multiplications", COST, "2 million"),
        ("-log2(1/8) bits", "The cross-entropy, in bits (log base 2)?", "-log2(1/8)"),
        ("3 bits", "One message has 3 bits. Its entropy?", None),
        ("2 H W FLOPs", "FLOPs of a convolution? A multiply-add counts as 2.", "2 H W"),
        ("FLOPs", RIDGE, None),
        ("", RIDGE, None),
        ("9" * 200 + " FLOPs", RIDGE, None),
    ],
)
def test_only_the_unit_that_is_asked_for_is_taken_off(text: str, prompt: str, rest: str | None) -> None:
    found = without_unit(text, prompt)
    assert (found and found[0]) == rest
    if found:
        assert text.startswith(found[0])
        assert found[1] in text


@pytest.mark.parametrize(
    ("text", "rest"),
    [("3 MB/GPU", "3 MB"), ("3 MB per GPU", "3 MB"), ("3 MB/s", "3 MB/s"), ("3 MB", "3 MB"), ("3", "3")],
)
def test_per_what_may_stand_behind_a_unit(text: str, rest: str) -> None:
    assert without_rate(text, "How many MB does each GPU send in all?") == rest


@pytest.mark.parametrize(
    ("text", "prompt", "counted"),
    [
        ("1000 neurons per synapse", BRAIN, "synapses"),
        ("1000 Neurons / Synapses.", BRAIN, "synapses"),
        ("1000 per synapse", BRAIN, "synapses"),
        ("1000 neurons per brain synapse", BRAIN, "synapses"),
        ("1000 synapses per neuron", BRAIN, None),
        ("1000 synapses/neuron", BRAIN, None),
        ("1000 per neuron", BRAIN, None),
        ("1000 synapses", BRAIN, None),
        ("1000", BRAIN, None),
        ("20 B/FLOP", RIDGE, "FLOPs"),
        ("20 FLOP/B", RIDGE, None),
        ("640 s per sample", SPEED, "samples"),
        ("640 samples per s", SPEED, None),
        ("32 GPUs each sample", SLICE, "samples"),
        ("32 samples each GPU", SLICE, None),
        ("10 s per request", RATE, None),  # so many of what, it does not say
        ("1/4", BRAIN, None),
        ("9" * 200 + " per synapse", BRAIN, None),
    ],
)
def test_a_unit_that_is_turned_over_is_found(text: str, prompt: str, counted: str | None) -> None:
    assert turned_over(text, prompt) == counted


NOUNS = st.sampled_from(["synapse", "neuron", "sample", "step", "byte", "FLOP", "GPU", "layer", "token"])


@settings(max_examples=times(100), deadline=None)
@given(
    nouns=st.tuples(NOUNS, NOUNS).filter(lambda pair: pair[0] != pair[1]),
    forms=st.tuples(st.sampled_from(["", "s"]), st.sampled_from(["", "s"])),
    per=st.sampled_from(["/", " per ", " / "]),
    number=st.integers(2, 10**6),
)
def test_a_number_counts_with_its_unit_and_never_with_the_unit_turned_over(
    nouns: tuple[str, str], forms: tuple[str, str], per: str, number: int
) -> None:
    counted, over = nouns
    prompt = f"There are {over}s and {counted}s. How many {counted}s is that per {over}?"
    question = made("numeric", prompt=prompt, answer=str(number))
    counted, over = counted + forms[0], over + forms[1]
    for text in (f"{number}", f"{number} {counted}", f"{number} {counted}{per}{over}"):
        assert graded(question, text).outcome == "correct", text
    for text in (f"{number} {over}{per}{counted}", f"{number} per {counted}"):
        verdict = graded(question, text)
        assert verdict.outcome == "unparsable", text
        assert verdict.says.startswith(f"the unit is turned over: {nouns[0]}s are counted here, not divided by. ")


@pytest.mark.parametrize(
    ("text", "prompt", "number"),
    [
        ("halved", "By which factor does the gradient change?", "1/2"),
        ("It is doubled.", "By what factor does its cost grow?", "2"),
        ("twice", "How many times as many entries has the matrix?", "2"),
        ("by a factor of 16", "By what factor do pushes shrink?", "16"),
        ("x16", "By what factor do pushes shrink?", "16"),
        ("times 3", "Which factor multiplies it?", "3"),
        ("8×10⁰", "Which factor multiplies it?", "8×10⁰"),
        ("halved", "By what factor do pushes shrink?", "halved"),  # by 2, or to 1/2?
        ("halved", "By what factor does the program speed up?", "halved"),
        ("doubled", "By how much does it rise?", "doubled"),
        ("doubled", "The factor is 3. What is v?", "doubled"),
        ("many", "By which factor does it change?", "many"),
    ],
)
def test_a_word_is_a_factor_where_one_is_asked_for_and_it_can_mean_but_one(text: str, prompt: str, number: str) -> None:
    assert factor_typed(text, prompt) == number


@settings(max_examples=times(100), deadline=None)
@given(text=st.text(max_size=300), prompt=st.sampled_from([RIDGE, SLICE, DECK, COST]))
def test_whatever_is_typed_a_unit_is_cut_off_its_end(text: str, prompt: str) -> None:
    if found := without_unit(text, prompt):
        assert text.strip().startswith(found[0])
        assert found[0]
        assert found[1]
    assert text.startswith(without_rate(text, prompt)[:-1]) or text.strip().startswith(without_rate(text, prompt))


UNITS = ["FLOPs", "FLOP/byte", "FLOPs per second", "samples", "samples/s", "bits", "bytes", "layers", "multiplications",
         "parameters", "steps", "GFLOPs", "epochs", "weights", "numbers", "MB per GPU", "per step", "entries"]  # fmt: skip


@settings(max_examples=times(300), deadline=None)
@given(data=st.data(), unit=st.sampled_from(UNITS))
def test_no_unit_makes_a_wrong_answer_right(data: st.DataObject, unit: str) -> None:
    question: Any = data.draw(st.sampled_from(questions("numeric")))
    number = data.draw(st.integers(-5, 200) | st.sampled_from([0.5, 0.25, 0.1, 1e3]))
    if graded(question, f"{number} {unit}").outcome == "correct" and not question.unit:
        assert graded(question, str(number)).outcome == "correct"


@settings(max_examples=times(40), deadline=None)
@given(data=st.data(), unit=st.sampled_from(UNITS), how=st.sampled_from(["2 ({})", "({}) / 2", "({}) + 1", "-({})"]))
def test_no_unit_makes_a_wrong_formula_right(data: st.DataObject, unit: str, how: str) -> None:
    question: Any = data.draw(st.sampled_from(questions("formula")))
    assert graded(question, f"{how.format(question.answer)} {unit}").outcome != "correct"


def test_a_formula_with_its_unit_is_right_with_a_remark() -> None:
    fields = {"answer": "2 N D", "variables": {"X": "N D"}}
    question = made("formula", prompt=COST, **fields)
    verdict = graded(question, "2*N*D scalar multiplications")
    assert verdict.outcome == "correct"
    assert verdict.says == "Read without its unit, scalar multiplications: the formula is enough."
    assert graded(question, "2*N*D").says == ""
    assert graded(question, "N*D multiplications").outcome == "wrong"
    other = graded(question, "2*N*D bytes")
    assert other.outcome == "unparsable"
    assert "'bytes' is not one of the names here (D, N, X)" in other.says


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("20 FLOP/byte", "correct"),
        ("40/2 FLOPs per byte", "correct"),
        ("2e1 FLOP/byte", "correct"),
        ("21 FLOP/byte", "wrong"),
        ("20 GFLOP/byte", "unparsable"),
        ("20 byte/FLOP", "unparsable"),
        ("not 20 FLOPs per byte", "unparsable"),
    ],
)
def test_a_number_with_the_unit_that_is_asked_for(text: str, outcome: str) -> None:
    assert graded(made("numeric", prompt=RIDGE, answer="40 / 2"), text).outcome == outcome


@pytest.mark.parametrize(
    "text", ["1000", "1000 synapses", "1000 synapses/neuron", "1000 per neuron", "1e3 synapses per neuron"]
)
def test_a_number_with_what_it_is_per_or_without(text: str) -> None:
    assert graded(made("numeric", prompt=BRAIN, answer="1000"), text).outcome == "correct"
