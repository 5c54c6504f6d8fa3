"""The customer's civic addresses: created in the Teams admin centre, read-only here."""

from __future__ import annotations

from services.sandbox.operator.call import Answer, Call, Operation, OperatorError
from services.sandbox.operator.paging import page_of

_PATH = "/accounts/{accountName}/teamsCivicAddresses"


def _list(call: Call) -> Answer:
    addresses = call.sandbox.world.operator.civic_addresses.get(call.account().name, [])
    return page_of(call, addresses, len(addresses), dict)


def _get(call: Call) -> Answer:
    addresses = call.sandbox.world.operator.civic_addresses.get(call.account().name, [])
    wanted = call.request.match_info["civicAddressId"]
    for address in addresses:
        if address["id"] == wanted:
            return Answer(address)
    raise OperatorError(404, f"Civic address '{wanted}' was not found.", target="civicAddressId")


OPERATIONS = (
    Operation("GET", _PATH, _list),
    Operation("GET", f"{_PATH}/{{civicAddressId}}", _get),
)
