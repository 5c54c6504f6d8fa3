"""Writes the sample of a bulk file: the rows of the provider's guide, and the codes to choose from.

https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.domain.addons import ADDONS, Addon, name_of
from services.domain.phrases import filled, join_text, told, tr
from services.intake.headers import NUMBERED_ADDON

HEADERS = (tr("Ext Key"), tr("Number"), tr("User"), *(filled(NUMBERED_ADDON, no=no) for no in range(1, 5)))
_GUIDE_ADDONS = ("device_import_msteams_OC", "device_mobile_app", "license_dnc_checking_enabled", "call_recording")
ROWS = (
    ("101", "6567891230", "John", *_GUIDE_ADDONS),
    ("102", "6567891231", "Alice", *_GUIDE_ADDONS),
    (
        "104",
        "6567891232",
        "Resource Account",
        "device_import_msteams_OC_resource",
        "device_desktop_app",
        _GUIDE_ADDONS[3],
        "",
    ),
    ("109", "6567891233", "Hallie", "device_ip_phone", "device_desktop_app", _GUIDE_ADDONS[3], ""),
)
_CODE_HEADERS = (tr("Code"), tr("Name"), tr("Kind"), tr("At most for each extension"), tr("Not together with"))
_CODES = tr("Codes")
_TEXT_FORMAT = 49  # the built-in format "Text": https://xlsxwriter.readthedocs.io/format.html
_LAST_ROW = 10_000  # down to which the columns are formatted


def sample_file() -> bytes:
    """The sample as XLSX, in the current reader's language: the guide's four rows, and a sheet with all codes."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC)})
        bold, as_text = workbook.add_format({"bold": True}), workbook.add_format({"num_format": _TEXT_FORMAT})
        _write_rows(workbook.add_worksheet(told(tr("Bulk Assignment"))), bold, as_text)
        _write_codes(workbook.add_worksheet(told(_CODES)), bold)
    return file.getvalue()


def _write_rows(sheet: Worksheet, bold: Format, as_text: Format) -> None:
    # In text cells a spreadsheet neither rounds numbers nor drops a key's leading zeros.
    sheet.set_column(0, 1, 16, as_text)
    sheet.set_column(2, len(HEADERS) - 1, 32)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:B{_LAST_ROW + 1}"})
    for no, cells in enumerate((HEADERS, *ROWS)):
        for at, cell in enumerate(cells):
            if cell:
                sheet.write_string(no, at, told(cell), bold if no == 0 else as_text if at < 2 else None)
    choice = {"validate": "list", "source": f"='{told(_CODES)}'!$A$2:$A${len(ADDONS) + 1}", "error_type": "warning"}
    sheet.data_validation(1, 3, _LAST_ROW, len(HEADERS) - 1, choice)


def _write_codes(sheet: Worksheet, bold: Format) -> None:
    sheet.set_column(0, len(_CODE_HEADERS) - 1, 40)
    for at, header in enumerate(_CODE_HEADERS):
        sheet.write_string(0, at, told(header), bold)
    for no, addon in enumerate(ADDONS.values(), start=1):
        for at, cell in enumerate(_code_row(addon)):
            sheet.write_string(no, at, told(cell))


def _code_row(addon: Addon) -> tuple[str, ...]:
    most = str(addon.limit) if addon.limit else tr("any number")
    return (
        addon.code,
        addon.name,
        tr(addon.kind.value),
        most,
        join_text(", ", (name_of(code) for code in addon.excludes)),
    )
