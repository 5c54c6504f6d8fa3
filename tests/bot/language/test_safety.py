"""What never plans a change: a denial, a condition, a question, an unknown thing; and several never become one."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several, Unsure
from bot.language.names import Names
from bot.language.slots import Slots
from bot.registry import find_command, load_commands
from services.domain.access import WRITES, Right
from tests.bot.language.place import cases, firm, names, read, told

load_commands()
KNOWN: Names = names()
WISHES = (
    "give alice a number", "give alice call recording", "give 102 6567891240", "release 6567891240",
    "release 6567891230 and 6567891240", "unassign 101", "unassign 6567891231", "take alice's number away",
    "remove call recording from ben", "move john's number to hallie", "move 101 to nadia", "swap 101 and 105",
    "fix priya", "offboard hallie", "ben is leaving on friday", "onboard omar", "upload 6567891240",
    "upload all numbers", "upload 5 more numbers", "record ben's calls", "set john to busy", "rename 101 to 150",
    "put john on the international rule", "give hallie a teams phone licence", "assign all numbers",
)  # fmt: skip
DENIALS = ("don't {}", "do not {}", "never {}", "please don't {}", "i don't want you to {}", "no need to {}",
           "you must not {}", "under no circumstances {}", "hold off on this: {}, not yet")  # fmt: skip
CONDITIONS = ("{} if ben agrees", "{} unless somebody needs it", "{} once the site is open", "{} as long as it's free",
              "{} only if there is a seat", "{} provided that the boss says yes", "{} until monday",
              "{} when priya is back", "{} after the meeting", "{} except on sundays")  # fmt: skip
QUESTIONS = ("should i {}", "should we {}?", "shall i {}?", "do i have to {}?", "can i {}?", "may i {}?",
             "why would i {}?", "who may {}?", "how do i {}?", "what is it to {}?", "when do we {}?",
             "{}?")  # fmt: skip
TOLD = ("my boss says {}", "the ticket said to {}", "somebody told me to {}", "“{}” is what the mail says", "maybe {}",
        "i might {}", "perhaps {}", "i was thinking of this: {}", "priya suggested: {}", "we nearly did {}",
        "{}, haha", "{}. no.", "{}, don't", "{} - no wait", "{}. stop", "i think {}")  # fmt: skip
WHAT_IFS = ("what happens if i {}", "what if i {}", "what would happen if we {}", "suppose i {}", "if i {} what then")


ECHOES = ("{}, nadia does", "{} but nadia does", "{}, nadia doesn't", "{}, nadia should", "{}; nadia is",
          "{} and nadia will", "{}, but nadia can't")  # fmt: skip
OF_ONE = ("alice doesn't need her number", "ben doesn't need a line any more", "john doesn't need call recording")


def changes(utterance: str) -> bool:
    """Whether it is done, or planned, without a question and not only shown."""
    found = read(utterance, KNOWN)
    return (
        isinstance(found, Interpretation)
        and found.sure
        and not found.what_if
        and found.intent.weight is not Weight.READ
        and found.lead(KNOWN) is not None
    )


def test_the_wishes_are_wishes() -> None:
    assert [wish for wish in WISHES if not changes(wish) and told(read(wish, KNOWN))[0] != "rename"] == []


@pytest.mark.parametrize("frame", ECHOES)
def test_half_of_what_is_said_of_two_people_is_not_done(frame: str) -> None:
    assert [told(read(wish, KNOWN))[0] for wish in OF_ONE if not changes(wish)] == []
    assert [said for wish in (*WISHES, *OF_ONE) if changes(said := frame.format(wish))] == []


@pytest.mark.parametrize("frame", [*DENIALS, *CONDITIONS, *QUESTIONS, *WHAT_IFS, *TOLD])
def test_what_is_denied_conditional_or_asked_plans_nothing(frame: str) -> None:
    for wish in WISHES:
        assert not changes(frame.format(wish)), frame.format(wish)


@pytest.mark.parametrize("frame", [*DENIALS, *CONDITIONS])
def test_what_is_denied_or_conditional_is_not_offered_as_a_change_either(frame: str) -> None:
    for wish in WISHES:
        found = read(frame.format(wish), KNOWN)
        offered = found.readings if isinstance(found, Unsure) else ()
        assert all(one.intent.weight is Weight.READ for one in offered), frame.format(wish)


@settings(max_examples=60, deadline=None)
@given(
    wish=st.sampled_from([one[0] for name in ("tuned.txt", "everyday.txt") for one in cases(name)]),
    frame=st.sampled_from([*DENIALS, *WHAT_IFS, "should i {}"]),
)
def test_no_utterance_of_the_corpus_plans_when_it_is_denied_or_asked(wish: str, frame: str) -> None:
    assert not changes(frame.format(wish))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("alice told me to remove ben's recording", "alice"),
        ("alice gets recording from ben", "ben"),
        ("give alice recording, sorry, ben", "alice"),
        ("turn recording off for alice and on for ben", "ben"),
        ("release the number of ben's colleague", "ben"),
        ("take the number of ben's boss", "ben"),
        ("remove recording from her team", "her"),
        ("alice wants ben's recording removed", "alice"),
    ],
)
def test_whoever_is_only_spoken_of_loses_and_gets_nothing(text: str, wrong: str) -> None:
    assert not changes(text), wrong


@pytest.mark.parametrize(
    ("text", "intent", "things"),
    [
        ("do not forward alice to ben, forward ben to alice", "forward", "ben,alice"),
        ("don't touch alice's recording, only remove her mobile app", "take", "alice,device_mobile_app"),
        ("give ben recording because alice said so", "give", "ben,call_recording"),
        ("hallie is back, give her recording", "give", "hallie,call_recording"),
        ("release 6567891240. thanks!", "release", "+6567891240"),
    ],
)
def test_a_wish_beside_a_denial_a_reason_or_thanks_is_done(text: str, intent: str, things: str) -> None:
    found = told(read(text, KNOWN))
    assert (found[0], set(found[1].split(","))) == (intent, set(things.split(",")))


@pytest.mark.parametrize("part", ["some of", "most of", "half of", "one of", "not everyone in", "nobody in"])
def test_a_part_of_a_group_is_never_all_of_it(part: str) -> None:
    found = read(f"{part} Sales gets recording", firm())
    assert not (isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ), part


def test_whoever_is_left_out_unknown_keeps_a_group_from_being_offered() -> None:
    found = read("everyone in Sales loses recording, except for new people", firm())
    assert isinstance(found, Unsure)
    assert not found.readings


def test_a_denial_of_the_same_keeps_a_wish_from_being_done() -> None:
    for text in ("give ben recording, but don't give ben recording", "release 6567891240. don't release it yet"):
        assert not changes(text), text


STRANGE = ("zorbulate", "flimflams", "xylophone", "quokka", "brontosaurus")


@pytest.mark.parametrize(("wish", "word"), product(WISHES, STRANGE))
def test_a_word_that_nobody_knows_makes_a_wish_a_question(wish: str, word: str) -> None:
    for text in (f"{wish} {word}", f"{wish} and {word}", f"{wish} with the {word}"):
        assert not changes(text), text


def _things(found: Interpretation | Several | Unsure | None) -> set[str]:
    if isinstance(found, Several):
        return {thing for clause in found.clauses for thing in _things(read(clause, KNOWN))}
    items = getattr(found, "items", ())
    slots = Slots(tuple(items), KNOWN)
    return set(slots.targets())


PEOPLE = ("alice", "john", "hallie", "priya", "nadia", "ben", "omar", "wei ling")
LINES = ("100", "101", "102", "103", "105", "110")
FREE = tuple(f"656789{no}" for no in range(1236, 1246))
FOR_SEVERAL = (
    ("give {} call recording", PEOPLE), ("take the number from {}", PEOPLE), ("fix {}", PEOPLE),
    ("offboard {}", PEOPLE),
    ("onboard {}", PEOPLE), ("give {} a number", PEOPLE), ("set {} to busy", PEOPLE), ("release {}", FREE),
    ("upload {}", FREE), ("unassign {}", LINES), ("mend {}", LINES), ("remove recording from {}", LINES),
    ("give alice {}", FREE), ("forward {}", LINES), ("record {}", PEOPLE),
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_several_never_become_one(data: st.DataObject) -> None:
    frame, pool = data.draw(st.sampled_from(FOR_SEVERAL))
    chosen = data.draw(st.lists(st.sampled_from(pool), min_size=2, max_size=4, unique=True))
    joint = data.draw(st.sampled_from([", ", " and ", " & ", ", and "]))
    text = frame.format(joint.join(chosen))
    found = read(text, KNOWN)
    if not changes(text):
        return
    assert isinstance(found, Interpretation)
    assert len(_things(found)) >= len(chosen), text
    lead = found.lead(KNOWN)
    assert lead is not None
    done = f"{lead.words} {lead.action!r}"
    missing = [one for one in chosen if one not in done and one.replace(" ", ".") not in done]
    assert not missing, (text, done)


# What leads to a form, and the words after its command that do so.
FORMS = {"bulk": r"", "settings many": r"", "rename": r"\d+", "save settings": r"(?:(?! as ).)*", "upload": r"options"}


@pytest.mark.parametrize("name", ["tuned.txt", "followups.txt", "held-out.txt", "everyday.txt", "fresh.txt"])
def test_what_counts_as_a_question_leads_to_no_plan(name: str) -> None:
    for utterance, _, _ in cases(name):
        found = read(utterance, KNOWN)
        if not isinstance(found, Interpretation) or not found.sure or found.intent.weight is not Weight.READ:
            continue
        lead = found.lead(KNOWN)
        command = find_command(lead.words) if lead and lead.words else None
        if command is not None and command[0].right in WRITES - {Right.CONNECT}:
            assert re.fullmatch(FORMS.get(command[0].name, "(?!)"), command[1]), (utterance, lead)


def test_a_change_of_many_is_no_new_extension() -> None:
    assert told(read("change outbound rule for 101 and 102 to international", KNOWN))[0] == "ask:several"


@pytest.mark.parametrize(
    "text",
    [
        "give nadia 104 and ben the mobile app",
        "remove app from maria's line",
        "next free number to ben?",
        "hallie's recording on?",
        "give each person in Hanoi a DID",
        "change priya's sg number to a london one",
        "alice needs a UK number instead of the SG one",
        "don't give everyone in Finance a number",
        "boss says everyone in Finance needs a number",
        "if Tom and Ana join, tell me",
        "sam should approve instead of me",
        "ben's recording should not be removed",
        "should ben's recording be removed?",
        "did anyone remove Maria's number last week?",
        "i think hallie's number should be moved to nadia",
    ],
)
def test_what_may_be_meant_otherwise_plans_nothing_in_a_firm(text: str) -> None:
    found = read(text, firm())
    done = isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ
    assert not done, told(found)


def test_each_of_a_group_who_lacks_a_number_is_a_wish_apart() -> None:
    found = read("everyone in Sales needs another number", firm())
    assert isinstance(found, Several)
    assert len(found.clauses) == 3
    assert told(read("everyone in finance needs a number", firm())) == ("near:give", "")


def test_newcomers_are_asked_of_by_name() -> None:
    found = read("we hired two new people, Tom and Ana, they start on the 1st", firm())
    assert found == Several(("Tom joins on 2026-12-01", "Ana joins on 2026-12-01"))


@pytest.mark.parametrize(
    "utterance",
    [
        "stop recording calls before 9am on 103",
        "remove the recording from before the audit on 103",
        "divert 105 to Alice before 10:00",
        "give Ben back the 107 he used before the campaign",
        "wrongly approved: give Ben 107",
        "falsely approved: give Ben 107",
        "because this is a test, give Ben 107",
        "since this is a joke, give Ben 107",
        "since Ben has refused, give him 107",
        "As it is forbidden, give Ben 107",
        "Give Ben 107. The request expired.",
        "Give Ben 107. The budget got cut.",
        "Remove Ben's recording. The lawyer wrote.",
        "Ben ends up with 107",
        "107 ends up with Ben",
        "don't wait, give Ben 107",
        "don't keep Alice waiting, give her 107",
        "don't remove Ben's app but remove recording",
    ],
)
def test_what_may_turn_a_request_round_or_tells_which_calls_plans_nothing(utterance: str) -> None:
    found = read(utterance, firm())
    assert not (isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ)
