"""The corpus: what people type means what it should, and never plans anything for the wrong object."""

from __future__ import annotations

import sys

import pytest

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.language.names import Names
from bot.registry import ACTIONS, find_command, load_commands
from cards.actions import NoData, data_of, read_data
from tests.bot.language.place import FILES, FIRM, UNREAD, cases, names, read, right, told, world

load_commands()


@pytest.fixture(scope="module")
def known() -> Names:
    return names()


@pytest.mark.parametrize("name", [*FILES, *FIRM])
def test_the_corpus_is_read_as_it_is_meant(name: str) -> None:
    wrong, known = [], world(name)
    every = cases(name)
    for utterance, intent, things in every:
        found = told(read(utterance, known))
        if not right((intent, things), found):
            wrong.append(f"{utterance}: {intent} {things}, but read as {found[0]} {found[1]}")
    score = 1 - len(wrong) / len(every)
    sys.stdout.write(f"\n{name}: {len(every) - len(wrong)} of {len(every)} right, {score:.1%}\n")
    assert score >= 0.95, "\n".join(wrong)


@pytest.mark.parametrize("name", [*FILES, *FIRM, UNREAD])
def test_no_utterance_plans_for_the_wrong_object(name: str) -> None:
    """What is read as a wish that is done without a question is that wish, of those things, and nothing else."""
    known = world(name)
    for utterance, intent, things in cases(name):
        found = read(utterance, known)
        if isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ:
            assert right((intent, things), told(found)), utterance


def test_the_corpus_is_large_enough() -> None:
    assert sum(len(cases(name)) for name in FILES) >= 400


@pytest.mark.parametrize("name", FILES)
def test_case_politeness_and_punctuation_change_nothing(name: str, known: Names) -> None:
    for utterance, intent, _ in cases(name)[::5]:
        if "'" in utterance or utterance != utterance.strip("?!. ") or intent.startswith(("ask", "-")):
            continue
        for other in (f"{utterance}!", f"  {utterance}  ", utterance.replace("'", "’")):
            assert told(read(other, known)) == told(read(utterance, known)), other


@pytest.mark.long
def test_a_slip_never_makes_a_wish_of_a_question(known: Names) -> None:
    """Each letter of each question is left out once, or two are swapped: what comes is no plan without a question."""
    for utterance, _, _ in cases("tuned.txt")[::4]:
        found = read(utterance, known)
        if not (isinstance(found, Interpretation) and found.intent.weight is Weight.READ):
            continue
        for at in range(len(utterance) - 1):
            for other in (
                utterance[:at] + utterance[at + 1 :],
                utterance[:at] + utterance[at + 1] + utterance[at] + utterance[at + 2 :],
            ):
                slipped = read(other, known)
                destructive = isinstance(slipped, Interpretation) and slipped.intent.weight is Weight.DESTRUCTIVE
                assert not (destructive and slipped.sure and not slipped.what_if), other


@pytest.mark.parametrize("verb", ["relase", "relaese", "releas", "unasign", "remvoe", "dsconnect", "reelase"])
def test_what_takes_something_away_needs_its_word_exactly(verb: str, known: Names) -> None:
    found = read(f"{verb} 6567891230", known) if verb != "dsconnect" else read(verb, known)
    assert found is None or not (
        isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ
    )


@pytest.mark.parametrize("name", FILES)
def test_what_is_understood_leads_to_something_there_is(name: str, known: Names) -> None:
    for utterance, _, _ in cases(name):
        found = read(utterance, known)
        lead = found.lead(known) if isinstance(found, Interpretation) and found.sure else None
        if lead is None:
            continue
        if lead.action is None:
            assert find_command(lead.words) is not None, utterance
            continue
        handled = ACTIONS[lead.action.verb]
        assert (handled.data, handled.inputs) == (type(lead.action), None), utterance
        assert isinstance(lead.action, NoData) or read_data(handled.data, data_of(lead.action)) == lead.action


@pytest.mark.parametrize("name", FILES)
def test_what_is_understood_leads_somewhere(name: str, known: Names) -> None:
    for utterance, _, _ in cases(name):
        found = read(utterance, known)
        if isinstance(found, Interpretation) and found.sure:
            assert found.lead(known), utterance
