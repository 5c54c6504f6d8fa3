"""The organisation's licence pools: seats bought, in use and free."""

from __future__ import annotations

from services.sandbox.cpaas.operation import Answer, Call, Operation
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import Licence
from services.sandbox.cpaas.seats import index_of
from services.sandbox.cpaas.skus import sku_of
from services.sandbox.world import Organisation


def _view(organisation: Organisation, code: str, total: int) -> Licence:
    assigned = index_of(organisation).used.get(code, 0)
    sku = sku_of(organisation, code)
    return {
        "sku": code,
        "skuName": sku.name,
        "type": "BASE" if sku.kind == "BASE" else "ADDON",
        "total": total,
        "assigned": assigned,
        "available": max(total - assigned, 0),
    }


def _list(call: Call[None]) -> Answer:
    pools = call.organisation.pool
    return page_of(call, pools.items(), len(pools), lambda pool: _view(call.organisation, *pool))


OPERATIONS: tuple[Operation[None], ...] = (
    Operation(
        "listLicences",
        "GET",
        "/v1/licences",
        "Licence pools and their seats",
        _list,
        list[Licence],
        parameters=PAGING,
        refuses=("request.invalid",),
    ),
)
