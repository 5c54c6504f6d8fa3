"""What the operator offers for an account's numbers, and whether anything sent there reaches Teams."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.domain.number_list import shown
from services.domain.phrases import tr
from services.domain.plan import Finding, PlanLine, Severity
from services.domain.steps import StepKind
from services.domain.upload import PEOPLE, RESOURCES
from services.remote.operator_connect import OperatorConnect
from services.remote.operator_records import Account, CapabilityPlan

_IN, _OUT = "InboundCalling", "OutboundCalling"
_OTHER = frozenset(
    {tr("Mobile"), "TollFree"}
)  # capabilities of products that aren't Operator Connect for people and apps
_FOR = {PEOPLE: "people", RESOURCES: tr("resource accounts")}
_ASK = tr("Ask your operator for it.")
NO_SYNC = tr("Your operator has switched off passing numbers on to Teams for your account")


@dataclass(frozen=True, slots=True)
class Offers:
    """An account and the plans for its numbers."""

    account: Account | None
    plans: tuple[CapabilityPlan, ...]

    @property
    def usages(self) -> frozenset[str]:
        """What numbers can be uploaded for."""
        return frozenset(plan.usage for plan in self.plans)

    def capabilities(self, usage: str) -> tuple[str, ...] | None:
        """The capabilities to choose for this use: all but those of other products; None when the use isn't offered.

        https://learn.microsoft.com/rest/api/voiceservices: which can be chosen is the account's own.
        """
        return capabilities(self.plans, usage)

    def calls_out(self, usage: str) -> bool:
        """Whether such a number can call out, as far as the account tells."""
        had = {c for plan in self.plans if plan.usage == usage for c in (*plan.mandatory, *plan.choosable)}
        return _OUT in had or _IN not in had


def capabilities(plans: Sequence[CapabilityPlan], usage: str) -> tuple[str, ...] | None:
    """The capabilities to choose for this use under these plans; None when none of them is for it."""
    fitting = [plan for plan in plans if plan.usage == usage]
    if not fitting:
        return None
    return tuple(dict.fromkeys(c for plan in fitting for c in plan.choosable if c not in _OTHER))


async def read_offers(operator: OperatorConnect, name: str) -> Offers:
    """What the operator offers now in the account of this name."""
    account = await operator.account(name)
    return Offers(account, await operator.capability_plans(name) if account else ())


def uploads(lines: Iterable[PlanLine]) -> dict[str, list[str]]:
    """The numbers that a plan uploads, by use."""
    found: dict[str, list[str]] = {}
    for step in (step for line in lines for step in line.steps if step.kind is StepKind.NUMBER_UPLOAD):
        found.setdefault(step.after.usage or "", []).append(step.object)
    return found


def check_offers(wanted: dict[str, list[str]], offers: Offers) -> list[Finding]:
    """Findings on what the operator doesn't offer, and on what these numbers won't be able to do."""
    if fault := unreachable(offers.account):
        return [
            _finding(
                Severity.ERROR, "operator.off", tr("{fault}.", fault=fault), tr("Ask your operator to switch it on.")
            )
        ]
    found = []
    for usage, numbers in wanted.items():
        whom = _FOR.get(usage, usage)
        if offers.capabilities(usage) is None:
            why = tr(
                "Your operator doesn't offer numbers for {whom} in your account: {shown}.",
                whom=whom,
                shown=shown(numbers),
            )
            found.append(_finding(Severity.ERROR, "upload.not_offered", why, _ASK))
        elif not offers.calls_out(usage):
            why = tr(
                "Numbers for {whom} can only be called: your operator offers no outgoing calls for them.", whom=whom
            )
            found.append(_finding(Severity.WARNING, "upload.no_outgoing", why, _ASK))
    return found


def unreachable(account: Account | None) -> str:
    """Why nothing in the account reaches Teams, in words; empty when it does.

    https://github.com/Azure/azure-rest-api-specs, voiceservices main.tsp: `enabled` and `syncEnabled`.
    """
    if account is None:
        return tr("Your operator has no account for your tenant any more")
    if not account.enabled:
        return tr("Your operator has switched Operator Connect off for your account")
    return NO_SYNC if account.syncs is False else ""


def _finding(severity: Severity, code: str, why: str, fix: str) -> Finding:
    return Finding(severity, code, why, fix, column=tr("Number"))
