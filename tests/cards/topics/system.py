"""Sample cards of the organisation's settings: sections, forms, holidays, rules and who has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cards.elements import say
from cards.settings.form import Values
from cards.system import holidays, records, system
from cards.system import outbound as rules
from services.domain.phrases import join_text, tr
from services.domain.settings.paths import DEFAULT_RULE
from services.domain.settings.system import ADMIN_TOOLS, GENERAL, INBOUND_RULES_SECTION, OUTBOUND_RULES_SECTION
from tests.cards.said import said
from tests.cards.samples import LONG, NASTY, Cards

RULES = {"default-sg": "Singapore default", "thai-desk": "Thai desk"}
LINES = (("100", "100 · Front desk · Wei Ling"), ("101", "101 · John"))
SWITCHES = [(one, True) for one in ADMIN_TOOLS.fields[1:]]
INBOUND = INBOUND_RULES_SECTION.fields[0].parts
OUTBOUND = OUTBOUND_RULES_SECTION.fields[0].parts
ROWS = (
    system.SectionRow(
        "general", said("General Settings"), said("Asia/Singapore; 11 public holidays; rule of new lines: none")
    ),
    system.SectionRow(
        "adminTools",
        said("Admin Tools"),
        tr(
            "{names}; {devices} of {whole} kinds of devices",
            names=join_text(", ", (tr("{name} {word}", name=one, word=tr("on")) for one in ("TLS", "STUN"))),
            devices=6,
            whole=6,
        ),
        compulsory=True,
    ),
    system.SectionRow("inboundCallRules", said("Inbound Call Rule"), said("No rules yet")),
    system.SectionRow(
        "outboundCallRules",
        said("Outbound Call Rule"),
        tr("{how_many}: {names}{more}", how_many=said("1 rule"), names="Singapore default", more="")
        + said("; 3 people can't call out: no rule"),
        compulsory=True,
        missing=True,
    ),
)
GENERAL_FORM = system.SystemForm(
    replace(GENERAL, fields=system.form_fields(GENERAL)),
    Values({"general.timeZone": "Asia/Singapore", "general.language": "en", DEFAULT_RULE: "default-sg"}, {}, RULES),
    {"timeZone": "1a2b3c4d"},
    True,
)
ADMIN_FORM = replace(GENERAL_FORM, section=replace(ADMIN_TOOLS, fields=system.form_fields(ADMIN_TOOLS)), people=LINES)


def _day(day: int, month: int, year: int) -> str:
    """A holiday as the program writes it."""
    return tr("{day:%a} {day_2} {day:%b %Y}", day=date(year, month, day), day_2=day)


def _holds(countries: int, plans: int) -> str:
    """What a rule holds, in counts."""
    one, many = said("dial plan"), said("dial plans")
    counted = ((countries, said("countries")), (plans, one if plans == 1 else many))
    return join_text(", ", (tr("{len:,} {one}", len=n, one=what) for n, what in counted))


HOLIDAYS = (
    holidays.Holiday("2026-12-25", "Christmas", _day(25, 12, 2026)),
    holidays.Holiday("2027-01-01", "New Year", _day(1, 1, 2027)),
)
LIST = records.RecordsPage(
    said("Outbound call rules"),
    OUTBOUND_RULES_SECTION.help,
    records.OUTBOUND,
    said("rule"),
    "0011aabbccdd",
    (
        records.RecordRow(0, "Singapore default", (_holds(20, 1), said("41 go by it"))),
        records.RecordRow(1, "Thai desk", (_holds(2, 2), said("Nobody goes by it"))),
    ),
    total=2,
    may_change=True,
    more=say(said("Who has which"), "who has rule"),
)
FORM = records.RecordForm(
    said("Outbound call rule"),
    records.OUTBOUND,
    "0011aabbccdd",
    OUTBOUND[1:3],
    {"id": "default-sg", "name": "Singapore default", "countries": ["SG", "MY", "ID"]},
    no=0,
    may_change=True,
    kept={"countries": "Singapore\nMalaysia\nIndonesia"},
    about=tr("{people}.", people=said("41 go by it")),
)
NEW_INBOUND = records.RecordForm(
    said("New inbound call rule"), records.INBOUND, "0011aabbccdd", INBOUND, may_change=True
)
IMPORTS = (("SG", "Singapore"), ("ID", said("Indonesia")), ("TH", said("Thailand")), ("VN", said("Vietnam")))
PLANS = "Local; ^[3689][0-9]{7}$; 0; 65"
HOLDERS = rules.RuleHoldersPage(
    (
        rules.RuleHolderRow("101", "John"),
        rules.RuleHolderRow("102", "Alice"),
        rules.RuleHolderRow("103", "Hallie", "Singapore default"),
    ),
    "all",
    (("all", said("Everybody (41)")), ("none", said("Without a rule (2)")), ("default-sg", "Singapore default (39)")),
    tuple(RULES.items()),
    2,
    5,
    41,
    ("101", "200"),
    may_change=True,
)


def usual() -> Cards:
    """Each card as admins see it, and some as readers do."""
    others = (("thai-desk", "Thai desk"),)
    return {
        "system": system.overview(ROWS, False, may_switch=True),
        "system_general": system.general(GENERAL_FORM, said("11 days")),
        "system_admin": system.admin_tools(ADMIN_FORM, SWITCHES),
        "system_admin_reader": system.admin_tools(replace(ADMIN_FORM, may_change=False), SWITCHES),
        "system_whose": system.whose(LINES),
        "holidays": holidays.holidays(holidays.HolidaysPage(HOLIDAYS, "m", 2, 3, 26, may_change=True)),
        "holidays_many": holidays.many(
            "m", "2026-12-25; Christmas\n2027-01-01; New Year", said("“soon” is no date such as 2026-12-25.")
        ),
        "rules_outbound": records.records(LIST),
        "rule_outbound": rules.outbound_form(FORM, said("Local"), PLANS, IMPORTS),
        "rule_outbound_wrong": rules.outbound_form(
            FORM,
            "",
            PLANS,
            IMPORTS,
            tr(
                "{name}: “{pattern}” is no pattern: {fault}.",
                name=said("dial plan"),
                pattern="^[36",
                fault="unterminated",
            ),
        ),
        "rule_inbound": records.record(NEW_INBOUND),
        "rule_in_use": rules.in_use(
            rules.InUse("default-sg", "Singapore default", said("John and 40 more"), 41, others)
        ),
        "rule_holders": rules.holders(HOLDERS),
        "rule_holders_reader": rules.holders(replace(HOLDERS, may_change=False)),
    }


def empty() -> Cards:
    """Nothing set, nobody there."""
    return {
        "system": system.overview(()),
        "system_whose": system.whose(()),
        "holidays": holidays.holidays(holidays.HolidaysPage((), "")),
        "rules": records.records(records.RecordsPage(said("Rules"), "", records.INBOUND, "rule", "")),
        "rule": records.record(records.RecordForm("Rule", records.INBOUND, "", ())),
        "rule_in_use": rules.in_use(rules.InUse("x", "x", "John", 1)),
        "rule_holders": rules.holders(rules.RuleHoldersPage((), filters=(("all", said("Everybody (0)")),))),
    }


def huge() -> Cards:
    """Long texts in every place."""
    row = system.SectionRow("general", LONG, LONG * 3, compulsory=True, missing=True)
    day = holidays.Holiday("2026-12-25", LONG, LONG)
    many = [records.RecordRow(no, LONG, (LONG, NASTY)) for no in range(30)]
    names = [(str(no), LONG) for no in range(50)]
    held = {"name": LONG, "countries": ["SG"] * 250}
    return {
        "system": system.overview([row] * 4, True, may_switch=True),
        "system_general": system.general(GENERAL_FORM, LONG, LONG),
        "system_admin": system.admin_tools(replace(ADMIN_FORM, people=names[:16]), SWITCHES, LONG),
        "holidays": holidays.holidays(holidays.HolidaysPage([day] * 12, "m", 2, 10**6, 10**7, may_change=True), LONG),
        "holidays_many": holidays.many("m", f"{LONG}\n" * 20, LONG),
        "rules": records.records(replace(LIST, rows=many[:8], page=2, pages=9, total=70)),
        "rule": rules.outbound_form(replace(FORM, now=held), LONG * 20, f"{PLANS}\n" * 30, IMPORTS, LONG),
        "rule_in_use": rules.in_use(rules.InUse("x", LONG, LONG, 10**6, names)),
        "rule_holders": rules.holders(
            replace(
                HOLDERS, rows=[rules.RuleHolderRow(str(no), LONG, LONG) for no in range(12)], filters=names, rules=names
            )
        ),
    }
