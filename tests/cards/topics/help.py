"""Sample cards of help: what can be said, one group, one command, the settings there are."""

from __future__ import annotations

from dataclasses import replace

from cards.elements import say
from cards.workspace import help
from services.domain.phrases import tr
from services.domain.settings.system import OUTBOUND_RULES_SECTION, SYSTEM
from services.domain.settings.user import INBOUND, RECORDING, USER
from tests.cards.said import said
from tests.cards.samples import LONG, Cards

LINES = help.Group(
    said("Lines"),
    [
        help.HelpEntry("line 101", said("One line: all about it, and what you can do")),
        help.HelpEntry("assign 101 to alice", said("Give somebody a line, add-ons and a number")),
        help.HelpEntry("calls alice today", said("Who called whom, newest first")),
    ],
)
CHANGES = help.Group(
    said("Changes"),
    [help.HelpEntry("bulk", said("Many lines from a file")), help.HelpEntry("jobs", said("Work that runs or ran"))],
)
ABOUT = help.About(
    "assign",
    "assign 101 to alice",
    said("Give somebody a line, add-ons and a number"),
    ("assign", "assign alice"),
    ("assign line", "assign extension"),
    said("It shows a plan first, unless it is free, can be taken back and is about a single line."),
    say(tr("Run “{name}”", name="assign"), "assign", "positive"),
)
TOPICS = [said("All of Lines"), "assign"]


def usual() -> Cards:
    """Help as people meet it."""
    return {
        "help_all": help.help_card([LINES, CHANGES], TOPICS),
        "help_group": help.group_card(LINES),
        "help_command": help.about(ABOUT),
        "help_settings": help.sections(USER, SYSTEM),
        "help_section": help.section(RECORDING),
        "help_section_inbound": help.section(INBOUND),
        "help_section_rules": help.section(OUTBOUND_RULES_SECTION),
    }


def empty() -> Cards:
    """Nothing to say."""
    return {
        "help_all": help.help_card([]),
        "help_group": help.group_card(help.Group(said("Lines"), [])),
        "help_command": help.about(help.About("x", "x", "x")),
        "help_section": help.section(replace(RECORDING, fields=())),
    }


def huge() -> Cards:
    """Long texts in every place, and more than fit."""
    many = help.Group(LONG, [help.HelpEntry(LONG, LONG)] * 60)
    return {
        "help_all": help.help_card([many] * 8, [f"{no} {LONG}"[:60] for no in range(80)]),
        "help_group": help.group_card(many),
        "help_command": help.about(
            replace(ABOUT, name=LONG, usage=LONG, what=LONG, examples=[LONG] * 9, others=[LONG] * 9)
        ),
        "help_settings": help.sections(USER * 4, SYSTEM * 4),
    }
