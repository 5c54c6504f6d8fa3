"""Dispatches turns: repeats, identity, command or click, permission, then the handler; alike for words and clicks."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import replace

import structlog

from bot.admission import NotHere, admit, is_for, not_here
from bot.answering import nearest, open_question
from bot.choices import Choices
from bot.context import House, as_answer
from bot.language.interpretation import Hindrance, Interpretation, Several, Unsure
from bot.language.names import Names
from bot.language.policies import policy_command
from bot.language.text import is_table
from bot.language.tongues import english_words
from bot.meeting import meet
from bot.offered import offered
from bot.readers import in_words, language_of_turn
from bot.refusals import after_a_fault, card_of, is_automatic, refusal, told_aside
from bot.registry import ACTIONS, Command, Said, find_command, suggest
from bot.repeats import Repeats, TurnOutcome, once_more
from bot.replies import meant
from bot.sealing import Sealer
from bot.shared import for_all
from bot.turn import (
    Answer,
    Card,
    Clicked,
    FileAnswer,
    Installed,
    Searched,
    SentFile,
    TextMessage,
    Turn,
    Uninstalled,
    What,
    Wordless,
    to_asker,
)
from bot.understanding import Understanding
from cards import errors
from cards.actions import Carried, Say, data_of
from cards.changes.draft_clicks import PasteTable
from cards.workspace import help
from cards.workspace.clicks import TypeKey
from services.domain.access import WRITES, Right, may
from services.domain.error_codes import OURS
from services.domain.errors import BadInput, Stale, SwitchboardError
from services.domain.key_shape import key_in
from services.domain.phrases import reading, tr
from services.domain.trace import correlation
from services.languages.catalogues import reader_of
from services.languages.language import Language

log = structlog.get_logger()

_CONTENT_WORDS: Mapping[What, help.Held] = {What.NOTHING: "nothing", What.PICTURE: "picture", What.OTHER: "other"}
_WHY: Mapping[Hindrance | None, str] = {
    Hindrance.CONDITION: tr("I do nothing on a condition. Look first, then tell me what to do."),
    Hindrance.REMOVAL: tr("Nothing is taken away before you choose. What is to go?"),
    Hindrance.LATER: tr("I keep no day for this: it is done as soon as you apply its plan. Do you mean one of these?"),
    Hindrance.SEVERAL: tr("This looks like more than one request, and I take one at a time. Which comes first?"),
    Hindrance.NEAR: tr("Did you mean one of these?"),
    Hindrance.TOLD: tr("It isn't clear to me whether that is to be done. Do you mean one of these?"),
}
_ON_PURPOSE = frozenset({Hindrance.CONDITION, Hindrance.TOLD})  # understood, and not done on purpose
_FILE_ANSWERED = "file.answered"


class Dispatch:
    """Answers turns; `targeted`: in shared conversations, private answers go to the asker alone."""

    def __init__(
        self, house: House, sealer: Sealer, clock: Callable[[], float] = time.monotonic, *, targeted: bool = False
    ) -> None:
        self._house = house
        self._sealer = sealer
        self._targeted = targeted
        self._repeats = Repeats(clock)
        self._understanding = Understanding(house, clock)
        self._choices = Choices(clock)

    async def __call__(self, turn: Turn) -> Answer | None:
        """The answer to a turn, its card sealed; None when there is nothing to say (a repeat, a reaction)."""
        if before := self._repeats.before(turn):
            return await _told_again(turn, before)
        work = asyncio.create_task(self._taken(turn))
        self._repeats.begin(turn, work)
        return (await work).answer

    async def _taken(self, turn: Turn) -> TurnOutcome:
        ref = correlation.get() or self._house.services.make_id()
        correlation.set(ref)
        with structlog.contextvars.bound_contextvars(tenant=turn.who.tenant_id):
            if not await self._first(turn):
                return TurnOutcome(_done_before(turn))
            language = await language_of_turn(self._house.services, turn)
            with reading(reader_of(language)):
                outcome = await self._answer(self._from_own_card(turn), ref, language)
                answer = outcome.answer and in_words(outcome.answer)
        return replace(outcome, answer=answer and await self._sealed(turn, answer))

    async def _sealed(self, turn: Turn, answer: Answer) -> Answer:
        services, tenant_id = self._house.services, turn.who.tenant_id
        now = services.clock.now()
        if answer.card is not None:
            access = await services.roles.last_known(tenant_id, turn.who.object_id)
            aside = answer.instead is not None
            alone = aside or turn.alone
            card = await offered(services, tenant_id, access, answer.card) if alone else for_all(answer.card)
            only_for = turn.who.object_id if aside else ""
            answer = replace(answer, card=self._sealer.seal(card, tenant_id, now, only_for))
        if answer.instead is not None and answer.instead.card is not None:
            shared = self._sealer.seal(for_all(answer.instead.card), tenant_id, now)
            answer = replace(answer, instead=replace(answer.instead, card=shared))
        if answer.offer is not None:
            context = {**answer.offer.context, "who": turn.who.object_id}
            token = self._sealer.token(_FILE_ANSWERED, context, tenant_id, now)
            answer = replace(answer, offer=replace(answer.offer, context={"s": token}))
        return answer

    async def _first(self, turn: Turn) -> bool:
        if not turn.id or isinstance(turn.event, Searched):
            return True
        # Both ids come from outside and may be of any length.
        key = hashlib.sha256(f"{turn.conversation.conversation_id}:{turn.id}".encode()).hexdigest()
        return await self._house.services.store.seen.first(key, self._house.services.clock.now())

    def _from_own_card(self, turn: Turn) -> Turn:
        """The turn; a click on a card that only this person sees is answered to this person only."""
        click, who = turn.event, turn.who
        if not isinstance(click, Clicked) or turn.alone:
            return turn
        own = self._sealer.is_for(click.sealed, click.verb, who.tenant_id, who.object_id)
        return to_asker(turn) if own else turn

    async def _answer(self, turn: Turn, ref: str, language: Language) -> TurnOutcome:
        outcome = await self._outcome(turn, ref, language)
        if outcome.elsewhere and self._targeted and isinstance(turn.event, (TextMessage, Searched)):
            turn = to_asker(turn)
            outcome = await self._outcome(turn, ref, language)
        return replace(outcome, answer=told_aside(turn, outcome.answer))

    async def _outcome(self, turn: Turn, ref: str, language: Language) -> TurnOutcome:
        try:
            answer = as_answer(await self._handle(await meet(self._house.services, turn), ref, language))
            answer = answer and await self._apart(turn, answer)
            # Nobody clicks when a card merely comes into view, so nothing is posted.
            return TurnOutcome(once_more(answer) if is_automatic(turn) else answer)
        except SwitchboardError as error:
            # What was typed, and who it is about, doesn't belong in logs.
            log.info("refused", kind=type(error).__name__)
            log.debug("refused because", what=error.what, why=error.why)
            card = card_of(turn, error, ref, self._house.services.settings.docs_url)
            elsewhere = isinstance(error, NotHere)
            return TurnOutcome(refusal(turn, card, error.what), refused=True, elsewhere=elsewhere)
        except Exception:
            log.exception("turn failed")
            what, (why, fix) = tr("Something went wrong on my side."), after_a_fault(turn)
            card = errors.problem(what, why, fix, ref, code=OURS.code, docs_url=self._house.services.settings.docs_url)
            return TurnOutcome(refusal(turn, card, what), refused=True)

    async def _apart(self, turn: Turn, answer: Answer) -> Answer:
        """The answer to a click, as a new message if the clicked card shows a plan or job and this isn't about it."""
        if answer.card is None or answer.new_message or not isinstance(turn.event, Clicked) or turn.event.automatic:
            return answer
        messages, place = self._house.services.store.messages, turn.conversation
        shown = await messages.shown_by(turn.who.tenant_id, place.conversation_id, turn.event.message_id)
        same = not shown or answer.subject.id in {subject.id for subject in shown}
        return answer if same else replace(answer, new_message=True)

    async def _handle(self, turn: Turn, ref: str, language: Language) -> Said:
        match turn.event:
            case TextMessage(text=text):
                return await self.say(turn, ref, english_words(text, language))
            case Clicked():
                return await self._click(turn, turn.event, ref)
            case SentFile():
                return await self._run(turn, ref, "file.sent", {"name": turn.event.name}, {})
            case FileAnswer():
                return await self._run(turn, ref, _FILE_ANSWERED, self._agreed(turn, turn.event), {})
            case Searched():
                return await self._run(turn, ref, "search", {}, turn.event.inputs)
            case Installed():
                return await self._run(turn, ref, "app.installed", {}, {})
            case Uninstalled():
                return await self._run(turn, ref, "app.removed", {}, {})
            case Wordless(holds=holds):
                return help.wordless(_CONTENT_WORDS[holds], alone=turn.alone)
            case _:
                return None

    async def say(self, turn: Turn, ref: str, text: str, message_id: str = "") -> Said:
        """Do what these words mean: a reply to a message, a pasted table, a command, or else a sentence.

        Words that begin like a command which refuses the rest, or takes none, may be a sentence.
        """
        if key := key_in(text):  # first, so that the key goes nowhere else
            return await self._run(turn, ref, TypeKey.verb, data_of(TypeKey(key)), {}, message_id)
        if (chosen := self._choices.said(turn, text)) is not None:
            return await self._chosen(turn, ref, chosen.carried, message_id)
        if on := await meant(self._house.services.store, turn):
            return await self._run(turn, ref, on.verb, on.data, on.inputs)
        if is_table(text):
            return await self._run(turn, ref, PasteTable.verb, data_of(PasteTable(text)), {}, message_id)
        found = find_command(policy_command(text) or text)
        if found is None or (found[1] and (not found[0].takes_words or _asks_to_change(found[0], text))):
            said = await self._sentence(turn, ref, text, message_id)
            return said or await self._otherwise(turn, ref, text, found, message_id)
        try:
            said = await self._command(turn, ref, *found, message_id)
        except BadInput:
            said = found[1] and await self._sentence(turn, ref, text, message_id, refused=found[1])
            if not said:
                raise
            return said
        self._understanding.note(turn, text)
        return said

    async def _chosen(self, turn: Turn, ref: str, carried: Carried, message_id: str) -> Said:
        """Do what the button does that was named by its position."""
        if isinstance(carried, Say):
            return await self.say(turn, ref, carried.text, message_id)
        return await self._run(turn, ref, carried.verb, data_of(carried), {}, message_id)

    async def _command(
        self, turn: Turn, ref: str, named: Command, rest: str, message_id: str, *, what_if: bool = False
    ) -> Said:
        context = await admit(self._house, turn, ref, named, message_id)
        return await named.handler(replace(context, what_if=what_if), rest)

    async def _sentence(self, turn: Turn, ref: str, text: str, message_id: str, refused: str = "") -> Said:
        """The answer to a sentence; None when it isn't understood, or means only the words that were typed.

        `refused` is a command's refusal of the words: for a name alone, that is the better answer.
        """
        heard = await self._understanding.read(turn, text)
        if isinstance(heard.meant, Unsure):
            return await self._near(turn, text, heard.meant, heard.names, refused=bool(refused))
        if heard.meant is None or (refused and isinstance(heard.meant, Interpretation) and not heard.meant.whole):
            return None
        if isinstance(heard.meant, Interpretation) and heard.meant.asks_of(refused):
            return None
        if isinstance(heard.meant, Several) or not heard.meant.sure:
            if not turn.alone:
                raise not_here(turn)
            question = open_question(getattr(heard.meant, "said", "") or text, heard.meant, heard.names)
            self._choices.keep(turn, question.clicks, question.called)
            return question.card()
        lead = heard.meant.lead(heard.names)
        if lead is None:
            return None
        self._understanding.done(turn, heard.meant)
        if lead.action is not None:
            verb, data = lead.action.verb, data_of(lead.action)
            return await self._run(turn, ref, verb, data, {}, message_id, what_if=heard.meant.what_if)
        found, typed = find_command(lead.words), find_command(text)
        if found is None or found == typed:
            return None
        return await self._command(turn, ref, *found, message_id, what_if=heard.meant.what_if)

    async def _near(self, turn: Turn, text: str, meant: Unsure, names: Names, *, refused: bool) -> Card | None:
        """What may have been meant, as buttons; None when there is none, or a command's refusal is better."""
        self._understanding.note(turn, text)
        if not turn.alone or (refused and not _says_more(meant)):
            return None
        access = await self._house.services.roles.access(turn.who.tenant_id, turn.who.object_id, False)
        reads = may(access, Right.READ).allowed
        tiles = nearest(meant, names, may_change=may(access, Right.CHANGE).allowed) if reads else ()
        self._choices.keep(turn, tiles)
        if tiles and meant.nearly_read:
            return help.likely(text, tiles)
        return help.unknown(text, tiles, reads=reads, why=_WHY.get(meant.hindrance, "")) if tiles else None

    async def _otherwise(
        self, turn: Turn, ref: str, text: str, found: tuple[Command, str] | None, message_id: str
    ) -> Said:
        """Run the command that these words begin with, if it changes nothing; else show what may have been meant."""
        if found is not None and found[0].right not in WRITES:
            return await self._command(turn, ref, *found, message_id)
        access = await self._house.services.roles.access(turn.who.tenant_id, turn.who.object_id, False)
        guesses = suggest(text, lambda one: may(access, one.right).allowed and is_for(one, turn))
        reads = may(access, Right.READ).allowed and turn.alone
        return help.unknown(text, guesses, alone=turn.alone, reads=reads)

    async def _click(self, turn: Turn, click: Clicked, ref: str) -> Said:
        now = self._house.services.clock.now()
        who, ages = turn.who, click.verb != "say"
        data = self._sealer.open(click.sealed, click.verb, who.tenant_id, now, ages=ages, only_for=who.object_id)
        if subject := data.get("line") or data.get("key") or data.get("person") or data.get("number"):
            self._understanding.note(turn, str(subject))
        if click.verb == "say":
            return await self.say(turn, ref, str(data.get("text", "")), click.message_id)
        return await self._run(turn, ref, click.verb, data, click.inputs, click.message_id)

    def _agreed(self, turn: Turn, answer: FileAnswer) -> Mapping[str, object]:
        """Which file was offered, and to whom, from the sealed data: anything else may be forged."""
        now = self._house.services.clock.now()
        return self._sealer.open(answer.context.get("s", ""), _FILE_ANSWERED, turn.who.tenant_id, now)

    async def _run(
        self,
        turn: Turn,
        ref: str,
        verb: str,
        data: Mapping[str, object],
        inputs: Mapping[str, str],
        message_id: str = "",
        *,
        what_if: bool = False,
    ) -> Said:
        found = ACTIONS.get(verb)
        if found is None:
            raise Stale(tr("This button isn't in use any more."), fix=tr("Say *help*."))
        context = await admit(self._house, turn, ref, found, message_id)
        return await found.handler(replace(context, what_if=what_if), data, inputs)


def _says_more(meant: Unsure) -> bool:
    """Whether suggestions help more than the refusal of a command that couldn't read what came after it."""
    return any(one.whole for one in meant.readings) or meant.hindrance in _ON_PURPOSE or meant.denies


def _asks_to_change(named: Command, text: str) -> bool:
    """Whether a request to change something ends in a question mark, and so isn't an order."""
    return named.right in WRITES and text.rstrip().endswith("?")


async def _told_again(turn: Turn, before: asyncio.Task[TurnOutcome]) -> Answer | None:
    """The answer to a repeat: a click gets the first one's; words get none, as they were answered in the chat."""
    outcome = await asyncio.shield(before)
    return once_more(outcome.answer) if isinstance(turn.event, (Clicked, Searched)) else None


def _done_before(turn: Turn) -> Answer | None:
    return Answer(note=tr("I have done this already.")) if isinstance(turn.event, Clicked) else None
