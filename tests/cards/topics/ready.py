"""Sample cards of who can call and what mends it."""

from __future__ import annotations

from cards.calls import ready
from cards.calls.clicks import RepairLink
from cards.elements import Click, say
from services.domain.phrases import as_sentence, join_text, tr
from services.domain.settings.countries import country_name
from tests.cards.said import said
from tests.cards.samples import Cards

WORDS = "**Wörter** with [links](https://example.org) and no end, " * 20
REASONS = (
    ready.Reason(
        said("No outbound rule"),
        12,
        Click(tr("Give the rule {name}", name="Singapore default"), RepairLink("rule")),
        join_text(", ", ("101 John", "102 Alice", "103 Omar", tr("and {lines:,} more", lines=9))),
    ),
    ready.Reason(
        said("No Teams Phone licence"), 2, Click(said("Give 2 phone licences"), RepairLink("licence")), "107 Ben"
    ),
    ready.Reason(
        said("Usage location doesn't fit"),
        1,
        Click(said("Set 1 usage location"), RepairLink("location")),
        "108 Priya",
    ),
    ready.Reason(said("Nobody holds the line"), 1, say(said("Lines"), "lines"), "109 Meeting room"),
    ready.Reason(said("Uploaded, not visible in Teams yet"), 3, None, "110 Wei Ling, 111 Nadia, 112 Kim", waits=True),
)
GIVE = Click(tr("Give the rule {name}", name="Singapore default"), RepairLink("rule", "102", 7))
CHAIN = (
    ready.ChainLink(said("Somebody holds the line"), "done", "Alice (alice@contoso.com)"),
    ready.ChainLink(said("Teams Operator Connect add-on"), "done", said("Teams Operator Connect")),
    ready.ChainLink(said("A number"), "done", "+65 6789 1231"),
    ready.ChainLink(said("Operator consent covers the country"), "done", country_name("SG")),
    ready.ChainLink(said("Number uploaded to Teams"), "done", said("Uploaded")),
    ready.ChainLink(said("Teams Phone licence"), "done"),
    ready.ChainLink(said("Usage location fits the number"), "done", country_name("SG")),
    ready.ChainLink(said("Number assigned in Teams"), "done"),
    ready.ChainLink(said("Outbound call rule"), "attention", said("Without it the person can't call out"), GIVE),
)
AGAIN = say(said("Look again"), "ready 102")
UPLOADED = said("Uploaded about 3 minutes ago, not visible in Teams yet.")
STUCK = said("Uploaded about 2 days ago, not visible in Teams yet. Stuck.")
CONTACT = tr(
    "{value}: that takes longer than is normal. Contact {whom} and quote {number}{ident}.",
    value=said("Number uploaded to Teams"),
    whom=said("your operator"),
    number="+65 6789 1231",
    ident=tr(" and the id {request_id}", request_id="5f0c6c1e-7a40-4f0e-9b11-2f9df2a4a3a1"),
)


def _with(no: int, link: ready.ChainLink) -> tuple[ready.ChainLink, ...]:
    after = ready.ChainLink(said("Number assigned in Teams"), "todo")
    return (
        *CHAIN[:no],
        link,
        *CHAIN[no + 1 : 7],
        after,
        ready.ChainLink(said("Outbound call rule"), "done", "Singapore default"),
    )


def usual() -> Cards:
    """As people meet them."""
    return {
        "ready_reasons": ready.ready_tenant(26, 41, REASONS, waiting=3, file=True),
        "ready_everybody": ready.ready_tenant(41, 41, file=True),
        "ready_no_rule": ready.ready_person("102 Alice", CHAIN),
        "ready_waiting": ready.ready_person(
            "102 Alice", _with(4, ready.ChainLink(said("Number uploaded to Teams"), "now", UPLOADED)), also=[AGAIN]
        ),
        "ready_stuck": ready.ready_person(
            "102 Alice",
            _with(4, ready.ChainLink(said("Number uploaded to Teams"), "now", STUCK)),
            stuck=CONTACT,
            also=[AGAIN],
        ),
        "ready_moved": ready.ready_person(
            "102 Alice",
            CHAIN,
            note=said(
                "This line was changed since that card was made. Nothing was written; here is how it stands now."
            ),
        ),
        "mend_choose": ready.choose_rule(
            (("default-sg", "Singapore default"), ("local", "Local only")), RepairLink("rule"), 12
        ),
        "mend_left": ready.not_mended(
            said("Can't mend: no Teams Phone licence"),
            (
                ready.NotRepaired(
                    "107 Ben",
                    as_sentence(tr("No free seat of {names}", names="Teams Phone Standard")),
                    said("Buy seats in the Microsoft 365 admin centre, or free one."),
                ),
            ),
        ),
        "mend_consent": ready.not_mended(
            said("Can't mend: no consent for the country"),
            (
                ready.NotRepaired(
                    "101 John",
                    tr(
                        "Your consent to the operator covers {covered}, not {of_country}.",
                        covered=country_name("MY"),
                        of_country=country_name("SG"),
                    ),
                    said("In the Teams admin centre open Voice > Operators and add the country to your operator."),
                ),
            ),
            action=Click(said("Teams admin centre"), url="https://admin.teams.microsoft.com/operators"),
        ),
    }


def empty() -> Cards:
    """With nothing in them."""
    return {
        "ready_reasons": ready.ready_tenant(0, 0, file=True),
        "ready_no_rule": ready.ready_person("", ()),
        "mend_choose": ready.choose_rule((), RepairLink("rule"), 0),
        "mend_left": ready.not_mended(said("Nothing to mend"), ()),
    }


def huge() -> Cards:
    """With far too much."""
    click = Click(WORDS, RepairLink("rule"))
    return {
        "ready_reasons": ready.ready_tenant(
            3, 10_000, [ready.Reason(WORDS, 10_000, click, WORDS)] * 50, waiting=900, file=True
        ),
        "ready_no_rule": ready.ready_person(
            WORDS, [ready.ChainLink(WORDS, "attention", WORDS, click)] * 60, note=WORDS, also=[click] * 9
        ),
        "mend_choose": ready.choose_rule([(f"r{n}", WORDS) for n in range(50)], RepairLink("rule"), 10_000),
        "mend_left": ready.not_mended(WORDS, [ready.NotRepaired(WORDS, WORDS, WORDS)] * 200, 9_000, click),
    }
