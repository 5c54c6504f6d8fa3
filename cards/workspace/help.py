"""Cards about Switchboard itself: welcome, commands, help on one topic, and the reader's role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from microsoft_teams.cards import CardElement

from cards.assembler import MAX_ACTIONS, Card, card, listing
from cards.elements import Click, button, buttons, execute, facts, group, muted, open_url, row, say, strong, text
from cards.inputs import find_input
from cards.words import clean
from cards.workspace.clicks import HelpAbout
from cards.workspace.home import GUIDE, TILES
from services.domain.addons import name_of
from services.domain.phrases import join_text, tr
from services.domain.settings.fields import Field, Section
from services.domain.settings.words import shown, takes

WHAT = tr("I bring the phone numbers of your CPaaS into Microsoft Teams, and keep both sides in step.")
SAFE = tr(
    "What costs a licence, takes service away or changes several lines shows you its plan first, and a second admin "
    "decides where that is needed. Only what is free and can be taken back, on a single line, I do at once."
)
NEEDS = tr(
    "An admin sets me up once: a Teams admin of your organisation, with the key of your CPaaS organisation. "
    "People need a Teams Phone licence to call."
)
_INSTEAD = tr("Type what you need, or send it as a spreadsheet: .xlsx or .csv.")
_NO_FILES = tr("If you posted a file here: Teams doesn't show it to me. Send it to me in our own chat.")
Held = Literal["nothing", "picture", "other"]
CONNECT = say(tr("Connect"), "connect", "positive")
HOME = say(tr("Home"), "home")
HELP = say(tr("Help"), "help")
# What somebody may begin with: a button's title is what it says.
STARTERS = tuple(
    say(words, words) for words in (tr("Who can call?"), tr("Any free numbers?"), tr("What is waiting for approval?"))
)
BEFORE = (say(tr("How do I connect?"), "help connect"),)


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One thing to say and what it does."""

    words: str
    what: str


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one topic."""

    title: str
    entries: Sequence[HelpEntry]


def welcome(name: str, is_first_admin: bool, tiles: Sequence[Click] = STARTERS, *, linking: bool = False) -> Card:
    """The first card that somebody sees; `tiles` are what they may begin with. `linking`: the link isn't confirmed yet.

    Parts: greeting, what it does, the tiles or, for the first admin, where to start, what it needs, the six steps;
    buttons: Connect (for the first admin), Home, Help, as many as there is room for.
    """
    start = (
        tr("You can start now: connecting takes about two minutes.")
        if is_first_admin
        else tr("Your tenant is being linked.")
        if linking
        else tr("Say “home” to see how far your organisation is, or “help” for all I can do.")
    )
    begin = BEFORE if is_first_admin else tiles
    actions = [button(CONNECT) if is_first_admin else None, button(HOME), button(HELP)]
    steps = [text(tr("{no}  {title}", no=no, title=title), spacing="Small") for no, title in enumerate(GUIDE, 1)]
    return card(
        tr("Welcome to Switchboard"),
        text(tr("Hello {name}. {what}", name=name, what=WHAT) if name else WHAT),
        text(SAFE),
        buttons(*map(button, begin)),
        text(start),
        muted(NEEDS, spacing="Default"),
        group(strong(tr("Six steps to calling")), *steps),
        actions=[action for action in actions if action][: MAX_ACTIONS - len(begin)],
    )


def introduction(by: str, chat_url: str) -> Card:
    """The introduction in a group chat or channel. `by` is who added the bot, empty if unknown.

    Parts: what it does, what it tells here, where the rest is; buttons: Home, Approvals, Open our chat (a page of
    Teams), Help.
    """
    return card(
        tr("Switchboard is here"),
        text(tr("{by} added me. {what}", by=by, what=WHAT) if by else WHAT),
        tr(
            "Here I tell counts alone: how far your organisation is, and which plans wait. Admins can decide them here."
        ),
        tr("About people and numbers we talk in your own chat with me."),
        actions=[
            button(HOME),
            button(say(tr("Approvals"), "approvals")),
            open_url(tr("Open our chat"), chat_url),
            button(HELP),
        ],
    )


def help_card(groups: Sequence[Group], topics: Sequence[str] = (), *, alone: bool = True, works: bool = False) -> Card:
    """All commands, a line or two for each topic.

    Parts: how to talk to it, a tile per task for those who may work here (`works`), each group with the words of its
    entries, what to explain further (input `topic`, verb help.about); button: Home.
    """
    return card(
        tr("What you can say"),
        _how_to_talk(works=works)
        if alone
        else tr("Here you can say any of these. Everything about people and numbers goes in our own chat."),
        buttons(*map(button, TILES)) if works else None,
        listing([_group(one) for one in groups]),
        _more(topics) if topics else None,
        actions=[] if works else [button(HOME)],  # beside the tiles there is no room
    )


def _how_to_talk(*, works: bool) -> str:
    if not works:
        return tr("Type any of these, or say it in your own words.")
    return tr(
        "Type any of these, or say it in your own words, such as “give Alice the next free number”. "
        "You can send me a spreadsheet here, too, or paste its rows."
    )


def _group(one: Group) -> CardElement:
    words = join_text(" · ", (clean(entry.words, 60) for entry in one.entries[:30]))
    return group(strong(one.title, most=80), text(words, color="Accent", spacing="Small", most=1_200), separator=True)


def _more(topics: Sequence[str]) -> CardElement:
    return group(
        find_input("topic", tr("Tell me more about"), "help", [(one, one) for one in topics], topics[0]),
        buttons(execute(tr("Tell me more"), HelpAbout())),
        separator=True,
    )


def group_card(one: Group) -> Card:
    """All commands of one topic.

    Parts: each entry with what it does; buttons: Help, Home.
    """
    entries: list[CardElement] = []
    for entry in one.entries[:30]:
        entries.append(group(text(entry.words, color="Accent", most=80), muted(entry.what, most=160), spacing="Small"))
    return card(one.title, listing(entries), actions=[button(HELP), button(HOME)])


@dataclass(frozen=True, slots=True)
class About:
    """One command: its typed form, what it does, examples to type, its synonyms, and the click that runs it.

    `note` says what else is worth knowing, such as who may use it.
    """

    name: str
    usage: str
    what: str
    examples: Sequence[str] = ()
    others: Sequence[str] = ()
    note: str = ""
    run: Click | None = None


def about(one: About) -> Card:
    """One command.

    Parts: what it does, what to type, examples, other words, the note; buttons: the one that runs it, Help, Home.
    """
    examples = [text(words, color="Accent", spacing="Small", most=100) for words in one.examples[:6]]
    return card(
        clean(one.name, 60),
        text(one.what, most=200),
        group(strong(tr("Type")), text(one.usage, color="Accent", spacing="Small", most=100)),
        group(strong(tr("Or")), *examples) if examples else None,
        muted(tr("Other words for it: {names}.", names=join_text(", ", one.others[:6])), spacing="Default")
        if one.others
        else None,
        muted(one.note, spacing="Default") if one.note else None,
        actions=[button(one.run), button(HELP), button(HOME)],
    )


def sections(people: Sequence[Section], system: Sequence[Section]) -> Card:
    """The card of all settings.

    Parts: how to get to them, the sections of people and of the organisation with their fields, which one to hear more
    about (input `topic`, verb help.about); buttons: Settings commands, System settings, Help.
    """
    topics = [one.title for one in (*people, *system)]
    return card(
        tr("Settings"),
        tr("Say “settings alice” for a person, “settings many” for many people, “system settings” for all."),
        strong(tr("Of a person")),
        listing([_named(one) for one in people]),
        strong(tr("Of the organisation")),
        listing([_named(one) for one in system]),
        _more(topics),
        actions=[
            execute(tr("What to say"), HelpAbout("group:Settings"), inputs=False),
            button(say(tr("System settings"), "system settings")),
            button(HELP),
        ],
    )


def _named(one: Section) -> CardElement:
    return group(strong(_title(one)), muted(_labels(one), most=400), separator=True)


def section(one: Section) -> Card:
    """One section of settings with its fields.

    Parts: what it is for, each field with its values and its default; buttons: All settings, Help.
    """
    return card(
        one.title,
        muted(one.help),
        text(tr("It must be set for people to call well.")) if one.compulsory else None,
        listing([row(field.label, takes(field), _standing(field), _needs(field)) for field in one.fields]),
        actions=[button(say(tr("All settings"), "help settings")), button(HELP)],
    )


def _title(one: Section) -> str:
    return tr("{title} (needed)", title=one.title) if one.compulsory else one.title


def _labels(one: Section) -> str:
    return join_text(", ", (field.label for field in one.fields))


def _standing(field: Field) -> str:
    return tr("Unless set: {shown}", shown=shown(field, field.default))


def _needs(field: Field) -> str:
    return tr("Takes the add-on {name_of}", name_of=name_of(field.addon)) if field.addon else ""


_TILES = (say(tr("Who can't call"), "ready"), say(tr("What's next?"), "home"), HELP)


def unknown(
    words: str, suggestions: Sequence[Click | str], *, alone: bool = True, reads: bool = False, why: str = ""
) -> Card:
    """The answer to words that aren't understood; in shared conversations, a file may have come with them.

    `why` says why nothing is planned, where the words are understood but nothing is done.

    Parts: what was written, where files go; buttons: three tiles, what may be meant first, and Help. `reads`: the
    person may see the workspace.
    """
    guesses = [say(guess, guess) if isinstance(guess, str) else guess for guess in suggestions[:3]]
    tiles = [*guesses, *_TILES][:3] if reads else [*guesses, HELP, *([] if guesses else [HOME])][:3]
    if reads and HELP not in tiles:
        tiles[len(guesses) :] = [*tiles[len(guesses) :][:-1], HELP]
    return card(
        tr("Nothing planned") if why else tr("I didn't understand that"),
        text(tr("You wrote “{words}”.", words=words), most=160) if words.strip() else None,
        why or (tr("Did you mean one of these?") if guesses else None),
        None if alone else muted(_NO_FILES, spacing="Default"),
        actions=[button(tile) for tile in tiles],
    )


def likely(words: str, suggestions: Sequence[Click]) -> Card:
    """The answer to words that are like others whose meaning is known, what they most likely mean first.

    Parts: what was written, why it is asked; buttons: up to three things it may mean, and Help.
    """
    return card(
        tr("Did you mean this?"),
        text(tr("You wrote “{words}”.", words=words), most=160),
        tr("I'm not sure of every word, so I ask first."),
        actions=[button(tile) for tile in (*suggestions[:3], HELP)],
    )


def wordless(holds: Held, *, alone: bool = True) -> Card:
    """The answer to a message without words: a picture, something else that can't be read, or nothing.

    Parts: what it can't read, what to do instead; buttons: Help, Home.
    """
    if holds == "nothing" and alone:
        return unknown("", ())
    titles = {
        "picture": tr("I can't read pictures"),
        "other": tr("I can't read this"),
        "nothing": tr("What can I do for you?"),
    }
    return card(
        titles[holds],
        None if holds == "nothing" else _INSTEAD,
        None if alone else _NO_FILES,
        tr("Say “help” to see all I can do.") if holds == "nothing" else None,
        actions=[button(HELP), button(HOME)],
    )


def greeting(name: str, *, alone: bool = True) -> Card:
    """The answer to a hello.

    Parts: hello, what may come next; buttons: Home, Help.
    """
    return card(
        tr("Hello"),
        text(tr("Good to see you, {name}.", name=name) if name else tr("Good to see you.")),
        tr("Home shows what's next. You can also ask for lines or numbers, or send me a spreadsheet.")
        if alone
        else tr("Home shows how far your organisation is. About people and numbers we talk in our own chat."),
        actions=[button(HOME), button(HELP)],
    )


def whoami(
    name: str, user_name: str, role: str, rights: Sequence[str], workspace: str, tenant_id: str, correlation: str = ""
) -> Card:
    """What Switchboard knows about the person who asks.

    Parts: name, user name, role, rights, workspace, tenant, reference; buttons: Home, Help.
    """
    return card(
        tr("Who you are here"),
        facts(
            (tr("Name"), name),
            (tr("User name"), user_name),
            (tr("Role"), role),
            (tr("You may"), join_text(", ", rights) or tr("say hello and ask for help")),
            (tr("Workspace"), workspace or tr("not connected yet")),
            (tr("Microsoft tenant"), tenant_id),
            (tr("Reference"), correlation),
        ),
        muted(
            tr("Your role follows from your admin roles in Microsoft Entra, read fresh for each thing you do."),
            spacing="Default",
        ),
        actions=[button(HOME), button(HELP)],
    )
