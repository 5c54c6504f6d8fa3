"""Settings of the system and of each extension, by section, changed by merge patch.

The sections are the tabs of
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction; their fields are
open beyond the limits that the provider publishes (`settings_limits`). An extension's outbound call rule must be one
that the system has; without one nobody calls out.
"""

from __future__ import annotations

from typing import Any

from services.sandbox.cpaas import extension_rules as rules
from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.extensions import each
from services.sandbox.cpaas.merge_patch import merged
from services.sandbox.cpaas.operation import Answer, Call, Operation, path
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import (
    ExtensionSettings,
    SettingsPatch,
    UpdatedSettings,
    UpdateManySettings,
    UpdateSettings,
)
from services.sandbox.cpaas.settings_limits import check_extension
from services.sandbox.cpaas.system_limits import check_system, rule_ids
from services.sandbox.state import Sandbox
from services.sandbox.world import Extension, Organisation

_DEFAULTS: dict[str, Any] = {"outboundCall": {"outgoingCallRule": None}}


def settings_of(extension: Extension) -> dict[str, Any]:
    """The extension's settings, with the default where nothing was set."""
    sections = {**_DEFAULTS, **extension.settings}
    return {name: {**_DEFAULTS[name], **values} if name in _DEFAULTS else values for name, values in sections.items()}


def _view(extension: Extension) -> ExtensionSettings:
    return {"extKey": extension.ext_key, "settings": settings_of(extension)}


def _get_system(call: Call[None]) -> Answer:
    return Answer(call.organisation.system_settings)


def _patch_system(call: Call[SettingsPatch]) -> Answer:
    settings = merged(call.organisation.system_settings, call.body.root)
    check_system(call.organisation, settings)
    if settings != call.organisation.system_settings:
        call.organisation.system_settings = settings
        call.sandbox.effect("settings", "system")
    return Answer(settings)


def _list(call: Call[None]) -> Answer:
    extensions = call.organisation.extensions
    return page_of(call, extensions.values(), len(extensions), _view)


def _get(call: Call[None]) -> Answer:
    return Answer(_view(rules.find(call.organisation, call.request.match_info["extKey"])))


def _patch(call: Call[SettingsPatch]) -> Answer:
    ext_key = call.request.match_info["extKey"]
    return Answer(_changed(call.sandbox, call.organisation, ext_key, call.body.root))


def _patch_many(call: Call[UpdateManySettings]) -> Answer:
    def patch(item: UpdateSettings) -> ExtensionSettings:
        return _changed(call.sandbox, call.organisation, item.ext_key, item.settings)

    done, failed = each(call.body.items, patch)
    return Answer(UpdatedSettings(updatedItems=done, failedItems=failed))


def _changed(sandbox: Sandbox, organisation: Organisation, ext_key: str, patch: dict[str, Any]) -> ExtensionSettings:
    extension = rules.find(organisation, ext_key)
    settings = merged(extension.settings, patch)
    _need_sections(settings)
    _need_rule(organisation, settings)
    check_extension(organisation, extension, settings)
    if settings != extension.settings:
        extension.settings = settings
        sandbox.effect("settings", ext_key)
    return _view(extension)


def _need_sections(settings: dict[str, Any]) -> None:
    for name, values in settings.items():
        if not isinstance(values, dict):
            raise CpaasError("settings.invalid", f"{name} is a section: an object with fields.")


def _need_rule(organisation: Organisation, settings: dict[str, Any]) -> None:
    rule = settings.get("outboundCall", {}).get("outgoingCallRule")
    if rule is not None and rule not in rule_ids(organisation.system_settings):
        raise CpaasError("settings.invalid", f"outboundCall.outgoingCallRule: the system has no rule {rule!r}.")


_EXT_KEY = (path("extKey", "the extension's key"),)
_SYSTEM = "/v1/settings/system"
_EXTENSION = "/v1/settings/extensions/{extKey}"

OPERATIONS: tuple[Operation[None] | Operation[SettingsPatch] | Operation[UpdateManySettings], ...] = (
    Operation("getSystemSettings", "GET", _SYSTEM, "The system's settings", _get_system, dict[str, Any]),
    Operation(
        "patchSystemSettings",
        "PATCH",
        _SYSTEM,
        "Merge a patch into the system's settings",
        _patch_system,
        dict[str, Any],
        body=SettingsPatch,
        refuses=("request.invalid", "settings.invalid"),
    ),
    Operation(
        "listExtensionSettings",
        "GET",
        "/v1/settings/extensions",
        "Every extension's settings",
        _list,
        list[ExtensionSettings],
        parameters=PAGING,
        refuses=("request.invalid",),
    ),
    Operation(
        "getExtensionSettings",
        "GET",
        _EXTENSION,
        "One extension's settings",
        _get,
        ExtensionSettings,
        parameters=_EXT_KEY,
        refuses=("extension.notFound",),
    ),
    Operation(
        "patchExtensionSettings",
        "PATCH",
        _EXTENSION,
        "Merge a patch into one extension's settings",
        _patch,
        ExtensionSettings,
        body=SettingsPatch,
        parameters=_EXT_KEY,
        refuses=("request.invalid", "extension.notFound", "settings.invalid"),
    ),
    Operation(
        "patchManyExtensionSettings",
        "POST",
        "/v1/settings/extensions/batchUpdate",
        "Merge patches into up to 100 extensions' settings; items fail with extension.notFound, settings.invalid",
        _patch_many,
        UpdatedSettings,
        body=UpdateManySettings,
        refuses=("request.invalid",),
    ),
)
