"""Whoever reads another language meets no English sentence: every one goes through the catalogues.

The reader's language here is English with accents on every letter of a template, so that what didn't come from a
template is seen by its plain letters. Names, addresses and what is to be typed may be plain; a sentence is told by the
small words that no name has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pytest

from bot import dispatch, readers
from bot.registry import COMMANDS
from services.domain.phrases import Reader
from services.languages.language import Language
from tests.scenarios.test_approvals import TWO
from tests.support.chat import Shown
from tests.support.town import Town

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "áƀćďéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẋýźÁƁĆĎÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẊÝŹ"
_WITH_ACCENTS = str.maketrans(_PLAIN, _ACCENTED)
_PARTS = re.compile(r"(\{[^{}]*\}|(?<!\*)\*[a-zA-Z][^*]*\*)")
_SMALL = re.compile(
    r"\b(the|is|are|was|were|not|you|your|can|can't|have|has|this|that|with|from|there|here|it|its|nobody|somebody"
    r"|none|off|asks?|waits?|goes|lines?|numbers?|people|licences?|entries|settings?|warning|error|failed|done)\b",
    re.IGNORECASE,
)
READS = (
    *("hi", "home", "help", "lines", "line 101", "numbers", "ready", "ready 101", "licences", "jobs", "approvals"),
    *("record", "access", "policy", "settings 101", "system settings", "outbound rules", "inbound rules", "holidays"),
    *("calls", "templates", "policies of alice", "whoami", "connect", "language", "my number"),
    *("line 999", "how is the weather"),
)
FORMS = (
    *("someone joins", "someone leaves", "assign", "assign number", "upload", "bulk", "give", "unassign"),
    "rename 101",
)


def accented(template: str) -> str:
    """The template with accents on all its own letters; what fills it and what is to be typed stay plain."""
    parts = _PARTS.split(template)
    return "".join(part if part[:1] in ("{", "*") else part.translate(_WITH_ACCENTS) for part in parts)


ACCENTED = Reader(accented)


def words_shown(node: object) -> list[str]:
    """Every line that a client draws: neither what choices come back as nor what stands in for an element."""
    if isinstance(node, list):
        return [line for item in node for line in words_shown(item)]
    if not isinstance(node, dict):
        return []
    own = [str(node[key]) for key in ("text", "title", "label", "errorMessage", "placeholder") if node.get(key)]
    inner = [line for key, value in node.items() if key != "data" for line in words_shown(value)]
    return [line for text in own for line in text.splitlines()] + inner


def left_in(shown: Shown) -> list[str]:
    """The lines of a message in which a small English word is left that nobody is to type."""
    return [*_left([str(shown.raw.get("text") or "")]), *left_on(shown.card)]


def left_on(card: Mapping[str, object]) -> list[str]:
    """The same, of a card."""
    return _left(words_shown(dict(card)))


def _left(lines: Iterable[str]) -> list[str]:
    typed = {text for command in COMMANDS.values() for text in (*command.words, *command.examples, command.usage)}
    found = []
    for line in lines:
        bare = re.sub(r"“[^”]*”", "", line)
        for text in sorted(typed, key=len, reverse=True):
            bare = bare.replace(text, "")
        if _SMALL.search(bare):
            found.append(line)
    return found


@pytest.fixture
def others(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on everybody reads the accented language."""

    def reader_of(_language: Language) -> Reader:
        return ACCENTED

    for module in (readers, dispatch):
        monkeypatch.setattr(module, "reader_of", reader_of)


@pytest.mark.long
@pytest.mark.parametrize("typed", [READS, FORMS], ids=["reads", "forms"])
async def test_what_is_looked_at_and_filled_in_has_no_english_left(
    place: Town, request: pytest.FixtureRequest, typed: tuple[str, ...]
) -> None:
    alex = await place.connected()
    request.getfixturevalue("others")
    left = {text: found for text in typed if (found := left_in(await alex.say(text)))}
    assert left == {}


@pytest.mark.long
async def test_a_plan_from_its_file_to_its_end_has_no_english_left(place: Town, request: pytest.FixtureRequest) -> None:
    sam = await place.person("Sam")
    alex = await place.connected()
    before = {message.id for person in (alex, sam) for message in await person.messages()}
    request.getfixturevalue("others")
    await alex.send("two.csv", TWO)
    send, approve, done = (accented(text) for text in ("Send for approval", "Approve", "All done"))
    plan = await alex.sees(send)
    await alex.click(send, plan)
    await sam.click(approve, await sam.sees(approve))
    await alex.sees(done)
    shown = [message for person in (alex, sam) for message in await person.messages()]
    assert [line for one in shown if one.id not in before for line in left_in(one)] == []
