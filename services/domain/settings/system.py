"""The organisation's own settings, tab by tab as the provider's guide lists them.

https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction ; each section
names the page its fields are from.
"""

from __future__ import annotations

from services.domain.phrases import tr
from services.domain.settings.fields import Entry, Field, FieldKind, Section
from services.domain.settings.paths import (
    ADMIN_DEVICES,
    DEFAULT_RULE,
    HOLIDAYS,
    INBOUND_RULES,
    OUTBOUND_RULES,
    STUN,
    TLS,
)
from services.domain.settings.user import DEVICES, LANGUAGES

_HELP = "https://b3networks.helpjuice.com"

GENERAL = Section(
    "general",
    tr("General Settings"),
    tr("Public holidays, and what new lines begin with."),
    (
        Field(
            "general.timeZone",
            tr("Time zone"),
            FieldKind.TEXT,
            "Asia/Singapore",
            tr("Such as Asia/Singapore."),
            most=60,
            entry=Entry.ZONE,
        ),
        Field("general.language", tr("Language"), FieldKind.CHOICE, "en", choices=LANGUAGES),
        Field(DEFAULT_RULE, tr("Outbound call rule of new lines"), FieldKind.RULE, None, known=True),
        Field(
            HOLIDAYS,
            tr("Public holidays"),
            FieldKind.RECORDS,
            [],
            most=100,
            known=True,
            parts=(
                Field("date", tr("Date"), FieldKind.DATE),
                Field("name", tr("Name"), FieldKind.TEXT, "", most=60),
            ),
        ),
    ),
    source="https://portal.hoiio.net/kb/cpaas/contact-center-supervisor-guide/5general-settings-default-rules",
)
ADMIN_TOOLS = Section(
    "adminTools",
    tr("Admin Tools"),
    tr("Devices people may use, and how they connect. SIP credentials are reset at the people themselves."),
    (
        Field(
            ADMIN_DEVICES,
            tr("Devices people may use"),
            FieldKind.MANY,
            [v for v, _ in DEVICES],
            choices=DEVICES,
            known=True,
        ),
        Field(TLS, tr("Encrypted signalling (TLS)"), FieldKind.TOGGLE, True, known=True),
        Field(STUN, tr("Finding the way through firewalls (STUN)"), FieldKind.TOGGLE, True, known=True),
    ),
    compulsory=True,
    source=f"{_HELP}/en_US/phone-system-admin-guide/ps-admin-tools",
)
INBOUND_RULES_SECTION = Section(
    INBOUND_RULES,
    tr("Inbound Call Rule"),
    tr("How the number of a caller is shown."),
    (
        Field(
            INBOUND_RULES,
            tr("Inbound call rules"),
            FieldKind.RECORDS,
            [],
            most=50,
            known=True,
            parts=(
                Field("name", tr("Name"), FieldKind.TEXT, "", most=60),
                Field(
                    "appliesTo",
                    tr("Changes"),
                    FieldKind.CHOICE,
                    "caller",
                    choices=(("caller", tr("The caller's number")), ("called", tr("The called number"))),
                ),
                Field("startsWith", tr("Numbers that start with"), FieldKind.TEXT, "", most=15, entry=Entry.DIGITS),
                Field("strip", tr("Take so many digits off"), FieldKind.NUMBER, 0, most=15),
                Field("prepend", tr("Put in front"), FieldKind.TEXT, "", most=15, entry=Entry.DIGITS),
            ),
        ),
    ),
    source=f"{_HELP}/call-rules-holidays/inbound-call-rule",
)
OUTBOUND_RULES_SECTION = Section(
    OUTBOUND_RULES,
    tr("Outbound Call Rule"),
    tr("What people can dial: dial plans, and the countries they may call. Everybody needs one to call out."),
    (
        Field(
            OUTBOUND_RULES,
            tr("Outbound call rules"),
            FieldKind.RECORDS,
            [],
            most=50,
            known=True,
            parts=(
                Field("id", tr("Short name"), FieldKind.TEXT, "", most=40),
                Field("name", tr("Name"), FieldKind.TEXT, "", most=60),
                Field(
                    "countries",
                    tr("Countries people may call"),
                    FieldKind.ENTRIES,
                    [],
                    tr("Their names or two letters each, one a line."),
                    most=250,
                    entry=Entry.COUNTRY,
                ),
                Field(
                    "dialPlans",
                    tr("Dial plans"),
                    FieldKind.RECORDS,
                    [],
                    most=30,
                    parts=(
                        Field("name", tr("Name"), FieldKind.TEXT, "", most=40),
                        Field("pattern", tr("Pattern"), FieldKind.TEXT, "", most=80),
                        Field("strip", tr("Take so many digits off"), FieldKind.NUMBER, 0, most=15),
                        Field("prepend", tr("Put in front"), FieldKind.TEXT, "", most=15, entry=Entry.DIGITS),
                    ),
                ),
            ),
        ),
    ),
    compulsory=True,
    source=f"{_HELP}/en_US/phone-system-admin-guide/outbound-call-policies",
)

SYSTEM = (GENERAL, ADMIN_TOOLS, INBOUND_RULES_SECTION, OUTBOUND_RULES_SECTION)
