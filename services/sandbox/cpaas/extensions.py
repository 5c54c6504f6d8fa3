"""Extensions: list, read, and batches that create, update and delete them one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

from services.sandbox.cpaas import extension_rules as rules
from services.sandbox.cpaas.effects import effects_of
from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.operation import Answer, Call, Operation, path, query
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import (
    CreatedExtensions,
    CreateExtension,
    CreateExtensions,
    DeletedExtensions,
    DeleteExtension,
    DeleteExtensions,
    ExtensionView,
    FailedItem,
    UpdatedExtensions,
    UpdateExtension,
    UpdateExtensions,
)
from services.sandbox.cpaas.seats import replace_extension
from services.sandbox.state import Sandbox
from services.sandbox.world import Extension, Organisation


class _Keyed(Protocol):
    @property
    def ext_key(self) -> str: ...


ItemT = TypeVar("ItemT", bound=_Keyed)
DoneT = TypeVar("DoneT")


def view(extension: Extension) -> ExtensionView:
    """The extension as the API shows it."""
    return {
        "extKey": extension.ext_key,
        "extLabel": extension.ext_label,
        "identityUuid": extension.identity_uuid,
        "baseSku": extension.base_sku,
        "addons": list(extension.addons),
        "numbers": list(extension.numbers),
        "version": extension.version,
        "status": "ACTIVE" if extension.identity_uuid else "VACANT",
    }


def each(items: Iterable[ItemT], do: Callable[[ItemT], DoneT]) -> tuple[list[DoneT], list[FailedItem]]:
    """Do each item by itself: the results of those that succeeded, and the reasons why others failed."""
    done: list[DoneT] = []
    failed: list[FailedItem] = []
    for item in items:
        try:
            done.append(do(item))
        except CpaasError as error:
            failed.append({"extKey": item.ext_key, "code": error.code, "error": error.message})
    return done, failed


def _list(call: Call[None]) -> Answer:
    extensions = call.organisation.extensions
    keyword = (call.query("keyword") or "").casefold()
    if not keyword:
        return page_of(call, extensions.values(), len(extensions), view)
    found = [ext for ext in extensions.values() if keyword in f"{ext.ext_key}\n{ext.ext_label}".casefold()]
    return page_of(call, found, len(found), view)


def _get(call: Call[None]) -> Answer:
    return Answer(view(rules.find(call.organisation, call.request.match_info["extKey"])))


def _put(sandbox: Sandbox, organisation: Organisation, before: Extension | None, after: Extension | None) -> None:
    if before == after:
        return
    replace_extension(organisation, before, after)
    for kind, key in effects_of(before, after):
        sandbox.effect(kind, key)


def _create(call: Call[CreateExtensions]) -> Answer:
    def create(item: CreateExtension) -> ExtensionView:
        extension = rules.created(call.organisation, item)
        _put(call.sandbox, call.organisation, None, extension)
        return view(extension)

    done, failed = each(call.body.items, create)
    return Answer(CreatedExtensions(createdItems=done, failedItems=failed))


def _update(call: Call[UpdateExtensions]) -> Answer:
    def update(item: UpdateExtension) -> ExtensionView:
        before = rules.find(call.organisation, item.ext_key)
        _need_no_fault(call.sandbox, before, item)
        after = rules.updated(call.organisation, item, call.sandbox.clock.now())
        _put(call.sandbox, call.organisation, before, after)
        return view(after)

    done, failed = each(call.body.items, update)
    return Answer(UpdatedExtensions(updatedItems=done, failedItems=failed))


def _need_no_fault(sandbox: Sandbox, before: Extension, item: UpdateExtension) -> None:
    """Refuse the item when a `number_error` fault strikes one of the numbers it would bring."""
    for number in item.add_numbers:
        rule = None if number in before.numbers else sandbox.faults.number_error("cpaas", f"+{number}")
        if rule:
            raise CpaasError(rule.code or "number.failed", rule.text or f"Number {number} could not be mapped.")


def _delete(call: Call[DeleteExtensions]) -> Answer:
    def delete(item: DeleteExtension) -> str:
        extension = rules.find(call.organisation, item.ext_key)
        rules.need_unused(extension)
        _put(call.sandbox, call.organisation, extension, None)
        return extension.ext_key

    done, failed = each(call.body.items, delete)
    return Answer(DeletedExtensions(deletedItems=done, failedItems=failed))


OPERATIONS: tuple[
    Operation[None] | Operation[CreateExtensions] | Operation[UpdateExtensions] | Operation[DeleteExtensions], ...
] = (
    Operation(
        "listExtensions",
        "GET",
        "/v1/extensions",
        "Extensions in the order of their creation",
        _list,
        list[ExtensionView],
        parameters=(query("keyword", "part of a key or directory name, in any case"), *PAGING),
        refuses=("request.invalid",),
    ),
    Operation(
        "getExtension",
        "GET",
        "/v1/extensions/{extKey}",
        "One extension",
        _get,
        ExtensionView,
        parameters=(path("extKey", "the extension's key"),),
        refuses=("extension.notFound",),
    ),
    Operation(
        "createExtensions",
        "POST",
        "/v1/extensions/batchCreate",
        "Create up to 100 extensions; items fail with extension.keyInvalid, extension.exists, licence.unknown, "
        "licence.exhausted",
        _create,
        CreatedExtensions,
        body=CreateExtensions,
        refuses=("request.invalid",),
    ),
    Operation(
        "updateExtensions",
        "POST",
        "/v1/extensions/batchUpdate",
        "Update up to 100 extensions, each wholly or not at all; items fail with extension.notFound, "
        "extension.changed, extension.keyInvalid, extension.exists, member.notFound, addon.unknown, addon.conflict, "
        "addon.limit, number.notFound, number.taken, number.failed, licence.exhausted",
        _update,
        UpdatedExtensions,
        body=UpdateExtensions,
        refuses=("request.invalid",),
    ),
    Operation(
        "deleteExtensions",
        "POST",
        "/v1/extensions/batchDelete",
        "Delete up to 100 extensions; items fail with extension.notFound, extension.inUse",
        _delete,
        DeletedExtensions,
        body=DeleteExtensions,
        refuses=("request.invalid",),
    ),
)
