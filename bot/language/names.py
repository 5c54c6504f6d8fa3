"""The names that sentences can use: a workspace's people, lines, numbers, rules, templates; add-ons and settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.language.lexicon.nouns import ADDONS as ADDON_WORDS
from bot.language.lexicon.nouns import SECTIONS as SECTION_WORDS
from bot.language.lexicon.nouns import phrases
from bot.language.things import ThingKind
from services.domain.addons import ADDONS, TEAMS_USER
from services.domain.people import Directory, Person, fold
from services.domain.settings.countries import COUNTRIES
from services.domain.settings.paths import rules_of
from services.domain.settings.user import USER
from services.inventory.groups import groups_in
from services.inventory.number_lists import uploadable
from services.inventory.snapshot import Snapshot

# What people call the add-ons besides their published names.
_CODES: Mapping[str, str] = {
    "recording": "call_recording",
    "recordings": "call_recording",
    "being recorded": "call_recording",
    "recorded": "call_recording",
    "call recordings": "call_recording",
    "call rec": "call_recording",
    "recording of calls": "call_recording",
    "unlimited recording": "license_call_recording_unlimited_enabled",
    "unlimited storage": "license_call_recording_unlimited_enabled",
    "recording storage": "license_call_recording_unlimited_enabled",
    "operator connect": TEAMS_USER,
    "teams operator connect": TEAMS_USER,
    "teams add-on": TEAMS_USER,
    "teams addon": TEAMS_USER,
    "teams calling": TEAMS_USER,
    "chat": "team_chat",
    "mobile app": "device_mobile_app",
    "app": "device_mobile_app",
    "apps": "device_mobile_app",
    "phone app": "device_mobile_app",
    "smartphone app": "device_mobile_app",
    "softphone": "device_desktop_app",
    "desktop app": "device_desktop_app",
    "desktop client": "device_desktop_app",
    "desk phone": "device_ip_phone",
    "deskphone": "device_ip_phone",
    "ip phone": "device_ip_phone",
    "sip phone": "device_ip_phone",
    "web phone": "device_web_rtc",
    "browser phone": "device_web_rtc",
    "webrtc": "device_web_rtc",
    "contact centre": "license_center",
    "contact center": "license_center",
    "call centre": "license_center",
    "call center": "license_center",
    "do not call checking": "license_dnc_checking_enabled",
}
_SECTIONS: Mapping[str, str] = {
    "forwarding": "callForwarding",
    "call forwards": "callForwarding",
    "call forward": "callForwarding",
    "call diversion": "callForwarding",
    "diversion": "callForwarding",
    "recording settings": "callRecording",
    "call recording settings": "callRecording",
    "ring time": "devices",
    "ringing time": "devices",
    "ring times": "devices",
    "ring duration": "devices",
    "ring longer": "devices",
    "rings longer": "devices",
    "ringing longer": "devices",
    "ring shorter": "devices",
    "ring sooner": "devices",
    **{
        f"{rings} {how}": "devices"
        for rings in (
            "ring",
            "rings",
            "ringing",
            "rings for",
            "ring for",
            "ringing for",
            "phone rings",
            "picks up",
            "kicks in",
        )
        for how in (
            "too long",
            "too short",
            "forever",
            "for ever",
            "too often",
            "too early",
            "too late",
            "too soon",
            "too fast",
            "too quickly",
            "too many times",
            "for ages",
            "ages",
            "too briefly",
            "not long enough",
            "endlessly",
        )
    },
    "ring all": "devices",
    "ringtone": "devices",
    "ring order": "devices",
    "caller's number": "outboundCall",
    "outgoing caller id": "outboundCall",
    "outgoing number": "outboundCall",
    "caller display": "outboundCall",
    "call display": "outboundCall",
    "number display": "outboundCall",
    "delegates": "delegate",
    "delegation": "delegate",
    "boss and secretary": "delegate",
    "business hours": "workingHours",
    "office hours": "workingHours",
    "opening hours": "workingHours",
    "timings": "workingHours",
    "office timings": "workingHours",
    "working time": "workingHours",
    "new time": "workingHours",
    "new times": "workingHours",
    "hours": "workingHours",
    "work hours": "workingHours",
    "voicemail": "missedCalls",
    "voice mail": "missedCalls",
    "voicemail pin": "missedCalls",
    "voicemail password": "missedCalls",
    "voicemail greeting": "missedCalls",
    "greeting": "missedCalls",
    "voicemails": "missedCalls",
    "call waiting": "devices",
    "busy on busy": "devices",
    "busy-on-busy": "devices",
    "music on hold": "musicOnHold",
    "caller id": "outboundCall",
    "caller id settings": "outboundCall",
    "working times": "workingHours",
    "working hours": "workingHours",
    "blocked numbers": "inboundFilter",
    "spam filter": "inboundFilter",
    "mailbox": "missedCalls",
    "missed call settings": "missedCalls",
    "hold music": "musicOnHold",
    "moh": "musicOnHold",
    "call filter": "inboundFilter",
    "call filters": "inboundFilter",
    "blocked callers": "inboundFilter",
    "block a caller": "inboundFilter",
    "block callers": "inboundFilter",
    "inbound calls": "inboundCall",
    "incoming calls": "inboundCall",
    "outbound calls": "outboundCall",
    "outgoing calls": "outboundCall",
    "language": "overview",
    "time zone": "overview",
    "timezone": "overview",
}
_PLACES: Mapping[str, str] = {
    "uk": "GB", "u.k": "GB", "britain": "GB", "great britain": "GB", "england": "GB", "london": "GB",
    "us": "US", "usa": "US", "u.s": "US", "america": "US", "the states": "US", "new york": "US",
    "sg": "SG", "sydney": "AU", "melbourne": "AU", "mumbai": "IN", "delhi": "IN", "bangalore": "IN",
    "paris": "FR", "berlin": "DE", "munich": "DE", "frankfurt": "DE", "tokyo": "JP", "kuala lumpur": "MY",
    "jakarta": "ID", "manila": "PH", "bangkok": "TH", "hongkong": "HK", "hong kong": "HK", "uae": "AE", "dubai": "AE",
    "holland": "NL", "amsterdam": "NL", "the netherlands": "NL", "korea": "KR", "vietnam": "VN", "zurich": "CH",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that a sentence can name, as the workspace was at one moment.

    `phrases` maps each folded text to the values that it names, by kind of thing.
    """

    directory: Directory
    lines: Mapping[str, str]  # extension -> identity of its holder
    ours: Mapping[str, str]  # E.164 -> extension it is on, empty for none
    country: str
    today: date
    phrases: Mapping[str, Mapping[ThingKind, str]] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)  # folded name -> name
    templates: Mapping[str, str] = field(default_factory=dict)  # folded name -> name
    to_upload: tuple[str, ...] = ()  # the numbers that can be uploaded, E.164, sorted
    groups: Mapping[str, str] = field(default_factory=dict)  # folded name -> name
    me: Person | None = None  # the speaker

    def keys_of(self, identity: str) -> tuple[str, ...]:
        """The extensions that somebody holds."""
        return tuple(sorted(key for key, holder in self.lines.items() if identity and holder == identity))


def nothing(today: date) -> Names:
    """The names known without a workspace: countries, add-ons and settings, but no people, lines or numbers."""
    return Names(Directory(()), {}, {}, "SG", today, _phrases({}))


def names_of(live: Snapshot, today: date, templates: Sequence[str] = ()) -> Names:
    """The names of the workspace that this snapshot was read from, with those of its templates."""
    rules = {fold(name): name for name in rules_of(live.system).values()}
    codes = {fold(code): code for code in live.seats}
    return Names(
        live.directory,
        {line.key: line.identity_uuid for line in live.lines.values()},
        {number.e164: number.ext_key for number in live.numbers.values()},
        live.country,
        today,
        _phrases(codes),
        rules,
        {fold(name): name for name in templates},
        tuple(sorted(number.e164 for number in live.numbers.values() if uploadable(number, live))),
        groups_in(live.directory.people),
    )


def _phrases(codes: Mapping[str, str]) -> dict[str, dict[ThingKind, str]]:
    found: dict[str, dict[ThingKind, str]] = {}
    own = {fold(name): code for code, addon in ADDONS.items() for name in (code, addon.name)}
    titles = {fold(title): section.name for section in USER for title in (section.title, section.name)}
    countries = {fold(name): code for code, name in COUNTRIES.items()}
    for kind, table in (
        (ThingKind.CODE, {**own, **codes, **phrases(ADDON_WORDS), **_CODES}),
        (ThingKind.SECTION, {**titles, **phrases(SECTION_WORDS), **_SECTIONS}),
        (ThingKind.COUNTRY, {**countries, **_PLACES}),
    ):
        for text, value in table.items():
            found.setdefault(text, {})[kind] = value
    for word in ("number", "status", "overview"):  # the lexicon must read these, not as an add-on or section
        found.pop(word, None)
    return found
