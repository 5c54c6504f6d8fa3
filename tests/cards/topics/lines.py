"""Lines: one line's card, the forms on it, licences, assigning and provisioning."""

from __future__ import annotations

from cards.licences import licences
from cards.lines import assign, line, policies, provision
from cards.lines import forms as line_forms
from cards.lines.clicks import PolicyInputs
from cards.lines.forms import Now, NumbersForm, Offer
from services.domain.phrases import join_text, tr
from tests.cards.said import said
from tests.cards.samples import LONG, Cards

NO_ADDRESS = said("Your tenant has no default emergency location.")
NUMBERS = (
    line.LineNumber("+6567891230", said("Assigned in Teams"), "Good", True),
    line.LineNumber("+6567891231", said("Upload failed"), "Attention", False, NO_ADDRESS),
    line.LineNumber("+6567891232", said("Not in Teams")),
)
OWN_POLICY = tr("{name} ({how})", name="AllowCalling", how=said("their own"))
WAY = tr(
    "Sent to the operator{ago}, not confirmed yet.{stuck}", ago=tr(" {now} ago", now=said("about 3 minutes")), stuck=""
)
TICKS = (
    line.Tick(said("Somebody holds the line"), "done", "John (john@contoso.com)"),
    line.Tick(said("Teams Operator Connect add-on"), "done"),
    line.Tick(said("A number"), "done", "+65 6789 1230"),
    line.Tick(said("Number uploaded to Teams"), "now", WAY),
    line.Tick(said("Number assigned in Teams"), "todo"),
    line.Tick(said("Outbound call rule"), "attention", said("without it the person can't call out")),
)
LINE = line.LineView(
    key="101",
    label="Reception",
    person="John (john@contoso.com)",
    base=said("Phone System"),
    addons=(said("Teams Operator Connect"), said("Call Recording"), said("Mobile app") + tr(" × {count}", count=2)),
    numbers=NUMBERS,
    ticks=TICKS,
    ready=False,
    may_change=True,
    policies=tr("{kind_words} {policy_words}", kind_words=said("calling"), policy_words=OWN_POLICY),
)
POLICIES = policies.PoliciesView(
    key="101",
    person="John",
    policies=((said("Calling"), OWN_POLICY), (said("Dial plan"), said("Global (the tenant's)"))),
    kinds=(("TeamsCallingPolicy", said("Calling")), ("TenantDialPlan", said("Dial plan"))),
    may_change=True,
    seen=(("TeamsCallingPolicy:AllowCalling", "Calling: AllowCalling"), ("TenantDialPlan:HQ", "Dial plan: HQ")),
)
NOW = Now("101", 7, "Reception", "John (john@contoso.com)", ("+6567891230",), (said("Teams Operator Connect"), "DNC"))
DEVICES = (
    Offer("device_import_msteams_OC", said("Teams Operator Connect"), 12, 1),
    Offer("device_import_msteams_OC_resource", said("Teams Operator Connect, resource account"), 0),
    Offer("device_mobile_app", said("Mobile app"), 28, 2, many=True),
    Offer("device_desktop_app", said("Desktop app"), 30, 0, many=True),
    Offer("device_ip_phone", said("IP phone"), 9),
)
FEATURES = (Offer("call_recording", said("Call Recording"), 19, 1), Offer("team_chat", said("Team Chat"), 1_204))
OTHERS = (Offer("device_sim_card", "device_sim_card", 3),)
PEOPLE = (("a", "Alice (alice@contoso.com)"), ("c", "Chris Lee (chris.lee@contoso.com)"))
OWN = tuple(
    (f"+656789{no}", join_text(" · ", (f"+65 6789 {no}", said(state))))
    for no, state in ((1230, "Assigned in Teams"), (1231, "Not in Teams"))
)
FREE = (("+6567891232", "+65 6789 1232"), ("+6567891233", "+65 6789 1233"))
ASSIGN = assign.AssignForm(
    lines=(("105", "105 · Line 105"),),
    people=PEOPLE,
    numbers=FREE,
    devices=DEVICES,
    features=FEATURES,
    others=OTHERS,
    next_key="102",
)
POOLS = (
    licences.LicenceRow("license_phone_system", said("Phone System"), "base", 50, 12, 38),
    licences.LicenceRow("device_import_msteams_OC", said("Teams Operator Connect"), "device", 30, 30, 0),
    licences.LicenceRow("license_number", said("Number"), "feature", 12_000, 7_321, 4_679),
    licences.LicenceRow("team_chat", said("Team Chat"), "feature"),
    licences.LicenceRow("device_sim_card", "device_sim_card", "", 3, 1, 2),
)
HOLDERS = (
    licences.LicenceHolderRow("101", "Reception", "John (john@contoso.com)"),
    licences.LicenceHolderRow("102", "Alice", "Alice (alice@contoso.com)", 2),
    licences.LicenceHolderRow("103", said("Line 103")),
)


def usual() -> Cards:
    """As people meet them."""
    clash = said("Extension 101 can't have both Teams Operator Connect and Teams Operator Connect, resource account.")
    keep = NumbersForm(OWN, ("+6567891230",), FREE, "+6567891232", "6567891233", "added", 2)
    choices = [(one.code, one.name) for one in POOLS]
    return {
        "line_card": line.line_card(LINE),
        "line_not_in_teams": line.line_card(
            line.LineView("109", "Hallie", "Hallie (hallie@contoso.com)", said("Phone System"))
        ),
        "line_none": line.no_line("Alice (alice@contoso.com)", "a", True),
        "line_free_number": line.no_line_of("+6567891232", True),
        "line_name": line_forms.name_form(NOW, "150", "Front office", said("Extension 150 exists already (Wei Ling).")),
        "line_give": line_forms.give_form(NOW, PEOPLE, "a", "Reception"),
        "line_addons": line_forms.addons_form(NOW, DEVICES, FEATURES, OTHERS, ["call_recording"], clash),
        "line_numbers": line_forms.numbers_form(NOW, keep),
        "line_policies": policies.policies(
            POLICIES, PolicyInputs("TenantDialPlan", "x"), said("I know nobody called “x”")
        ),
        "assign_form": assign.assign_form(ASSIGN),
        "provision_form": provision.provision_form([Offer("b", said("Phone System"), 38)], "5", "120"),
        "licences": licences.licences(licences.LicencesPage(POOLS, 1, 2, 20, choices, True)),
        "licence_holders": licences.holders(licences.LicenceHoldersPage(POOLS[1], HOLDERS, 1, 3, 24)),
    }


def empty() -> Cards:
    """With nothing in them."""
    now = Now("101", 0)
    return {
        "line_card": line.line_card(line.LineView("101")),
        "line_none": line.no_line("", "", False),
        "line_free_number": line.no_line_of("", False),
        "line_name": line_forms.name_form(now, "", ""),
        "line_give": line_forms.give_form(now, (), "", ""),
        "line_addons": line_forms.addons_form(now),
        "line_numbers": line_forms.numbers_form(now, NumbersForm((), (), ())),
        "line_policies": policies.policies(policies.PoliciesView("101", "John")),
        "assign_form": assign.assign_form(assign.AssignForm()),
        "provision_form": provision.provision_form([], "", "", ""),
        "licences": licences.licences(licences.LicencesPage(())),
        "licence_holders": licences.holders(licences.LicenceHoldersPage(licences.LicenceRow("x", "x"), ())),
    }


def huge() -> Cards:
    """With far too much in them."""
    offers, more, others = (
        [Offer(f"{kind}_{no}", LONG, 10**9, 1, many=no % 5 == 0) for no in range(60)] for kind in ("a", "b", "c")
    )
    pairs = [(f"value-{no}", LONG) for no in range(100)]
    numbers = [line.LineNumber("+6567891230", LONG, "Good", True, LONG)] * 50
    ticks = [line.Tick(LONG, "attention", LONG)] * 40
    now = Now("99999", 10**9, LONG, LONG, ("+6567891230",) * 200, (LONG,) * 40)
    pools = [licences.LicenceRow(LONG, LONG, LONG, 10**9, 10**9, 10**9)] * 100
    held = NumbersForm(pairs, [value for value, _ in pairs], pairs, "", LONG, "", 10**9)
    form = assign.AssignForm(pairs, pairs, pairs, offers, more, others, LONG, LONG, LONG, LONG, LONG, LONG)
    whole = licences.LicencesPage(pools, 2, 9999, 10**9, pairs, True)
    holders = licences.LicenceHoldersPage(
        pools[0], [licences.LicenceHolderRow(LONG, LONG, LONG, 10**9)] * 100, 2, 9999, 10**9
    )
    return {
        "line_card": line.line_card(
            line.LineView("99999", LONG, LONG, LONG, (LONG,) * 40, numbers, ticks, False, True)
        ),
        "line_none": line.no_line(LONG, LONG, True),
        "line_free_number": line.no_line_of(LONG, True),
        "line_name": line_forms.name_form(now, LONG, LONG, LONG),
        "line_give": line_forms.give_form(now, pairs, "value-1", LONG, LONG),
        "line_addons": line_forms.addons_form(now, offers, more, others, ["a_1"] * 60, LONG),
        "line_numbers": line_forms.numbers_form(now, held, LONG),
        "line_policies": policies.policies(
            policies.PoliciesView("99999", LONG, [(LONG, LONG)] * 9, pairs[:9], True, pairs[:60]),
            PolicyInputs(LONG, LONG, LONG),
            LONG,
        ),
        "assign_form": assign.assign_form(form, LONG),
        "provision_form": provision.provision_form(offers, LONG, LONG, LONG, LONG),
        "licences": licences.licences(whole),
        "licence_holders": licences.holders(holders),
    }
