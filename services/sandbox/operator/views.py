"""Accounts and numbers as the API shows them: as written, with the states of the gateway and Microsoft."""

from __future__ import annotations

from services.sandbox.operator.call import Json
from services.sandbox.operator.models import NumberConfiguration
from services.sandbox.operator.plans import PLANS, Plan, acquired, available
from services.sandbox.operator.status import is_in_teams, status_of
from services.sandbox.state import Sandbox
from services.sandbox.world import Account, OperatorNumber

_SERVICE = "teamsOperatorConnect"


def account_view(account: Account) -> Json:
    """The account with its count of Operator Connect numbers."""
    details: Json = dict(account.resource.get("serviceDetails", {}))
    details["teamsTenantId"] = account.tenant_id
    details[_SERVICE] = {
        "enabled": account.operator_connect,
        "syncEnabled": account.syncs,
        "numberCount": sum(1 for number in account.numbers.values() if is_in_teams(number)),
    }
    return {
        **account.resource,
        "name": account.name,
        "serviceDetails": details,
        "serviceProvisioningStatus": "synced",
        "serviceProvisioningErrors": [],
    }


def number_view(sandbox: Sandbox, account: Account, number: OperatorNumber) -> Json:
    """The number with its provisioning status and, in Teams, its assignment and capabilities."""
    status = status_of(account, number, sandbox.clock.now())
    shown: Json = {**number.resource, "accountName": account.name}
    if is_in_teams(number):
        services = dict(shown["serviceDetails"])
        services[_SERVICE] = _service_view(sandbox, account, number, status)
        shown["serviceDetails"] = services
    shown["serviceProvisioningStatus"] = status
    shown["serviceProvisioningErrors"] = number.errors if status == "failed" else []
    return shown


def is_assigned(sandbox: Sandbox, account: Account, number: str) -> bool:
    """Whether somebody in the account's tenant has the number in Teams."""
    tenant = sandbox.world.tenants.get(account.tenant_id)
    known = tenant.numbers.get(number) if tenant else None
    return known is not None and known.assignment_status != "unassigned"


def _shown_plans(configuration: NumberConfiguration) -> list[Plan]:
    """The plans of an existing number, whatever the account offers by now."""
    return [PLANS[usage] for usage in dict.fromkeys((configuration.usage, *(configuration.additional_usages or ())))]


def _service_view(sandbox: Sandbox, account: Account, number: OperatorNumber, status: str) -> Json:
    service = number.resource["serviceDetails"][_SERVICE]
    plans = _shown_plans(NumberConfiguration.model_validate(service["configuration"]))
    configuration = {**service["configuration"], "availableCapabilities": available(plans)}
    if status == "synced":
        configuration["acquiredCapabilities"] = acquired(plans, configuration["choosableCapabilities"])
    assigned = is_assigned(sandbox, account, number.resource["telephoneNumber"])
    return {**service, "assignmentStatus": "assigned" if assigned else "unassigned", "configuration": configuration}
