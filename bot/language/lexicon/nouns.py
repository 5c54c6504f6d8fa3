"""What people call add-ons and sections of the settings besides their published names, by what they mean."""

from __future__ import annotations

from collections.abc import Mapping

ADDONS: Mapping[str, str] = {
    "call_recording": (
        "calls recorded|call-recording|recording feature|recording add-on|recording addon|recording licence"
        "|recording license|recording service|recording function|recording option|recording capability|voice recording"
        "|call recorder|recording of her calls|recording of his calls|recording of their calls|recording on calls"
        "|call record feature|conversation recording|call capture"
    ),
    "device_mobile_app": (
        "app mobile|mobile application|"
        "mobile client|mobile softphone|cell app|cellphone app|smartphone client|android app|iphone app|ios app"
        "|app for mobile|app on the phone|app on mobile|app on her mobile|app on his mobile|app for the phone"
        "|phone's app|handphone app|mobile apps|mobile application|smartphone application"
    ),
    "device_desktop_app": (
        "desktop softphone|soft phone|pc app|pc client|laptop app|computer app|windows app|mac app|desktop application"
        "|desktop apps|app for the desktop|app on the laptop|app on the pc"
    ),
    "device_web_rtc": "web client|web app|browser client|browser app|web softphone|phone in the browser",
    "device_ip_phone": (
        "desk set|table phone|hardphone|hard phone|physical phone|handset|office phone|phone on the desk|desk phones"
        "|ip phones|sip handset|hardware phone"
    ),
    "license_center": "call centre licence|contact centre licence|contact center license|cc licence",
    "team_chat": "team messaging|chat feature|messaging",
}
SECTIONS: Mapping[str, str] = {
    "callForwarding": (
        "cfwd|cfu|cfna|cfnr|cfb|call diverts|redirection|call redirection|call redirect|call forwarding rule"
        "|forward rule"
        "|call routing|simultaneous ring|simring|sim ring|overflow|rollover"
    ),
    "callRecording": (
        "recording announcement|recording notice|recording message|announcement|recording greeting|recording prompt"
        "|recording voice|recording language"
    ),
    "inboundFilter": (
        "anonymous call|anonymous calls|anonymous caller|anonymous callers|hidden callers|unknown callers|unknown calls"
        "|private callers|withheld numbers|withheld calls|hidden numbers|spam|spam calls|spam callers|spammers"
        "|nuisance calls|nuisance callers|cold calls|cold callers|robocalls|robo calls|telemarketers|telemarketing"
        "|blacklist|black list|block list|blocklist|whitelist|allow list|call blocking|call screening|unwanted calls"
        "|unwanted callers|junk calls|scam calls|prank calls|call filtering|filter rules"
    ),
    "missedCalls": (
        "missed calls by mail|missed calls by email|missed calls by e-mail|missed calls in her mail|voicemail to email"
        "|voicemail to mail|voicemail by email|voicemail by mail|voicemails by email|voicemails by mail|"
        "calls she missed by mail"
        "|mail for missed calls|email for missed calls|mails about missed calls|emails about missed calls|"
        "voice message|voice messages|voice-mail|voice mails|v-mail|vmail|answerphone|answer phone|"
        "answering machine"
        "|voicemail box|voice mailbox|voice box|missed call e-mail|missed call email|missed call emails"
        "|missed call mail"
        "|missed call notification|missed call notifications|missed call notices|missed call alerts|voicemail message"
        "|leave a message|leave messages|leave a voicemail|take messages|take a message"
    ),
    "musicOnHold": (
        "on-hold music|waiting music|hold tune|hold tone|hold melody|music when on hold|music while waiting"
        "|holding music"
        "|music for callers|waiting tune"
    ),
    "delegate": (
        "delegated|delegating|delegate access|boss-secretary|boss admin|call delegation|delegate settings|secretary"
    ),
    "devices": (
        "make longer|make it longer|ring longer|"
        "sound longer|ring so long|rings so long|ring until so long|ringing too long|"
        "ringing so long|ring length|ring timeout|no answer timeout|ringing duration|ring more"
        "|ring less|ring a bit longer|ring much longer|ring for longer|ring first|ring last|which device rings"
        "|call timeout"
        "|ring a little longer|time before voicemail|ring all devices|sip credentials|sip password|sip account"
        "|sip username"
        "|sip login|device order|main device|order of devices|ring delay"
    ),
    "outboundCall": (
        "hide|hides|hidden|hiding|withhold|withheld|withholds|suppress|suppressed|conceal|concealed|mask|masked|cli"
        "|clid|clir"
        "|caller name|callerid|outbound caller id|presentation number|number presentation|displayed number|shown number"
        "|number shown|number displayed|display number|shows up on calls|number people see|number callers see"
        "|number customers see|number that is shown|outgoing display|outbound number|see her number|see his number"
        "|see their number|see my number|visible|invisible|visible to customers|visible to callers|visible to others"
        "|calls anonymously|call anonymously"
    ),
    "workingHours": (
        "shifts|work schedule|working schedule|working days|work days|work time|work times|working time"
        "|office time"
        "|office times|business times|business days|roster|schedule|desk hours"
    ),
    "overview": (
        "notification email|notification e-mail|email for notices|display language|prompt language|phone language"
    ),
}


def phrases(table: Mapping[str, str]) -> dict[str, str]:
    """The table turned round: what each word or phrase means."""
    return {phrase: value for value, phrases in table.items() for phrase in phrases.split("|")}
