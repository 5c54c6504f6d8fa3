"""What stops a line of a plan: the code of each kind of finding, what it means and what to do."""

from __future__ import annotations

from services.domain.error_codes import ErrorCode

PLAN_CODES: dict[str, ErrorCode] = {
    "line.gone": ErrorCode(
        "SW-301",
        "The extension that the change is about isn't there any more, or never was.",
        "Say `lines` to find the right one.",
    ),
    "line.moved": ErrorCode(
        "SW-302",
        "Somebody changed the extension after the form was opened. Nothing is written over.",
        "Open the form again and change it there.",
    ),
    "line.no_teams": ErrorCode(
        "SW-303",
        "The number is on an extension without a Teams add-on, so it can't go to Teams.",
        "Give the extension a Teams add-on first.",
    ),
    "extension.key_invalid": ErrorCode(
        "SW-304",
        "An extension takes 3 to 5 digits.",
        "Choose another one.",
    ),
    "extension.exists": ErrorCode(
        "SW-305",
        "A new extension would take the place of one that is there.",
        "Choose a free one; `lines` shows those in use.",
    ),
    "extension.taken": ErrorCode(
        "SW-306",
        "The extension belongs to somebody else, and nobody loses theirs without being asked for.",
        "Choose a free extension, or unassign that one first.",
    ),
    "person.unknown": ErrorCode(
        "SW-307",
        "Nobody of that name or address is in your Microsoft directory or CPaaS organisation.",
        "Check the spelling, or write the user name (name@domain).",
    ),
    "person.unclear": ErrorCode(
        "SW-308",
        "Several Microsoft accounts have the address of this CPaaS member, so nobody knows which one is meant.",
        "Give each account an address of its own, or change the e-mail in the CPaaS.",
    ),
    "person.twice": ErrorCode(
        "SW-309",
        "Two rows of the file give the same person a Teams number.",
        "Keep one row with a Teams add-on for each person.",
    ),
    "person.no_member": ErrorCode(
        "SW-310",
        "The person isn't a member of your CPaaS organisation, which holds the extensions.",
        "Invite them there, then send this again.",
    ),
    "person.not_in_teams": ErrorCode(
        "SW-311",
        "The person has no account in your Microsoft directory, or nobody holds the line.",
        "Check the e-mail in the CPaaS, or give the line to somebody.",
    ),
    "person.deleted": ErrorCode(
        "SW-312",
        "The person's Microsoft account was deleted and can still be restored.",
        "Restore it in Microsoft Entra under Users > Deleted users, or choose somebody else.",
    ),
    "person.shared_mailbox": ErrorCode(
        "SW-313",
        "The account is a shared mailbox: nobody can sign in to Teams with it.",
        "Choose a person, or a resource account for a shared number.",
    ),
    "person.has_number": ErrorCode(
        "SW-314",
        "The person calls with another number in Teams already.",
        "Unassign that one first. One from on premises is cleared there (msRTCSIP-Line).",
    ),
    "person.no_phone_licence": ErrorCode(
        "SW-315",
        "The person has no licence with Teams Phone, or its phone service is switched off.",
        "Give them one: the card offers it where a seat is free.",
    ),
    "person.no_location": ErrorCode(
        "SW-316",
        "Microsoft gives no licence to somebody without a usage location.",
        "Set the usage location first.",
    ),
    "person.usage_location": ErrorCode(
        "SW-317",
        "The person's usage location isn't the country of the number, and Teams takes only numbers of that country.",
        "Choose a number of that country, or change the usage location.",
    ),
    "person.location_invalid": ErrorCode(
        "SW-318",
        "A usage location is a country's two letters, such as SG.",
        "Write it so.",
    ),
    "licence.not_bought": ErrorCode(
        "SW-319",
        "Your tenant doesn't have that Microsoft licence.",
        "Choose one of those that `licences` shows.",
    ),
    "licence.wrong_kind": ErrorCode(
        "SW-320",
        "That Microsoft licence doesn't fit: people and resource accounts take different ones.",
        "Choose another one.",
    ),
    "licence.short": ErrorCode(
        "SW-321",
        "The plan gives more Microsoft licences than are free.",
        "Buy more in the Microsoft 365 admin center, free some, or plan fewer lines.",
    ),
    "seats.short": ErrorCode(
        "SW-322",
        "The plan needs more seats of a CPaaS add-on than are free.",
        "Buy more from your provider, or take the add-on out of some lines.",
    ),
    "addon.conflict": ErrorCode(
        "SW-323",
        "Two add-ons exclude each other on one extension.",
        "Keep one of the two.",
    ),
    "addon.limit": ErrorCode(
        "SW-324",
        "An extension can have this add-on only once.",
        "Take it once.",
    ),
    "addon.wrong_kind": ErrorCode(
        "SW-325",
        "The Teams add-on isn't for an account of this kind: people and resource accounts take different ones.",
        "Use the add-on that the message names.",
    ),
    "number.not_ours": ErrorCode(
        "SW-326",
        "The number isn't one of your CPaaS organisation's.",
        "Check the digits, or order the number from your provider.",
    ),
    "number.taken": ErrorCode(
        "SW-327",
        "The number is on another extension.",
        "Choose a free number, or take it off that extension first.",
    ),
    "number.not_on_line": ErrorCode(
        "SW-328",
        "A number was to become the first or the private one of an extension that doesn't have it.",
        "Add it to the extension first.",
    ),
    "number.private_first": ErrorCode(
        "SW-329",
        "The first number of an extension can't be its private one, too.",
        "Choose another private number.",
    ),
    "number.assigned": ErrorCode(
        "SW-330",
        "The number is assigned to somebody in Teams.",
        "Unassign it first.",
    ),
    "number.in_use": ErrorCode(
        "SW-331",
        "Teams uses the number for something else than an account, such as audio conferencing.",
        "Free it in the Teams admin center.",
    ),
    "number.elsewhere": ErrorCode(
        "SW-332",
        "The number is in your tenant already, but from somewhere else than your operator here.",
        "Have it unassigned and released there; then it can be uploaded here.",
    ),
    "number.wrong_use": ErrorCode(
        "SW-333",
        "The number was uploaded for another use: people and resource accounts take different numbers.",
        "Release it and upload it again.",
    ),
    "number.no_use": ErrorCode(
        "SW-334",
        "The number is on no extension, so it isn't known what it is for in Teams.",
        "Choose people or resource accounts.",
    ),
    "consent.missing": ErrorCode(
        "SW-335",
        "Your consent to the operator is missing, isn't active, or doesn't cover the number's country.",
        "In the Teams admin center open Voice > Operators and add the country to your operator.",
    ),
    "address.missing": ErrorCode(
        "SW-336",
        "Numbers for people need an emergency address, and there is none to take.",
        "Choose one with `upload options`, or create one in the Teams admin center (Locations > Emergency addresses).",
    ),
    "operator.off": ErrorCode(
        "SW-337",
        "Your operator's account for your tenant is gone, switched off or not synchronised, so nothing reaches Teams.",
        "Ask your operator to switch it on.",
    ),
    "upload.not_offered": ErrorCode(
        "SW-338",
        "Your operator doesn't offer numbers for this use in your account.",
        "Ask your operator for it.",
    ),
    "policy.unknown": ErrorCode(
        "SW-339",
        "No voice policy has that name, or several do.",
        "Look its whole name up in the Teams admin center under Voice.",
    ),
    "policy.nobody": ErrorCode(
        "SW-340",
        "A voice policy is for a person, and nobody holds the line.",
        "Give the line to somebody first.",
    ),
    "policy.resource": ErrorCode(
        "SW-341",
        "Microsoft Graph sets policies of people only, and this is a resource account.",
        "Set it in the Teams admin center.",
    ),
    "template.unknown": ErrorCode(
        "SW-342",
        "There is no template of that name.",
        "Say `templates` to see them.",
    ),
    "setting.unknown": ErrorCode(
        "SW-343",
        "There is no such setting.",
        "Say `settings` to see all.",
    ),
    "setting.out_of_limits": ErrorCode(
        "SW-344",
        "The value isn't one that this setting takes.",
        "Change it to what the message says.",
    ),
    "setting.no_licence": ErrorCode(
        "SW-345",
        "The setting takes an add-on that the extension doesn't have.",
        "Give the extension that add-on first.",
    ),
    "setting.no_line": ErrorCode(
        "SW-346",
        "The setting names an extension that doesn't exist, or the line itself.",
        "Choose another extension.",
    ),
    "setting.only_reset": ErrorCode(
        "SW-347",
        "This value can't be typed, only made anew.",
        "Ask for a reset.",
    ),
    "setting.needs": ErrorCode(
        "SW-348",
        "The choice needs another field, which is empty.",
        "Fill that in, too.",
    ),
    "setting.delegates": ErrorCode(
        "SW-349",
        "A delegate delegates their own calls, so they can't take others'.",
        "Choose another delegate.",
    ),
    "setting.is_delegate": ErrorCode(
        "SW-350",
        "The line takes calls for another one as its delegate, so it can't delegate its own.",
        "Take it off that line's delegates first.",
    ),
    "rule.in_use": ErrorCode(
        "SW-351",
        "An outbound call rule was to be deleted that lines go by.",
        "Give those lines another rule first.",
    ),
    "rule.default": ErrorCode(
        "SW-352",
        "An outbound call rule was to be deleted that new lines begin with.",
        "Choose another one in General Settings first.",
    ),
    "reach.beyond": ErrorCode(
        "SW-353",
        "The change touches lines or people that your role doesn't reach.",
        "Ask somebody whose role does; `whoami` shows how far yours goes.",
    ),
}
