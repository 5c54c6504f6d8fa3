"""Sentences that no rule reads are judged by sentences like them: what is offered first, and what is only shown."""

from __future__ import annotations

import json
import sys

import pytest

from bot.answering import nearest
from bot.language.find import find_items
from bot.language.intent import Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation, Unsure
from bot.language.likeness import NOTHING, WEIGHTS, likeness_of, marks_in, marks_of, model, seen_in, tokens_of
from bot.language.names import Names
from bot.registry import load_commands
from tests.bot.language.place import HELD_OUT, SEALED, cases, firm, read, world
from tools.weights import digest, examples

load_commands()
KNOWN: Names = firm()


@pytest.mark.long
def test_the_weights_were_learned_from_the_sentences_as_they_are_read_now() -> None:
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["examples"] == digest(sorted(examples())), "make weights"


def test_each_intent_that_is_weighed_is_one_that_there_is() -> None:
    assert set(model().common) - {NOTHING, "several", "ask"} <= BY_NAME.keys()


@pytest.mark.parametrize(
    "utterance", ["Kit Hallie out with the mobile app", "which numbers are free in Singapore", "102 and the like"]
)
def test_what_is_learned_from_has_the_marks_of_its_sentence(utterance: str) -> None:
    items = find_items(utterance, KNOWN)
    assert marks_in(seen_in(items)) == marks_of(tokens_of(items))


@pytest.mark.parametrize(
    ("utterance", "first"),
    [
        ("have Ben's DDI end up with Hallie", "move_number"),
        ("yank the desktop app from 105, nobody opens it", "take"),
    ],
)
def test_a_change_in_words_of_its_own_is_offered_first_and_never_done(utterance: str, first: str) -> None:
    found = read(utterance, KNOWN)
    assert isinstance(found, Unsure)
    assert found.near[0].intent.name == first
    assert nearest(found, KNOWN, may_change=True)


@pytest.mark.parametrize(
    ("utterance", "intent"),
    [
        ("anybody in the building unable to ring out?", "who_cannot_call"),
        ("how far along is the thing Sam okayed?", "jobs"),
    ],
)
def test_a_question_in_words_of_its_own_is_answered(utterance: str, intent: str) -> None:
    found = read(utterance, KNOWN)
    assert isinstance(found, Interpretation)
    assert found.intent.name == intent


def test_an_answer_that_hardly_any_sentence_like_it_means_is_asked_about() -> None:
    found = read("which changes need a second pair of eyes and which just go through", KNOWN)
    assert not (isinstance(found, Interpretation) and found.intent.name == "jobs")


def test_a_long_sentence_is_judged_by_itself_whatever_was_said_before() -> None:
    said = "kit 100 out with whatever records its calls"
    assert isinstance(read(said, KNOWN), Unsure)
    assert isinstance(read(f"alice >> {said}", KNOWN), Unsure)


def test_what_only_a_guessed_word_speaks_for_is_not_answered() -> None:
    assert not isinstance(read("holidayz in the sun", KNOWN), Interpretation)


def test_strange_words_are_like_nothing() -> None:
    assert not likeness_of(find_items("zorbulate the quokka of brontosaurus Ben", KNOWN)).intents


def test_what_most_held_out_sentences_mean_is_one_of_the_three_likeliest() -> None:
    """They are no examples, and were never tuned by."""
    known, kept = world(HELD_OUT), [one for one in cases(HELD_OUT) if ">>" not in one[0] and ":" not in one[1]]
    right = 0
    for utterance, intent, _ in kept:
        likeness = likeness_of(find_items(utterance, known))
        likeliest = sorted(likeness.intents, key=lambda one: -likeness.of(one))[:3]
        right += intent in likeliest or (
            intent == NOTHING and likeness.nothing >= max(likeness.intents.values(), default=0.0)
        )
    assert right / len(kept) >= 0.9


@pytest.mark.long
def test_unseen_sentences_are_read_or_offered_first() -> None:
    """The score of what no rule is written for; none of them is planned as another change than it wants."""
    read_, first, three, every = 0, 0, 0, cases(SEALED)
    for utterance, labels, _ in every:
        wanted = {one.strip() for one in labels.split("/")}
        found = read(utterance, KNOWN)
        if isinstance(found, Interpretation) and found.sure:
            read_ += found.intent.name in wanted
            assert found.intent.weight is Weight.READ or found.intent.form or found.intent.name in wanted, utterance
        elif not isinstance(found, Unsure):
            read_ += bool(wanted & {"several", NOTHING, getattr(getattr(found, "intent", None), "name", "")})
        elif wanted & {NOTHING, "decline"}:
            read_ += 1
        else:
            offered = [one.intent.name for one in found.near if one.lead(KNOWN)][:3]
            first += bool(offered) and offered[0] in wanted
            three += bool(wanted & set(offered))
    sys.stdout.write(f"\n{read_ / len(every):.1%} read, {(read_ + first) / len(every):.1%} with the first tile\n")
    assert (read_ + first) / len(every) >= 0.8
    assert (read_ + three) / len(every) >= 0.82
