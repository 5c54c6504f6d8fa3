"""Accounts: list, read, create or replace, delete."""

from __future__ import annotations

from services.sandbox.operator import ledger
from services.sandbox.operator.call import Answer, Call, Operation, OperatorError, flag
from services.sandbox.operator.conditions import Version, is_known, need_preconditions
from services.sandbox.operator.models import AccountBody, parsed, written
from services.sandbox.operator.paging import page_of
from services.sandbox.operator.status import is_in_teams
from services.sandbox.operator.views import account_view
from services.sandbox.world import Account

_PATH = "/accounts/{accountName}"


def _version(account: Account | None) -> Version | None:
    return Version(account.etag, account.modified_at) if account else None


def _shown(account: Account, status: int = 200) -> Answer:
    return Answer(account_view(account), status, Version(account.etag, account.modified_at).headers)


def _list(call: Call) -> Answer:
    accounts = call.sandbox.world.operator.accounts
    return page_of(call, accounts.values(), len(accounts), account_view)


def _get(call: Call) -> Answer:
    account = call.account()
    version = Version(account.etag, account.modified_at)
    return Answer(None, 304, version.headers) if is_known(call.request, version) else _shown(account)


def _put(call: Call) -> Answer:
    body = parsed(AccountBody, call.body)
    name = call.request.match_info["accountName"]
    if body.name != name:
        raise OperatorError(400, f"name must be '{name}'.", "InvalidProperty", target="name")
    accounts = call.sandbox.world.operator.accounts
    before = accounts.get(name)
    need_preconditions(call.request, _version(before))
    _need_tenant_free(before, body)
    accounts[name] = _replaced(call, before, body)
    return _shown(accounts[name], 200 if before else 201)


def _need_tenant_free(before: Account | None, body: AccountBody) -> None:
    """The tenant can change only while the account holds no Operator Connect number."""
    services = body.service_details
    keeps = before is None or (services.teams_tenant_id or "") == before.tenant_id
    stays_on = services.teams_operator_connect is not None and services.teams_operator_connect.enabled
    if before and not (keeps and stays_on) and any(is_in_teams(number) for number in before.numbers.values()):
        raise OperatorError(409, f"Account '{before.name}' holds Operator Connect numbers.", target="serviceDetails")


def _replaced(call: Call, before: Account | None, body: AccountBody) -> Account:
    service = body.service_details.teams_operator_connect
    return Account(
        body.name,
        body.service_details.teams_tenant_id or "",
        ledger.new_etag(call.sandbox),
        before.numbers if before else {},
        operator_connect=service is not None and service.enabled,
        syncs=service is not None and service.sync_enabled,
        offers=before.offers if before else None,
        resource=written(body),
        modified_at=call.sandbox.clock.now(),
    )


def _delete(call: Call) -> Answer:
    accounts = call.sandbox.world.operator.accounts
    account = accounts.get(call.request.match_info["accountName"])
    need_preconditions(call.request, _version(account))
    if account is None:
        return Answer(status=204)
    if account.numbers and not flag(call.request, "deleteNumbers"):
        raise OperatorError(409, f"Account '{account.name}' holds {len(account.numbers)} numbers.")
    for number in account.numbers:
        ledger.need_removable(call.sandbox, account, number)
    for number in list(account.numbers):
        ledger.remove(call.sandbox, account, number)
    del accounts[account.name]
    return Answer(status=204)


OPERATIONS = (
    Operation("GET", "/accounts", _list),
    Operation("GET", _PATH, _get),
    Operation("PUT", _PATH, _put),
    Operation("DELETE", _PATH, _delete),
)
