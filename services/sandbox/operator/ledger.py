"""Writes numbers to an account and removes them, with the consequences in Microsoft Teams."""

from __future__ import annotations

from uuid import UUID

from services.sandbox import propagation
from services.sandbox.operator.call import OperatorError
from services.sandbox.operator.judge import errors_of
from services.sandbox.operator.models import NumberBody, written
from services.sandbox.operator.plans import plans_of
from services.sandbox.operator.status import is_in_teams
from services.sandbox.operator.views import is_assigned
from services.sandbox.state import Sandbox
from services.sandbox.world import Account, OperatorNumber


def new_etag(sandbox: Sandbox) -> str:
    """A fresh entity tag, without quotes."""
    return UUID(int=sandbox.rng.getrandbits(128), version=4).hex


def need_writable(sandbox: Sandbox, account: Account, body: NumberBody) -> None:
    """Refuse what can't be written: a wrong account, an unknown usage, a number that somebody else has."""
    number = body.telephone_number
    if body.account_name != account.name:
        raise OperatorError(400, f"accountName must be '{account.name}'.", "InvalidProperty", target="accountName")
    if any(number in other.numbers for other in sandbox.world.operator.accounts.values() if other is not account):
        raise OperatorError(409, f"Number '{number}' belongs to another account.", target=number)
    _need_service(sandbox, account, body)


def _need_service(sandbox: Sandbox, account: Account, body: NumberBody) -> None:
    service = body.service_details.teams_operator_connect
    if service is None or not service.enabled:
        if is_assigned(sandbox, account, body.telephone_number):
            raise _assigned(body.telephone_number)
        return
    if not account.operator_connect:
        raise OperatorError(409, f"Operator Connect is not enabled on account '{account.name}'.")
    if service.configuration is None:
        raise OperatorError(400, "A number in Operator Connect needs a configuration.", target="configuration")
    plans_of(account, service.configuration)


def write(sandbox: Sandbox, account: Account, body: NumberBody) -> OperatorNumber:
    """The number as stored; writing the same again changes nothing unless it had failed."""
    name = body.telephone_number
    before = account.numbers.get(name)
    resource = written(body)
    if before and before.resource == resource and before.outcome != "failed":
        return before
    number = account.numbers[name] = _new_number(sandbox, account, body)
    _tell_teams(sandbox, account, name, was_in_teams=before is not None and is_in_teams(before))
    return number


def _new_number(sandbox: Sandbox, account: Account, body: NumberBody) -> OperatorNumber:
    now = sandbox.clock.now()
    if body.teams is None:
        return OperatorNumber(written(body), now, now, new_etag(sandbox))
    errors = errors_of(sandbox, account, body.telephone_number, body.teams)
    settles_at = now + sandbox.delays.sync
    return OperatorNumber(
        written(body), now, settles_at, new_etag(sandbox), outcome="failed" if errors else "synced", errors=errors
    )


def _tell_teams(sandbox: Sandbox, account: Account, name: str, *, was_in_teams: bool) -> None:
    if not is_in_teams(account.numbers[name]):
        propagation.deleted(sandbox, account, name)
        return
    propagation.uploaded(sandbox, account, name)
    if not was_in_teams:
        sandbox.effect("upload", name)


def need_removable(sandbox: Sandbox, account: Account, name: str) -> None:
    """Refuse to remove a number that is assigned in Teams: it must be unassigned first."""
    if is_assigned(sandbox, account, name):
        raise _assigned(name)


def remove(sandbox: Sandbox, account: Account, name: str) -> None:
    """Remove a number; one that isn't there has no effect."""
    if account.numbers.pop(name, None) is not None:
        propagation.deleted(sandbox, account, name)
        sandbox.effect("operator.delete", name)


def _assigned(name: str) -> OperatorError:
    message = f"Number '{name}' is assigned in Microsoft Teams; it must be unassigned before it is released."
    return OperatorError(409, message, "NumberAssigned", target=name)
