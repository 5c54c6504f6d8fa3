"""The organisation's own settings, tab by tab as the provider's guide lists them.

https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction ; each section
names the page its fields are from.
"""

from __future__ import annotations

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
    "General Settings",
    "Public holidays, and what new lines begin with.",
    (
        Field(
            "general.timeZone",
            "Time zone",
            FieldKind.TEXT,
            "Asia/Singapore",
            "Such as Asia/Singapore.",
            most=60,
            entry=Entry.ZONE,
        ),
        Field("general.language", "Language", FieldKind.CHOICE, "en", choices=LANGUAGES),
        Field(DEFAULT_RULE, "Outbound call rule of new lines", FieldKind.RULE, None, known=True),
        Field(
            HOLIDAYS,
            "Public holidays",
            FieldKind.RECORDS,
            [],
            most=100,
            known=True,
            parts=(
                Field("date", "Date", FieldKind.DATE),
                Field("name", "Name", FieldKind.TEXT, "", most=60),
            ),
        ),
    ),
    source="https://portal.hoiio.net/kb/cpaas/contact-center-supervisor-guide/5general-settings-default-rules",
)
ADMIN_TOOLS = Section(
    "adminTools",
    "Admin Tools",
    "Devices people may use, and how they connect. SIP credentials are reset at the people themselves.",
    (
        Field(
            ADMIN_DEVICES,
            "Devices people may use",
            FieldKind.MANY,
            [v for v, _ in DEVICES],
            choices=DEVICES,
            known=True,
        ),
        Field(TLS, "Encrypted signalling (TLS)", FieldKind.TOGGLE, True, known=True),
        Field(STUN, "Finding the way through firewalls (STUN)", FieldKind.TOGGLE, True, known=True),
    ),
    compulsory=True,
    source=f"{_HELP}/en_US/phone-system-admin-guide/ps-admin-tools",
)
INBOUND_RULES_SECTION = Section(
    INBOUND_RULES,
    "Inbound Call Rule",
    "How the number of a caller is shown.",
    (
        Field(
            INBOUND_RULES,
            "Inbound call rules",
            FieldKind.RECORDS,
            [],
            most=50,
            known=True,
            parts=(
                Field("name", "Name", FieldKind.TEXT, "", most=60),
                Field(
                    "appliesTo",
                    "Changes",
                    FieldKind.CHOICE,
                    "caller",
                    choices=(("caller", "The caller's number"), ("called", "The called number")),
                ),
                Field("startsWith", "Numbers that start with", FieldKind.TEXT, "", most=15, entry=Entry.DIGITS),
                Field("strip", "Take so many digits off", FieldKind.NUMBER, 0, most=15),
                Field("prepend", "Put in front", FieldKind.TEXT, "", most=15, entry=Entry.DIGITS),
            ),
        ),
    ),
    source=f"{_HELP}/call-rules-holidays/inbound-call-rule",
)
OUTBOUND_RULES_SECTION = Section(
    OUTBOUND_RULES,
    "Outbound Call Rule",
    "What people can dial: dial plans, and the countries they may call. Everybody needs one to call out.",
    (
        Field(
            OUTBOUND_RULES,
            "Outbound call rules",
            FieldKind.RECORDS,
            [],
            most=50,
            known=True,
            parts=(
                Field("id", "Short name", FieldKind.TEXT, "", most=40),
                Field("name", "Name", FieldKind.TEXT, "", most=60),
                Field(
                    "countries",
                    "Countries people may call",
                    FieldKind.ENTRIES,
                    [],
                    "Their names or two letters each, one a line.",
                    most=250,
                    entry=Entry.COUNTRY,
                ),
                Field(
                    "dialPlans",
                    "Dial plans",
                    FieldKind.RECORDS,
                    [],
                    most=30,
                    parts=(
                        Field("name", "Name", FieldKind.TEXT, "", most=40),
                        Field("pattern", "Pattern", FieldKind.TEXT, "", most=80),
                        Field("strip", "Take so many digits off", FieldKind.NUMBER, 0, most=15),
                        Field("prepend", "Put in front", FieldKind.TEXT, "", most=15, entry=Entry.DIGITS),
                    ),
                ),
            ),
        ),
    ),
    compulsory=True,
    source=f"{_HELP}/en_US/phone-system-admin-guide/outbound-call-policies",
)

SYSTEM = (GENERAL, ADMIN_TOOLS, INBOUND_RULES_SECTION, OUTBOUND_RULES_SECTION)
