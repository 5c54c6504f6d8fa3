"""The organisation's numbers, who has them, and their upload to Microsoft Teams.

The upload status comes from the linked tenant's account at the operator's gateway. It has only the three states that
the provider's own screen shows; a number on its way counts as not uploaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.operation import Answer, Call, Operation, query
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import NumberInfo, NumberView
from services.sandbox.cpaas.seats import index_of
from services.sandbox.cpaas.skus import NUMBER
from services.sandbox.operator.status import account_of, status_of
from services.sandbox.world import Account, Extension, OperatorNumber, Organisation

UploadStatus = Literal["notUploaded", "uploaded", "failed"]
_WANTED: dict[str, UploadStatus | None] = {
    "fetchAll": None,
    "fetchUploaded": "uploaded",
    "fetchNotUploaded": "notUploaded",
    "fetchFailedUploaded": "failed",
}
_SORTS = ("ASC", "DESC")


@dataclass(frozen=True, slots=True)
class _Uploads:
    """The numbers that the gateway holds for the organisation's tenant at one moment."""

    account: Account | None
    numbers: dict[str, OperatorNumber]
    now: float

    def status(self, number: str) -> UploadStatus:
        uploaded = self.numbers.get(f"+{number}")
        status = status_of(self.account, uploaded, self.now) if uploaded and self.account else "pending"
        return "uploaded" if status == "synced" else "failed" if status == "failed" else "notUploaded"

    def moment(self, number: str) -> float | None:
        return self.numbers[f"+{number}"].settles_at if self.status(number) == "uploaded" else None

    def error(self, number: str) -> str | None:
        if self.status(number) != "failed":
            return None
        return "; ".join(error["message"] for error in self.numbers[f"+{number}"].errors)


def _uploads(call: Call[None]) -> _Uploads:
    tenant_id = call.organisation.tenant_id
    account = account_of(call.sandbox.world, tenant_id) if tenant_id else None
    return _Uploads(account, account.numbers if account else {}, call.sandbox.clock.now())


def _list(call: Call[None]) -> Answer:
    holders = index_of(call.organisation).holders
    uploads = _uploads(call)
    wanted = _WANTED[_choice(call, "fetchType", tuple(_WANTED))]
    numbers = reversed(holders) if _choice(call, "sort", _SORTS) == "DESC" else iter(holders)
    keyword = (call.query("keyword") or "").removeprefix("+").casefold()
    view = partial(_view, call, uploads)
    if wanted is None and not keyword:
        return page_of(call, numbers, len(holders), view)
    found = [n for n in numbers if (wanted is None or uploads.status(n) == wanted)]
    if keyword:
        found = [n for n in found if keyword in n or keyword in _holder_words(call.organisation, holders[n])]
    return page_of(call, found, len(found), view)


def _choice(call: Call[None], name: str, allowed: tuple[str, ...]) -> str:
    value = call.query(name) or allowed[0]
    if value not in allowed:
        raise CpaasError("request.invalid", f"{name} is one of {', '.join(allowed)}.")
    return value


def _holder_words(organisation: Organisation, ext_key: str | None) -> str:
    extension = _extension(organisation, ext_key)
    return f"{extension.ext_key}\n{extension.ext_label}".casefold() if extension else ""


def _extension(organisation: Organisation, ext_key: str | None) -> Extension | None:
    return None if ext_key is None else organisation.extensions[ext_key]


def _view(call: Call[None], uploads: _Uploads, number: str) -> NumberView:
    extension = _extension(call.organisation, index_of(call.organisation).holders[number])
    return {
        "number": number,
        "extKey": extension.ext_key if extension else None,
        "extLabel": extension.ext_label if extension else None,
        "identityUuid": extension.identity_uuid if extension else None,
        "info": _info(call, uploads, number, extension),
        "errorMessage": uploads.error(number),
    }


def _info(call: Call[None], uploads: _Uploads, number: str, extension: Extension | None) -> NumberInfo:
    return {
        "number": number,
        "sku": NUMBER,
        "assignedAt": _stamp(call, extension.numbers_assigned_at.get(number) if extension else None),
        "uploadedAt": _stamp(call, uploads.moment(number)),
        "uploadStatus": uploads.status(number),
    }


def _stamp(call: Call[None], moment: float | None) -> str | None:
    return None if moment is None else call.sandbox.clock.stamp(moment)


OPERATIONS: tuple[Operation[None], ...] = (
    Operation(
        "listNumbers",
        "GET",
        "/v1/numbers",
        "Numbers with who has them and their upload to Microsoft Teams",
        _list,
        list[NumberView],
        parameters=(
            query("fetchType", "by upload status", enum=list(_WANTED), default="fetchAll"),
            query("keyword", "part of a number, extension key or directory name"),
            query("sort", "by number", enum=list(_SORTS), default="ASC"),
            *PAGING,
        ),
        refuses=("request.invalid",),
    ),
)
