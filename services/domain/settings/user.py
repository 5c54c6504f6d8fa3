"""The settings of a line, tab by tab as the provider's guide lists them.

Which tabs there are and which are compulsory:
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction ; each section
names the page its fields and limits are from. Call History is for reading and stands in `cards/calls/calls.py`. The
line's own fields of the Overview tab (extension, directory name, person) are the line's, and no settings.
Longer than other files because it is one table.
"""

from __future__ import annotations

from services.domain.settings.fields import Choices, Entry, Field, FieldKind, Section
from services.domain.settings.paths import OUTBOUND_RULE

_HELP = "https://b3networks.helpjuice.com"
_PORTAL = "https://portal.hoiio.net/kb/cpaas"
_RECORDING = "call_recording"
_DNC = "license_dnc_checking_enabled"

_RING: Choices = (("ringAll", "All at once"), ("sequential", "One after another"))
_ANSWERS: Choices = (
    ("ringDevices", "Ring devices"),
    ("ringDelegates", "Ring delegates"),
    ("forward", "Forward the call"),
    ("missedCall", "Treat as a missed call"),
    ("announcement", "Read a text"),
    ("hangup", "Hang up"),
)
_NEEDS = (
    ("announcement", "inboundCall.text"),
    ("forward", "callForwarding.numbers"),
    ("ringDelegates", "delegate.extensions"),
)
DEVICES: Choices = (
    ("mobile", "Mobile app"),
    ("desktop", "Desktop app"),
    ("ipPhone", "IP phone"),
    ("webPhone", "Web phone"),
    ("msTeams", "Microsoft Teams"),
    ("sim", "SIM"),
)
_CHECK: Choices = (("off", "Don't check"), ("warn", "Warn"), ("block", "Block"))
_DAYS: Choices = (
    ("mon", "Monday"),
    ("tue", "Tuesday"),
    ("wed", "Wednesday"),
    ("thu", "Thursday"),
    ("fri", "Friday"),
    ("sat", "Saturday"),
    ("sun", "Sunday"),
)
LANGUAGES: Choices = (
    ("en", "English"),
    ("zh", "Chinese"),
    ("ms", "Malay"),
    ("ta", "Tamil"),
    ("id", "Indonesian"),
    ("th", "Thai"),
    ("vi", "Vietnamese"),
)


def _ring(section: str) -> tuple[Field, Field, Field]:
    """The fields for how several devices ring: all for 5 to 60 s in total, or each for 15 to 90 s."""
    return (
        Field(f"{section}.ringMode", "How they ring", FieldKind.CHOICE, "ringAll", choices=_RING, known=True),
        Field(f"{section}.ringAllSeconds", "Seconds, all at once", FieldKind.NUMBER, 30, least=5, most=60, known=True),
        Field(f"{section}.sequentialSeconds", "Seconds each", FieldKind.NUMBER, 20, least=15, most=90, known=True),
    )


OVERVIEW = Section(
    "overview",
    "Overview",
    "Language, time zone and e-mail of this line.",
    (
        Field("overview.language", "Language", FieldKind.CHOICE, "en", choices=LANGUAGES),
        Field(
            "overview.timeZone",
            "Time zone",
            FieldKind.TEXT,
            "Asia/Singapore",
            "Such as Asia/Singapore.",
            least=1,
            most=60,
            entry=Entry.ZONE,
        ),
        Field("overview.email", "E-mail for notices", FieldKind.TEXT, "", most=120, entry=Entry.EMAIL, personal=True),
    ),
)
STATUS = Section(
    "status",
    "Status",
    "Whether the person is there for calls.",
    (
        Field(
            "status.value",
            "Availability",
            FieldKind.CHOICE,
            "available",
            choices=(("available", "Available"), ("busy", "Busy"), ("away", "Away"), ("offline", "Offline")),
            known=True,
            personal=True,
        ),
    ),
    compulsory=True,
    source=f"{_HELP}/en_US/mobile-app/app-settings",
    goes_with_holder=True,
)
FORWARDING = Section(
    "callForwarding",
    "Call Forwarding",
    "Up to five numbers or extensions that calls go to.",
    (
        Field(
            "callForwarding.enabled",
            "Forwarding",
            FieldKind.TOGGLE,
            False,
            needs=((True, "callForwarding.numbers"),),
            personal=True,
        ),
        Field(
            "callForwarding.numbers",
            "Numbers or extensions",
            FieldKind.ENTRIES,
            [],
            "One a line, with country code; at most 5.",
            most=5,
            entry=Entry.PHONE,
            known=True,
            personal=True,
        ),
        *_ring("callForwarding"),
    ),
    source=f"{_PORTAL}/phone-system-end-user-guide/1devices",
    goes_with_holder=True,
)
RECORDING = Section(
    "callRecording",
    "Call Recording",
    "Which calls are recorded, and what callers hear before.",
    (
        Field(
            "callRecording.incoming",
            "Recording of incoming calls",
            FieldKind.TOGGLE,
            False,
            known=True,
            addon=_RECORDING,
        ),
        Field(
            "callRecording.outgoing",
            "Recording of outgoing calls",
            FieldKind.TOGGLE,
            False,
            known=True,
            addon=_RECORDING,
        ),
        Field(
            "callRecording.announcementBy",
            "Callers hear first",
            FieldKind.CHOICE,
            "none",
            choices=(("none", "Nothing"), ("text", "A text that is read"), ("file", "A recording (MP3)")),
            needs=(("text", "callRecording.announcement"), ("file", "callRecording.announcementFile")),
        ),
        Field(
            "callRecording.announcement", "Announcement", FieldKind.TEXT, "", "Read to callers.", most=450, known=True
        ),
        Field(
            "callRecording.announcementFile",
            "Name of the MP3",
            FieldKind.TEXT,
            "",
            "As uploaded at the provider, at most 5 MB.",
            most=120,
        ),
        Field("callRecording.language", "Its language", FieldKind.CHOICE, "en", choices=LANGUAGES, known=True),
        Field(
            "callRecording.gender",
            "Its voice",
            FieldKind.CHOICE,
            "female",
            choices=(("female", "Female"), ("male", "Male")),
            known=True,
        ),
        Field("callRecording.pitch", "Its pitch, 0 to 9", FieldKind.NUMBER, 5, most=9, known=True),
        Field("callRecording.rate", "Its pace, 0 to 9", FieldKind.NUMBER, 5, most=9, known=True),
    ),
    source=f"{_HELP}/en_US/phone-system-admin-guide/call-recordings",
)
DELEGATE = Section(
    "delegate",
    "Delegate",
    "Who takes calls for this line. Somebody who delegates can't be a delegate.",
    (
        Field(
            "delegate.enabled",
            "Delegation",
            FieldKind.TOGGLE,
            False,
            needs=((True, "delegate.extensions"),),
            personal=True,
        ),
        Field(
            "delegate.extensions",
            "Delegates",
            FieldKind.ENTRIES,
            [],
            "Extensions, one a line.",
            most=10,
            entry=Entry.LINE,
            known=True,
            personal=True,
        ),
        *_ring("delegate"),
        Field(
            "delegate.whenBusy",
            "When all are busy",
            FieldKind.CHOICE,
            "busy",
            choices=(("busy", "As the line does when busy"), ("hangup", "Hang up")),
            known=True,
        ),
        Field(
            "delegate.unanswered",
            "When nobody answers",
            FieldKind.CHOICE,
            "unanswered",
            choices=(("unanswered", "As a missed call"), ("hangup", "Hang up")),
            known=True,
        ),
    ),
    source=f"{_HELP}/phone-system-end-user-guide/lm-delegate",
    goes_with_holder=True,
)
DEVICES_SECTION = Section(
    "devices",
    "Devices",
    "What rings, how long, and whether a second call comes through.",
    (
        Field("devices.active", "Active devices", FieldKind.MANY, ["msTeams"], choices=DEVICES, known=True),
        *_ring("devices"),
        Field(
            "devices.order",
            "Order, one after another",
            FieldKind.ENTRIES,
            [],
            "One device a line, first to last.",
            choices=DEVICES,
            most=len(DEVICES),
            known=True,
        ),
        Field(
            "devices.primary",
            "Main device",
            FieldKind.CHOICE,
            "msTeams",
            "Counts in the contact centre only.",
            choices=DEVICES,
            known=True,
        ),
        Field("devices.callWaiting", "Call waiting", FieldKind.TOGGLE, True, "On: two calls at once.", known=True),
        Field(
            "devices.sipGeneration",
            "SIP credentials",
            FieldKind.RESET,
            1,
            "A reset makes the old ones useless; it can't be undone.",
        ),
    ),
    compulsory=True,
    source=f"{_PORTAL}/phone-system-end-user-guide/1devices",
)
INBOUND = Section(
    "inboundCall",
    "Inbound Call",
    "What happens to a call, by status and time.",
    (
        Field(
            "inboundCall.available",
            "Available",
            FieldKind.CHOICE,
            "ringDevices",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field("inboundCall.busy", "Busy", FieldKind.CHOICE, "missedCall", choices=_ANSWERS, needs=_NEEDS, known=True),
        Field("inboundCall.away", "Away", FieldKind.CHOICE, "missedCall", choices=_ANSWERS, needs=_NEEDS, known=True),
        Field(
            "inboundCall.offline", "Offline", FieldKind.CHOICE, "missedCall", choices=_ANSWERS, needs=_NEEDS, known=True
        ),
        Field(
            "inboundCall.nonWorking",
            "Outside working hours",
            FieldKind.CHOICE,
            "missedCall",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field(
            "inboundCall.holidays",
            "Public holidays",
            FieldKind.CHOICE,
            "missedCall",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field("inboundCall.text", "Text that is read", FieldKind.TEXT, "", most=2000, known=True),
    ),
    compulsory=True,
    source=f"{_HELP}/phone-system-admin-guide/ps-inbound-call",
    goes_with_holder=True,
)
FILTER = Section(
    "inboundFilter",
    "Inbound Call Filter",
    "Calls that get another treatment, by who calls.",
    (
        Field(
            "inboundFilter.internal",
            "Calls from colleagues",
            FieldKind.CHOICE,
            "gothrough",
            choices=(("gothrough", "As other calls"), ("ringDevices", "Straight to devices")),
            known=True,
        ),
        Field(
            "inboundFilter.anonymous",
            "Hidden caller ID",
            FieldKind.CHOICE,
            "gothrough",
            choices=(("gothrough", "As other calls"), ("block", "Block")),
            known=True,
        ),
        Field(
            "inboundFilter.rules",
            "More rules",
            FieldKind.RECORDS,
            [],
            most=50,
            known=True,
            parts=(
                Field(
                    "type",
                    "Caller's number",
                    FieldKind.CHOICE,
                    "startWith",
                    choices=(("startWith", "Starts with"), ("exactMatch", "Is")),
                ),
                Field("number", "Digits", FieldKind.TEXT, least=1, most=20, entry=Entry.DIGITS),
                Field(
                    "action",
                    "Then",
                    FieldKind.CHOICE,
                    "block",
                    choices=(
                        ("block", "Block"),
                        ("gothrough", "As other calls"),
                        ("ringDevices", "Straight to devices"),
                        ("delegate", "Ring delegates"),
                        ("forward", "Forward"),
                    ),
                ),
            ),
        ),
    ),
    source=f"{_HELP}/phone-system-admin-guide/inbound-call-filter",
    goes_with_holder=True,
)
MISSED = Section(
    "missedCalls",
    "Inbound Missed Calls",
    "What happens to a call that nobody answers.",
    (
        Field(
            "missedCalls.action",
            "When missed",
            FieldKind.CHOICE,
            "voicemail",
            choices=(
                ("voicemail", "Voicemail"),
                ("forward", "Forward"),
                ("announcement", "Read a text"),
                ("hangup", "Hang up"),
            ),
            needs=(("forward", "missedCalls.forwardTo"), ("announcement", "missedCalls.text")),
        ),
        Field(
            "missedCalls.forwardTo",
            "Forward to",
            FieldKind.ENTRIES,
            [],
            "One number or extension.",
            most=1,
            entry=Entry.PHONE,
        ),
        Field("missedCalls.text", "Text that is read", FieldKind.TEXT, "", most=2000),
        Field("missedCalls.email", "E-mail notices", FieldKind.TOGGLE, True),
    ),
    compulsory=True,
    goes_with_holder=True,
)
MUSIC = Section(
    "musicOnHold",
    "Music On Hold",
    "What a waiting caller hears.",
    (
        Field(
            "musicOnHold.source",
            "Callers hear",
            FieldKind.CHOICE,
            "default",
            choices=(
                ("default", "The organisation's music"),
                ("silence", "Silence"),
                ("custom", "A file of their own"),
            ),
            needs=(("custom", "musicOnHold.file"),),
        ),
        Field("musicOnHold.file", "Name of the file", FieldKind.TEXT, "", "As uploaded at the provider.", most=120),
    ),
)
OUTBOUND = Section(
    "outboundCall",
    "Outbound Call",
    "The rule calls go out by, and the number that is shown. Without a rule nobody calls out.",
    (
        Field(OUTBOUND_RULE, "Outbound call rule", FieldKind.RULE, None, known=True),
        Field(
            "outboundCall.callerId",
            "Shown number",
            FieldKind.CHOICE,
            "own",
            choices=(
                ("own", "Their own"),
                ("boss", "Their boss's"),
                ("organisation", "The organisation's"),
                ("callGroup", "A call group's"),
                ("random-callerid", "Any of ours"),
                ("private", "Hidden"),
            ),
            known=True,
        ),
        Field(
            "outboundCall.callerNumber",
            "Which of them",
            FieldKind.ENTRIES,
            [],
            "One number, where there are several; nothing means the first.",
            most=1,
            entry=Entry.PHONE,
            personal=True,
        ),
        Field(
            "outboundCall.transferCallerId",
            "Shown on transfer",
            FieldKind.CHOICE,
            "original",
            choices=(("original", "The caller's number"), ("own", "Their own")),
            known=True,
        ),
        Field(
            "outboundCall.dncAction",
            "Numbers on the do-not-call list",
            FieldKind.CHOICE,
            "off",
            choices=_CHECK,
            known=True,
            addon=_DNC,
        ),
        Field(
            "outboundCall.consentAction",
            "Numbers that didn't consent",
            FieldKind.CHOICE,
            "off",
            choices=_CHECK,
            known=True,
            addon=_DNC,
        ),
    ),
    compulsory=True,
    source=f"{_HELP}/en_US/phone-system-admin-guide/outbound-call-policies",
)
HOURS = Section(
    "workingHours",
    "Working Hours",
    "When the person works; outside of it the other treatment of calls counts.",
    (
        Field("workingHours.always", "Working at any time", FieldKind.TOGGLE, False),
        Field("workingHours.days", "Days", FieldKind.MANY, ["mon", "tue", "wed", "thu", "fri"], choices=_DAYS),
        Field("workingHours.start", "From", FieldKind.TIME, "09:00"),
        Field("workingHours.end", "Until", FieldKind.TIME, "18:00"),
    ),
    compulsory=True,
    goes_with_holder=True,
)

USER = (
    OVERVIEW,
    STATUS,
    FORWARDING,
    RECORDING,
    DELEGATE,
    DEVICES_SECTION,
    INBOUND,
    FILTER,
    MISSED,
    MUSIC,
    OUTBOUND,
    HOURS,
)
