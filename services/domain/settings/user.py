"""The settings of a line, tab by tab as the provider's guide lists them.

Which tabs there are and which are compulsory:
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction ; each section
names the page its fields and limits are from. Call History is for reading and stands in `cards/calls/calls.py`. The
line's own fields of the Overview tab (extension, directory name, person) are the line's, and no settings.
Longer than other files because it is one table.
"""

from __future__ import annotations

from services.domain.phrases import tr
from services.domain.settings.fields import Choices, Entry, Field, FieldKind, Section
from services.domain.settings.paths import OUTBOUND_RULE

_HELP = "https://b3networks.helpjuice.com"
_PORTAL = "https://portal.hoiio.net/kb/cpaas"
_RECORDING = "call_recording"
_DNC = "license_dnc_checking_enabled"

_RING: Choices = (("ringAll", tr("All at once")), ("sequential", tr("One after another")))
_ANSWERS: Choices = (
    ("ringDevices", tr("Ring devices")),
    ("ringDelegates", tr("Ring delegates")),
    ("forward", tr("Forward the call")),
    ("missedCall", tr("Treat as a missed call")),
    ("announcement", tr("Read a text")),
    ("hangup", tr("Hang up")),
)
_NEEDS = (
    ("announcement", "inboundCall.text"),
    ("forward", "callForwarding.numbers"),
    ("ringDelegates", "delegate.extensions"),
)
DEVICES: Choices = (
    ("mobile", tr("Mobile app")),
    ("desktop", tr("Desktop app")),
    ("ipPhone", tr("IP phone")),
    ("webPhone", tr("Web phone")),
    ("msTeams", tr("Microsoft Teams")),
    ("sim", "SIM"),
)
_CHECK: Choices = (("off", tr("Don't check")), ("warn", tr("Warn")), ("block", tr("Block")))
_DAYS: Choices = (
    ("mon", tr("Monday")),
    ("tue", tr("Tuesday")),
    ("wed", tr("Wednesday")),
    ("thu", tr("Thursday")),
    ("fri", tr("Friday")),
    ("sat", tr("Saturday")),
    ("sun", tr("Sunday")),
)
LANGUAGES: Choices = (
    ("en", tr("English")),
    ("zh", tr("Chinese")),
    ("ms", tr("Malay")),
    ("ta", tr("Tamil")),
    ("id", tr("Indonesian")),
    ("th", tr("Thai")),
    ("vi", tr("Vietnamese")),
)


def _ring(section: str) -> tuple[Field, Field, Field]:
    """The fields for how several devices ring: all for 5 to 60 s in total, or each for 15 to 90 s."""
    return (
        Field(f"{section}.ringMode", tr("How they ring"), FieldKind.CHOICE, "ringAll", choices=_RING, known=True),
        Field(
            f"{section}.ringAllSeconds", tr("Seconds, all at once"), FieldKind.NUMBER, 30, least=5, most=60, known=True
        ),
        Field(f"{section}.sequentialSeconds", tr("Seconds each"), FieldKind.NUMBER, 20, least=15, most=90, known=True),
    )


OVERVIEW = Section(
    "overview",
    tr("Overview"),
    tr("Language, time zone and e-mail of this line."),
    (
        Field("overview.language", tr("Language"), FieldKind.CHOICE, "en", choices=LANGUAGES),
        Field(
            "overview.timeZone",
            tr("Time zone"),
            FieldKind.TEXT,
            "Asia/Singapore",
            tr("Such as Asia/Singapore."),
            least=1,
            most=60,
            entry=Entry.ZONE,
        ),
        Field(
            "overview.email", tr("E-mail for notices"), FieldKind.TEXT, "", most=120, entry=Entry.EMAIL, personal=True
        ),
    ),
)
STATUS = Section(
    "status",
    tr("Status"),
    tr("Whether the person is there for calls."),
    (
        Field(
            "status.value",
            tr("Availability"),
            FieldKind.CHOICE,
            "available",
            choices=(
                ("available", tr("Available")),
                ("busy", tr("Busy")),
                ("away", tr("Away")),
                ("offline", tr("Offline")),
            ),
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
    tr("Call Forwarding"),
    tr("Up to five numbers or extensions that calls go to."),
    (
        Field(
            "callForwarding.enabled",
            tr("Forwarding"),
            FieldKind.TOGGLE,
            False,
            needs=((True, "callForwarding.numbers"),),
            personal=True,
        ),
        Field(
            "callForwarding.numbers",
            tr("Numbers or extensions"),
            FieldKind.ENTRIES,
            [],
            tr("One a line, with country code; at most 5."),
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
    tr("Call Recording"),
    tr("Which calls are recorded, and what callers hear before."),
    (
        Field(
            "callRecording.incoming",
            tr("Recording of incoming calls"),
            FieldKind.TOGGLE,
            False,
            known=True,
            addon=_RECORDING,
        ),
        Field(
            "callRecording.outgoing",
            tr("Recording of outgoing calls"),
            FieldKind.TOGGLE,
            False,
            known=True,
            addon=_RECORDING,
        ),
        Field(
            "callRecording.announcementBy",
            tr("Callers hear first"),
            FieldKind.CHOICE,
            "none",
            choices=(("none", tr("Nothing")), ("text", tr("A text that is read")), ("file", tr("A recording (MP3)"))),
            needs=(("text", "callRecording.announcement"), ("file", "callRecording.announcementFile")),
        ),
        Field(
            "callRecording.announcement",
            tr("Announcement"),
            FieldKind.TEXT,
            "",
            tr("Read to callers."),
            most=450,
            known=True,
        ),
        Field(
            "callRecording.announcementFile",
            tr("Name of the MP3"),
            FieldKind.TEXT,
            "",
            tr("As uploaded at the provider, at most 5 MB."),
            most=120,
        ),
        Field("callRecording.language", tr("Its language"), FieldKind.CHOICE, "en", choices=LANGUAGES, known=True),
        Field(
            "callRecording.gender",
            tr("Its voice"),
            FieldKind.CHOICE,
            "female",
            choices=(("female", tr("Female")), ("male", tr("Male"))),
            known=True,
        ),
        Field("callRecording.pitch", tr("Its pitch, 0 to 9"), FieldKind.NUMBER, 5, most=9, known=True),
        Field("callRecording.rate", tr("Its pace, 0 to 9"), FieldKind.NUMBER, 5, most=9, known=True),
    ),
    source=f"{_HELP}/en_US/phone-system-admin-guide/call-recordings",
)
DELEGATE = Section(
    "delegate",
    tr("Delegate"),
    tr("Who takes calls for this line. Somebody who delegates can't be a delegate."),
    (
        Field(
            "delegate.enabled",
            tr("Delegation"),
            FieldKind.TOGGLE,
            False,
            needs=((True, "delegate.extensions"),),
            personal=True,
        ),
        Field(
            "delegate.extensions",
            tr("Delegates"),
            FieldKind.ENTRIES,
            [],
            tr("Extensions, one a line."),
            most=10,
            entry=Entry.LINE,
            known=True,
            personal=True,
        ),
        *_ring("delegate"),
        Field(
            "delegate.whenBusy",
            tr("When all are busy"),
            FieldKind.CHOICE,
            "busy",
            choices=(("busy", tr("As the line does when busy")), ("hangup", tr("Hang up"))),
            known=True,
        ),
        Field(
            "delegate.unanswered",
            tr("When nobody answers"),
            FieldKind.CHOICE,
            "unanswered",
            choices=(("unanswered", tr("As a missed call")), ("hangup", tr("Hang up"))),
            known=True,
        ),
    ),
    source=f"{_HELP}/phone-system-end-user-guide/lm-delegate",
    goes_with_holder=True,
)
DEVICES_SECTION = Section(
    "devices",
    tr("Devices"),
    tr("What rings, how long, and whether a second call comes through."),
    (
        Field("devices.active", tr("Active devices"), FieldKind.MANY, ["msTeams"], choices=DEVICES, known=True),
        *_ring("devices"),
        Field(
            "devices.order",
            tr("Order, one after another"),
            FieldKind.ENTRIES,
            [],
            tr("One device a line, first to last."),
            choices=DEVICES,
            most=len(DEVICES),
            known=True,
        ),
        Field(
            "devices.primary",
            tr("Main device"),
            FieldKind.CHOICE,
            "msTeams",
            tr("Counts in the contact centre only."),
            choices=DEVICES,
            known=True,
        ),
        Field(
            "devices.callWaiting", tr("Call waiting"), FieldKind.TOGGLE, True, tr("On: two calls at once."), known=True
        ),
        Field(
            "devices.sipGeneration",
            tr("SIP credentials"),
            FieldKind.RESET,
            1,
            tr("A reset makes the old ones useless; it can't be undone."),
        ),
    ),
    compulsory=True,
    source=f"{_PORTAL}/phone-system-end-user-guide/1devices",
)
INBOUND = Section(
    "inboundCall",
    tr("Inbound Call"),
    tr("What happens to a call, by status and time."),
    (
        Field(
            "inboundCall.available",
            tr("Available"),
            FieldKind.CHOICE,
            "ringDevices",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field(
            "inboundCall.busy", tr("Busy"), FieldKind.CHOICE, "missedCall", choices=_ANSWERS, needs=_NEEDS, known=True
        ),
        Field(
            "inboundCall.away", tr("Away"), FieldKind.CHOICE, "missedCall", choices=_ANSWERS, needs=_NEEDS, known=True
        ),
        Field(
            "inboundCall.offline",
            tr("Offline"),
            FieldKind.CHOICE,
            "missedCall",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field(
            "inboundCall.nonWorking",
            tr("Outside working hours"),
            FieldKind.CHOICE,
            "missedCall",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field(
            "inboundCall.holidays",
            tr("Public holidays"),
            FieldKind.CHOICE,
            "missedCall",
            choices=_ANSWERS,
            needs=_NEEDS,
            known=True,
        ),
        Field("inboundCall.text", tr("Text that is read"), FieldKind.TEXT, "", most=2000, known=True),
    ),
    compulsory=True,
    source=f"{_HELP}/phone-system-admin-guide/ps-inbound-call",
    goes_with_holder=True,
)
FILTER = Section(
    "inboundFilter",
    tr("Inbound Call Filter"),
    tr("Calls that get another treatment, by who calls."),
    (
        Field(
            "inboundFilter.internal",
            tr("Calls from colleagues"),
            FieldKind.CHOICE,
            "gothrough",
            choices=(("gothrough", tr("As other calls")), ("ringDevices", tr("Straight to devices"))),
            known=True,
        ),
        Field(
            "inboundFilter.anonymous",
            tr("Hidden caller ID"),
            FieldKind.CHOICE,
            "gothrough",
            choices=(("gothrough", tr("As other calls")), ("block", tr("Block"))),
            known=True,
        ),
        Field(
            "inboundFilter.rules",
            tr("More rules"),
            FieldKind.RECORDS,
            [],
            most=50,
            known=True,
            parts=(
                Field(
                    "type",
                    tr("Caller's number"),
                    FieldKind.CHOICE,
                    "startWith",
                    choices=(("startWith", tr("Starts with")), ("exactMatch", tr("Is"))),
                ),
                Field("number", tr("Digits"), FieldKind.TEXT, least=1, most=20, entry=Entry.DIGITS),
                Field(
                    "action",
                    tr("Then"),
                    FieldKind.CHOICE,
                    "block",
                    choices=(
                        ("block", tr("Block")),
                        ("gothrough", tr("As other calls")),
                        ("ringDevices", tr("Straight to devices")),
                        ("delegate", tr("Ring delegates")),
                        ("forward", tr("Forward")),
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
    tr("Inbound Missed Calls"),
    tr("What happens to a call that nobody answers."),
    (
        Field(
            "missedCalls.action",
            tr("When missed"),
            FieldKind.CHOICE,
            "voicemail",
            choices=(
                ("voicemail", tr("Voicemail")),
                ("forward", tr("Forward")),
                ("announcement", tr("Read a text")),
                ("hangup", tr("Hang up")),
            ),
            needs=(("forward", "missedCalls.forwardTo"), ("announcement", "missedCalls.text")),
        ),
        Field(
            "missedCalls.forwardTo",
            tr("Forward to"),
            FieldKind.ENTRIES,
            [],
            tr("One number or extension."),
            most=1,
            entry=Entry.PHONE,
        ),
        Field("missedCalls.text", tr("Text that is read"), FieldKind.TEXT, "", most=2000),
        Field("missedCalls.email", tr("E-mail notices"), FieldKind.TOGGLE, True),
    ),
    compulsory=True,
    goes_with_holder=True,
)
MUSIC = Section(
    "musicOnHold",
    tr("Music On Hold"),
    tr("What a waiting caller hears."),
    (
        Field(
            "musicOnHold.source",
            tr("Callers hear"),
            FieldKind.CHOICE,
            "default",
            choices=(
                ("default", tr("The organisation's music")),
                ("silence", tr("Silence")),
                ("custom", tr("A file of their own")),
            ),
            needs=(("custom", "musicOnHold.file"),),
        ),
        Field(
            "musicOnHold.file", tr("Name of the file"), FieldKind.TEXT, "", tr("As uploaded at the provider."), most=120
        ),
    ),
)
OUTBOUND = Section(
    "outboundCall",
    tr("Outbound Call"),
    tr("The rule calls go out by, and the number that is shown. Without a rule nobody calls out."),
    (
        Field(OUTBOUND_RULE, tr("Outbound call rule"), FieldKind.RULE, None, known=True),
        Field(
            "outboundCall.callerId",
            tr("Shown number"),
            FieldKind.CHOICE,
            "own",
            choices=(
                ("own", tr("Their own")),
                ("boss", tr("Their boss's")),
                ("organisation", tr("The organisation's")),
                ("callGroup", tr("A call group's")),
                ("random-callerid", tr("Any of ours")),
                ("private", tr("Hidden")),
            ),
            known=True,
        ),
        Field(
            "outboundCall.callerNumber",
            tr("Which of them"),
            FieldKind.ENTRIES,
            [],
            tr("One number, where there are several; nothing means the first."),
            most=1,
            entry=Entry.PHONE,
            personal=True,
        ),
        Field(
            "outboundCall.transferCallerId",
            tr("Shown on transfer"),
            FieldKind.CHOICE,
            "original",
            choices=(("original", tr("The caller's number")), ("own", tr("Their own"))),
            known=True,
        ),
        Field(
            "outboundCall.dncAction",
            tr("Numbers on the do-not-call list"),
            FieldKind.CHOICE,
            "off",
            choices=_CHECK,
            known=True,
            addon=_DNC,
        ),
        Field(
            "outboundCall.consentAction",
            tr("Numbers that didn't consent"),
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
    tr("Working Hours"),
    tr("When the person works; outside of it the other treatment of calls counts."),
    (
        Field("workingHours.always", tr("Working at any time"), FieldKind.TOGGLE, False),
        Field("workingHours.days", tr("Days"), FieldKind.MANY, ["mon", "tue", "wed", "thu", "fri"], choices=_DAYS),
        Field("workingHours.start", tr("From"), FieldKind.TIME, "09:00"),
        Field("workingHours.end", tr("Until"), FieldKind.TIME, "18:00"),
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
