"""A person's settings, settings for many, and templates."""

from __future__ import annotations

from typing import Any

from cards.settings import many as settings_many
from cards.settings import settings, templates
from cards.settings.form import Values
from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import SECTIONS, effective
from services.domain.settings.fields import Section
from services.domain.settings.forms import Around, marks_of
from services.domain.settings.user import USER
from tests.cards.said import said, today
from tests.cards.samples import EMOJI, LONG, Cards

OUT_OF_LIMITS = join_text(
    ": ",
    (
        said("Seconds, all at once"),
        tr("“{text}” isn't {limits}.", text="61", limits=said("a whole number from 5 to 60")),
    ),
)
RULES = {"default-sg": "Singapore default", "abroad": "Singapore and abroad"}
ALICE: dict[str, Any] = {
    "status": {"value": "busy"},
    "callForwarding": {"enabled": True, "numbers": ["6567891249", "102"]},
    "devices": {"active": ["mobile", "msTeams"], "callWaiting": False, "ringMode": "sequential"},
    "inboundCall": {"busy": "announcement", "text": "We are on another call. Please hold the line."},
    "inboundFilter": {
        "rules": [
            {"type": "startWith", "number": "659", "action": "block"},
            {"type": "exactMatch", "number": "6567891200", "action": "ringDevices"},
        ]
    },
    "outboundCall": {"outgoingCallRule": "default-sg"},
    "workingHours": {"days": ["mon", "tue", "wed", "thu"], "start": "08:30", "end": "17:30"},
}


def view(section: Section, found: dict[str, Any], who: str = "101 Alice", **more: Any) -> settings.SectionView:
    """A section of a line with these settings."""
    now = {field.path: effective(found, field.path) for field in section.fields}
    values = Values(now, more.pop("kept", {}), more.pop("rules", RULES))
    marks = marks_of(section, found, Around(RULES))
    return settings.SectionView("101", who, section, values, marks, 3, **{"may_change": True, **more})


def _person(found: dict[str, Any], *, may_change: bool = True) -> settings.SettingsView:
    return settings.SettingsView("101", "101 Alice", found, RULES, may_change)


def usual() -> Cards:
    """Each card as people meet it."""
    about = [
        (said("Extension"), "101"),
        (said("Directory name"), "Alice"),
        (said("Person"), "Alice (alice@contoso.com)"),
        (said("Numbers"), "+65 6789 1230"),
    ]
    made = {f"settings_{s.name}": settings.section(view(s, ALICE)) for s in USER}
    wrong = view(SECTIONS["callForwarding"], ALICE, kept={"ringAllSeconds": "61"})
    return {
        "settings": settings.settings(_person(ALICE), USER),
        "settings_new": settings.settings(_person({}), USER),
        "settings_reader": settings.settings(_person(ALICE, may_change=False), USER),
        **made,
        "settings_overview": settings.section(view(SECTIONS["overview"], ALICE, about=about)),
        "settings_read": settings.section(view(SECTIONS["devices"], ALICE, may_change=False)),
        "settings_wrong": settings.section(wrong, OUT_OF_LIMITS),
        **_many(),
        **_templates(),
    }


def _many() -> Cards:
    rows = [settings_many.PersonRow(str(101 + no), f"{101 + no} · Person {no} (p{no}@contoso.com)") for no in range(10)]
    page = settings_many.PeoplePage(rows, 2, 5, 47, "", ("101", "103", "155"), "", "devices")
    chosen = settings_many.Chosen(("101", "103"), names=("101 Alice", "103 Hallie"), total=2)
    every = settings_many.Chosen((), True, "person", [f"{no} Person {no}" for no in range(101, 111)], 512)
    made = {
        f"many_{name}": settings_many.form(SECTIONS[name], chosen, Values(rules=RULES))
        for name in ("devices", "outboundCall", "workingHours", "inboundFilter", "callForwarding")
    }
    return {
        "many_people": settings_many.people(page, USER),
        "many_nobody": settings_many.people(page, USER, said("Nobody is ticked. Tick the lines first.")),
        "many_template": settings_many.people(settings_many.PeoplePage(rows, 1, 5, 47, template="Sales"), USER),
        **made,
        "many_all": settings_many.form(
            SECTIONS["devices"], every, Values(kept={"ringAllSeconds": "61", "callWaiting": "off"}), OUT_OF_LIMITS
        ),
    }


def _templates() -> Cards:
    rows = [templates.ListedTemplate("Sales", "Alex", today("14:05")), templates.ListedTemplate("Night shift", "Sam")]
    sales = templates.TemplateView(
        "Sales", "Alex", today("14:05"), ALICE, 48, RULES, [(said("Dial plan"), "Singapore")], True
    )
    return {
        "templates": templates.templates(rows, 1, 1, 2),
        "templates_none": templates.templates([]),
        "template_held": templates.template(sales, USER),
        "template_delete": templates.deletion("Sales"),
        "template_saved": templates.saved("Sales", "101 Alice", 48, True),
        "template_name": settings.template_name("101", "101 Alice"),
        "template_choice": settings.template_choice("101", "101 Alice", ["Night shift", "Sales"]),
        "template_choice_none": settings.template_choice("101", "101 Alice", []),
    }


def empty() -> Cards:
    """Each card with as little in it as its builder takes."""
    nobody = settings.SettingsView("", "", {})
    nothing = settings.SectionView("", "", SECTIONS["devices"], Values())
    return {
        "settings": settings.settings(nobody, USER),
        "settings_section": settings.section(nothing),
        "settings_form": settings.section(view(SECTIONS["outboundCall"], {}, who="", rules={})),
        "many_people": settings_many.people(settings_many.PeoplePage(()), USER),
        "many_form": settings_many.form(SECTIONS["status"], settings_many.Chosen(), Values()),
        "template_held": templates.template(templates.TemplateView("", "", ""), USER),
        "templates": templates.templates([templates.ListedTemplate("")]),
        "template_delete": templates.deletion(""),
        "template_saved": templates.saved("", "", 0, replaced=False),
        "template_name": settings.template_name("", ""),
    }


def huge() -> Cards:
    """Each card with far too much in it, all of it hostile."""
    return {**_huge(LONG, ""), **_huge(EMOJI, "_emoji")}


def _huge(words: str, name: str) -> Cards:
    rules = {f"rule-{no}": words for no in range(50)}
    rule = {"type": "startWith", "number": "6" * 20, "action": "block"}
    found: dict[str, Any] = {
        section.name: {field.name: words for field in section.fields if field.default in ("", None)} for section in USER
    }
    found |= {
        "inboundFilter": {"rules": [{**rule, "number": str(10**19 + no)} for no in range(50)], "internal": words},
        "inboundCall": {"text": (words * 20)[:2000], "busy": words},
        "missedCalls": {"text": (words * 20)[:2000], "forwardTo": [words]},
        "callForwarding": {"numbers": [words] * 5},
        "delegate": {"extensions": [words] * 500},
        "callRecording": {"announcement": words * 2},
    }
    rows = [settings_many.PersonRow(f"{10000 + no}", words) for no in range(500)]
    ticked = [row.key for row in rows]
    page = settings_many.PeoplePage(rows, 2, 1000, 10_000, words * 5, ticked, words[:60])
    chosen = settings_many.Chosen(ticked[:70], names=[words] * 500, total=10_000, query=words)
    kept = {field.name: words * 50 for section in USER for field in section.fields}
    whole = templates.TemplateView(words, words, words, found, 48, rules, [(words, words)] * 9, True)
    return {
        f"settings{name}": settings.settings(settings.SettingsView("101", words, found, rules, True), USER),
        **{f"settings_{s.name}{name}": settings.section(view(s, found, words, rules=rules), words) for s in USER},
        **{
            f"kept_{s.name}{name}": settings.section(view(s, found, words, rules=rules, kept=kept), words) for s in USER
        },
        **{f"many_{s.name}{name}": settings_many.form(s, chosen, Values(rules=rules, kept=kept), words) for s in USER},
        f"many_people{name}": settings_many.people(page, USER, words),
        f"template_held{name}": templates.template(whole, USER),
        f"templates{name}": templates.templates([templates.ListedTemplate(words, words, words)] * 50, 2, 9, 400),
        f"template_choice{name}": settings.template_choice("101", words, [words] * 60, words),
        f"template_name{name}": settings.template_name("101", words, words, words),
    }
