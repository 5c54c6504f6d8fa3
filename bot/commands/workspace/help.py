"""Hello, help, whoami, and the welcome on install."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.lines.my_number import own_lines
from bot.context import Context
from bot.registry import COMMANDS, Command, Said, action, command, find_command, suggest
from bot.turn import Answer, Scope, own_chat
from bot.views.workspace.welcome import welcome_for
from cards.elements import say
from cards.workspace import help as cards
from cards.workspace.clicks import AppInstalled, AppRemoved, HelpAbout, HelpInputs
from services.domain.access import WRITES, Right, Role
from services.domain.people import fold
from services.domain.phrases import tr
from services.domain.settings.catalogue import SECTIONS, find_section
from services.domain.settings.system import SYSTEM
from services.domain.settings.user import USER
from services.domain.states import WorkspaceState
from services.domain.subject import NO_SUBJECT, Subject, SubjectKind

GROUPS = (tr("Lines"), tr("Numbers"), tr("Changes"), tr("Settings"), tr("Start"))  # in the order of the tiles
_PLAN = tr("It shows a plan first, unless it is free, can be taken back and is about a single line.")
_PERSONAL_CHAT_ONLY = tr("Say it in our own chat: here others would see people and their numbers.")
_ROLE = tr("It takes a Teams administrator role in your Microsoft directory.")


@command(
    "hi",
    "hello",
    "hey",
    "good morning",
    help="Say hello",
    group="Start",
    right=Right.NONE,
    private=False,
)
async def hi(context: Context, _rest: str) -> Said:
    """Greet, with what may come next; somebody without a role sees their own line."""
    if context.role is Role.NOBODY and context.alone:
        return await own_lines(context, greets=True)
    return cards.greeting(context.turn.who.name, alone=context.alone)


@command(
    "help",
    "?",
    "what can you do",
    "commands",
    help="This overview, or more about one thing",
    group="Start",
    right=Right.NONE,
    private=False,
    examples=("help assign", "help settings", "help call recording"),
)
async def show_help(context: Context, rest: str) -> Said:
    """Everything that this person may say, by group; with words, more about what they name."""
    if not rest:
        groups = _groups(context)
        works = context.alone and context.may(Right.CHANGE)
        return cards.help_card(groups, topics(context, groups), alone=context.alone, works=works)
    return _of_words(context, rest)


@action(HelpAbout, HelpInputs, right=Right.NONE, fresh="help", private=False)
async def help_about(context: Context, click: HelpAbout, inputs: HelpInputs) -> Said:
    """Explain a group, a command or a section of settings."""
    kind, _, name = (click.topic or _marks(context).get(inputs.topic, inputs.topic)).partition(":")
    match kind:
        case "group":
            found = next((one for one in _groups(context) if one.title == name), None)
            return cards.group_card(found) if found else await show_help(context, "")
        case "section":
            return await show_help(
                context, tr("settings {title}", title=SECTIONS[name].title if name in SECTIONS else "")
            )
        case _:
            return await show_help(context, name)


def _of_words(context: Context, words: str) -> Said:
    """The help on a group, a command, the settings or one of their sections; other words get a guess."""
    wanted = fold(words)
    if wanted == "settings":
        return cards.sections(USER, SYSTEM)
    section = find_section(wanted.removeprefix("settings ")) if wanted.startswith("settings ") else None
    named = next((one for one in _groups(context) if fold(one.title) == wanted), None)
    found = find_command(words)
    exact = found is not None and not found[1]
    section = section or (None if exact else find_section(words))
    if section or named:
        return cards.section(section) if section else cards.group_card(named) if named else None
    if found:
        return _command(context, found[0])
    return cards.unknown(words, suggest(words, lambda one: _offered(context, one)))


def _command(context: Context, one: Command) -> Said:
    may = context.may(one.right)
    writes = one.right in WRITES
    note = (_PLAN if writes else "") if may else _ROLE
    if may and not _offered(context, one):
        note = _PERSONAL_CHAT_ONLY
    others = [words for words in one.words if words not in (fold(one.name), fold(one.usage))]
    examples = [words for words in one.examples if words != one.usage]
    run = say(tr("Run “{name}”", name=one.name), one.name, "positive") if _offered(context, one) else None
    return cards.about(cards.About(one.name, one.usage, tr("{help}.", help=tr(one.help)), examples, others, note, run))


def _offered(context: Context, one: Command) -> bool:
    """Whether the person may use this command in this conversation."""
    return context.may(one.right) and (context.alone or not one.private)


def _groups(context: Context) -> list[cards.Group]:
    mine = [c for c in COMMANDS.values() if _offered(context, c)]
    groups = [
        cards.Group(tr(title), [cards.HelpEntry(c.usage, tr(c.help)) for c in mine if c.group == title])
        for title in GROUPS
    ]
    return [group for group in groups if group.entries]


def topics(context: Context, groups: Sequence[cards.Group] = ()) -> list[str]:
    """The topics of help, in words; `groups` are those that this person sees."""
    whole = [_all_of(one.title) for one in groups or _groups(context)]
    return [*whole, *sorted(one.name for one in COMMANDS.values() if _offered(context, one))]


def _all_of(title: str) -> str:
    return tr("All of {title}", title=title)


def _marks(context: Context) -> dict[str, str]:
    """The topics by their words: groups and sections of settings; a command stands for itself."""
    sections = {one.title: f"section:{one.name}" for one in (*USER, *SYSTEM)}
    groups = {_all_of(one.title): f"group:{one.title}" for one in _groups(context)}
    commands = {name: f"command:{name}" for name in COMMANDS}
    return sections | groups | commands


@command(
    "whoami",
    "who am i",
    "my role",
    help="Your role and rights here",
    group="Start",
    right=Right.NONE,
    private=False,
)
async def whoami(context: Context, _rest: str) -> Said:
    """What Switchboard knows about the person, and from where."""
    found = await context.services.store.workspaces.find(context.tenant_id)
    rights = [tr(right.value) for right in Right if right is not Right.NONE and context.may(right)]
    name = found.name if found else tr("not connected")
    who = context.turn.who
    role = tr("not known: I couldn't ask Microsoft") if context.role is Role.UNKNOWN else tr(context.role.value)
    return cards.whoami(who.name, who.object_id, role, rights, name, who.tenant_id, context.ref)


@action(AppInstalled, right=Right.NONE, private=False)
async def app_installed(context: Context) -> Said:
    """Send the welcome, once per installation; in shared conversations a short introduction."""
    who, contacts = context.turn.who, context.services.store.contacts
    if context.turn.conversation.scope is not Scope.PERSONAL:
        return await _introduced(context)
    if not await contacts.claim_welcome(who.tenant_id, who.object_id):
        return None
    card = await welcome_for(context.services, context.tenant_id, who.name, context.access)
    # A welcome that says how to connect is outdated once that is done.
    found = await context.services.store.workspaces.find(context.tenant_id)
    linked = found is not None and found.state == WorkspaceState.CONNECTED
    shows = NO_SUBJECT if linked else Subject(SubjectKind.WELCOME, context.tenant_id)
    return Answer(card=card, subject=shows)


async def _introduced(context: Context) -> Said:
    """The introduction, only once, although Teams reports the bot's arrival twice."""
    conversation, now = context.turn.conversation, context.services.clock.now()
    if not await context.services.store.seen.first(f"introduced:{conversation.conversation_id}", now):
        return None
    return cards.introduction(context.turn.who.name, own_chat(conversation))


@action(AppRemoved, right=Right.NONE, private=False)
async def app_removed(context: Context) -> Said:
    """Stop writing to somebody who removed the bot."""
    who = context.turn.who
    if context.turn.conversation.scope is Scope.PERSONAL:
        await context.services.store.contacts.removed(who.tenant_id, who.object_id)
    return None
