"""Numbers: list, read, create or replace, delete, one by one or up to 100 at once."""

from __future__ import annotations

from itertools import chain

from services.sandbox.operator import ledger
from services.sandbox.operator.call import Answer, Call, Json, Operation, OperatorError
from services.sandbox.operator.conditions import Version, is_known, need_preconditions
from services.sandbox.operator.models import NumberBatch, NumberBody, NumberNameBatch, parsed
from services.sandbox.operator.paging import page_of
from services.sandbox.operator.views import number_view
from services.sandbox.world import Account, OperatorNumber

_ACCOUNT = "/accounts/{accountName}"
_NUMBERS = f"{_ACCOUNT}/numbers"
_NUMBER = f"{_NUMBERS}/{{telephoneNumber}}"


def _version(number: OperatorNumber) -> Version:
    return Version(number.etag, number.written_at)


def _list_all(call: Call) -> Answer:
    accounts = call.sandbox.world.operator.accounts.values()
    pairs = chain.from_iterable(((account, number) for number in account.numbers.values()) for account in accounts)
    total = sum(len(account.numbers) for account in accounts)
    return page_of(call, pairs, total, lambda pair: number_view(call.sandbox, *pair))


def _list(call: Call) -> Answer:
    account = call.account()
    return page_of(
        call, account.numbers.values(), len(account.numbers), lambda number: number_view(call.sandbox, account, number)
    )


def _shown(call: Call, account: Account, number: OperatorNumber, status: int = 200) -> Answer:
    return Answer(number_view(call.sandbox, account, number), status, _version(number).headers)


def _get(call: Call) -> Answer:
    account = call.account()
    name = call.request.match_info["telephoneNumber"]
    number = account.numbers.get(name)
    if number is None:
        raise OperatorError(404, f"Number '{name}' was not found in account '{account.name}'.", target=name)
    version = _version(number)
    return Answer(None, 304, version.headers) if is_known(call.request, version) else _shown(call, account, number)


def _put(call: Call) -> Answer:
    account, body = call.account(), parsed(NumberBody, call.body)
    name = call.request.match_info["telephoneNumber"]
    if body.telephone_number != name:
        raise OperatorError(400, f"telephoneNumber must be '{name}'.", "InvalidProperty", target="telephoneNumber")
    before = account.numbers.get(name)
    need_preconditions(call.request, _version(before) if before else None)
    ledger.need_writable(call.sandbox, account, body)
    return _shown(call, account, ledger.write(call.sandbox, account, body), 200 if before else 201)


def _delete(call: Call) -> Answer:
    account, name = call.account(), call.request.match_info["telephoneNumber"]
    before = account.numbers.get(name)
    need_preconditions(call.request, _version(before) if before else None)
    ledger.need_removable(call.sandbox, account, name)
    ledger.remove(call.sandbox, account, name)
    return Answer(status=204)


def _write_many(call: Call) -> Answer:
    """Write a batch, or refuse all of it when one item can't be written; provisioning is then number by number."""
    account, batch = call.account(), parsed(NumberBatch, call.body)
    _need_all([_refused_write(call, account, body) for body in batch.numbers])
    numbers = [ledger.write(call.sandbox, account, body) for body in batch.numbers]
    return Answer({"numbers": [number_view(call.sandbox, account, number) for number in numbers]})


def _delete_many(call: Call) -> Answer:
    """Delete a batch, or nothing when one of its numbers is assigned."""
    account, batch = call.account(), parsed(NumberNameBatch, call.body)
    _need_all([_refused_removal(call, account, item.telephone_number) for item in batch.numbers])
    for item in batch.numbers:
        ledger.remove(call.sandbox, account, item.telephone_number)
    return Answer(status=204)


def _refused_write(call: Call, account: Account, body: NumberBody) -> OperatorError | None:
    try:
        ledger.need_writable(call.sandbox, account, body)
    except OperatorError as error:
        return error
    return None


def _refused_removal(call: Call, account: Account, name: str) -> OperatorError | None:
    try:
        ledger.need_removable(call.sandbox, account, name)
    except OperatorError as error:
        return error
    return None


def _need_all(outcomes: list[OperatorError | None]) -> None:
    refusals = [refusal for refusal in outcomes if refusal]
    if refusals:
        details: list[Json] = [refusal.error for refusal in refusals]
        message = f"Nothing was done, since {len(refusals)} of {len(outcomes)} numbers were refused."
        raise OperatorError(refusals[0].status, message, refusals[0].code, details=details)


OPERATIONS = (
    Operation("POST", f"{_ACCOUNT}:createOrUpdateNumbers", _write_many),
    Operation("POST", f"{_ACCOUNT}:deleteNumbers", _delete_many),
    Operation("GET", _NUMBERS, _list),
    Operation("GET", _NUMBER, _get),
    Operation("PUT", _NUMBER, _put),
    Operation("DELETE", _NUMBER, _delete),
    Operation("GET", "/numbers", _list_all),
)
