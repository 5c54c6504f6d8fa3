"""Every fault a bulk file can have: how much it matters, what is said, and what to do about it.

The kinds follow what bulk files of this trade get wrong, e.g.
https://kb.connectorsupport.com/support/solutions/articles/80000082507-bulk-user-import and
https://www.elysiate.com/blog/international-phone-numbers-in-csv-e164-normalization .
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.domain.number import NumberFault
from services.domain.plan import Finding, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
MAX_CELL_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class FileFault:
    """One kind of fault; words in braces are filled in when it is found."""

    severity: Severity
    message: str
    fix: str


FAULTS: dict[str, FileFault] = {
    "file.encoding": FileFault(
        INFO, "The text isn't UTF-8; it was read as {name}.", "Check its names, or save it as 'CSV UTF-8'."
    ),
    "sheet.merged": FileFault(
        ERROR, "The cells {range} are merged, so only the first has a value.", "Unmerge them and fill in every cell."
    ),
    "sheet.hidden_rows": FileFault(
        WARNING, "Hidden rows were read like the others: {rows}.", "Delete them if they aren't meant."
    ),
    "sheet.hidden_columns": FileFault(
        WARNING, "Hidden columns were read like the others: {columns}.", "Delete them if they aren't meant."
    ),
    "table.empty": FileFault(ERROR, "There is no row below the headings.", "Write one row for each extension."),
    "table.headings_again": FileFault(
        INFO, "The headings are there again, and were left out: row {rows}.", "Check that it is one table."
    ),
    "column.key_missing": FileFault(ERROR, "There is no column 'Ext Key'.", "Add it, with 3 to 5 digits in every row."),
    "column.missing": FileFault(WARNING, "There is no column '{name}'.", "Add it if this file should set it."),
    "column.doubled": FileFault(ERROR, "The column '{name}' is there twice.", "Keep one of them."),
    "column.misspelt": FileFault(ERROR, "The column '{name}' isn't known.", "If you mean '{near}', write it so."),
    "column.unknown": FileFault(
        WARNING,
        "The column '{name}' isn't known, and isn't read.",
        "If it should be read, name it as in the sample file.",
    ),
    "column.left_out": FileFault(
        WARNING,
        "The column '{name}' isn't read, as was chosen.",
        "If it should be read, name it as in the sample file.",
    ),
    "column.understood": FileFault(
        INFO, "The column '{name}' was read as '{role}', as was chosen.", "Say *bulk* to forget such choices."
    ),
    "column.shown": FileFault(
        INFO,
        "{count} cells of '{name}' show something else than they hold; row {row_no} shows {shown} and holds {held}. "
        "What they show was read.",
        "Check them, or format the column as text.",
    ),
    "column.held": FileFault(
        INFO,
        "{count} cells of '{name}' show something else than they hold; row {row_no} shows {shown} and holds {held}. "
        "What they hold was read, as was chosen.",
        "Check them, or format the column as text.",
    ),
    "column.no_heading": FileFault(
        ERROR,
        "Column {letter} has values (first in row {row_no}) but no heading.",
        "Name it, e.g. 'Addon license 5', or empty it.",
    ),
    "cell.formula": FileFault(
        ERROR,
        "This is a formula or a command, and no value.",
        "Copy the column and paste it as values, or write the plain text.",
    ),
    "cell.error_value": FileFault(
        ERROR, "The spreadsheet shows an error in this cell.", "Write the value that should be here."
    ),
    "cell.too_long": FileFault(
        ERROR, f"The cell is longer than {MAX_CELL_CHARACTERS} characters.", f"Shorten it to {MAX_CELL_CHARACTERS}."
    ),
    "cell.control": FileFault(
        ERROR, "The text holds a line break or a control character.", "Type it again, on one line."
    ),
    "cell.invisible": FileFault(
        ERROR, "The text holds invisible characters, so it isn't what it looks like.", "Type it again, don't paste it."
    ),
    "cell.garbled": FileFault(
        ERROR,
        "Letters of this text were lost or misread when the file was made.",
        "Type it again, and save the file as Excel workbook or 'CSV UTF-8'.",
    ),
    "cell.placeholder": FileFault(INFO, "“{text}” was read as an empty cell.", "Write the value if there is one."),
    "row.number_extension": FileFault(
        WARNING,
        "An extension ({extension}) is written after the number; the row is about extension {key}.",
        "The number is read without it. Check the row.",
    ),
    "row.key_empty": FileFault(ERROR, "The row has no extension key.", "Write 3 to 5 digits."),
    "row.key_not_digits": FileFault(ERROR, "The extension key isn't a whole number.", "Use the digits 0-9 only."),
    "row.key_length": FileFault(ERROR, "An extension key has 3 to 5 digits.", "Write a key of 3 to 5 digits."),
    "row.key_twice": FileFault(ERROR, "The extension key is in row {other} too.", "Keep one row for each extension."),
    "row.key_zeros": FileFault(
        INFO,
        "Other keys here begin with a zero; this one may have lost its own.",
        "Check it, and format the column as text.",
    ),
    "row.number_twice": FileFault(ERROR, "The number is in row {other} too.", "Give every extension its own number."),
    "row.person_twice": FileFault(
        WARNING, "This person is in row {other} too.", "Check that both extensions are meant."
    ),
    "row.person_two_numbers": FileFault(
        ERROR,
        "This person gets a Teams number in row {other} too.",
        "Keep one; if these are two people of one name, write their e-mail addresses.",
    ),
    "row.no_person": FileFault(
        INFO, "No user is given: the extension will have no person.", "Write a user if somebody should have it."
    ),
    "row.number_for_nobody": FileFault(
        WARNING,
        "No user is given: the number will be uploaded to Teams but assigned to nobody.",
        "Write the user who should have it.",
    ),
    "row.teams_without_number": FileFault(
        WARNING, "There is a Teams licence but no number, so nothing is uploaded.", "Write the number."
    ),
    "row.number_without_teams": FileFault(
        INFO,
        "There is no Teams licence: the number stays in the CPaaS and isn't uploaded to Teams.",
        "Add a Teams licence if it should be.",
    ),
    "row.number_licence_alone": FileFault(
        WARNING, "There is a Number licence but no number.", "Write the number, or take the licence out."
    ),
    "row.code_unknown": FileFault(
        ERROR, "This is no licence code.", "{near}The sample file's second sheet has all codes."
    ),
    "row.code_several": FileFault(ERROR, "There is more than one code in this cell.", "Write one code in a cell."),
    "row.code_misplaced": FileFault(
        ERROR, "This is a licence code, in the wrong column.", "Move it to a column 'Addon license'."
    ),
    "row.addon_twice": FileFault(WARNING, "{addon} is there twice; it counts once.", "Keep it once."),
    "row.addon_limit": FileFault(ERROR, "An extension can have one {addon}, and here are {count}.", "Keep one."),
    "row.addons_together": FileFault(ERROR, "{one} and {other} can't be on one extension.", "Keep one of the two."),
    "row.setting": FileFault(ERROR, "{why}", "Correct the cell, or empty it to leave the setting as it is."),
    "number.empty": FileFault(ERROR, "No number is written.", "Write it with country code."),
    "number.lost_digits": FileFault(
        ERROR, "The spreadsheet rounded the number; its last digits are gone.", "Format as text, type it again."
    ),
    "number.fraction": FileFault(ERROR, "The number has digits after the decimal point.", "Write it as text."),
    "number.several": FileFault(ERROR, "There is more than one number in one cell.", "Keep one number."),
    "number.not_digits": FileFault(ERROR, "The number has signs that are no digits.", "Use the digits 0-9."),
    "number.length": FileFault(ERROR, "A number has 7 to 15 digits.", "Write it with country code."),
    "number.national": FileFault(ERROR, "The country code is missing.", "Write it with country code."),
    "number.trunk_zero": FileFault(
        ERROR, "The zero of calls within the country doesn't belong to it.", "Leave it out."
    ),
    "number.domestic": FileFault(
        ERROR, "It is written as it is dialled within the country.", "Write it with country code."
    ),
    "number.ambiguous": FileFault(ERROR, "It can mean two numbers.", "Write it with a plus and the country code."),
    "number.date": FileFault(ERROR, "It is a date.", "Format the column as text, type the number again."),
    "number.sip": FileFault(ERROR, "It is the address of a SIP line, not a phone number.", "Write the number."),
    "number.placeholder": FileFault(ERROR, "It stands for no number.", "Leave the cell empty, or write the number."),
    "number.invalid": FileFault(ERROR, "No such number exists in the numbering plan.", "Check the digits."),
}


def finding(code: str, *, row: int = 0, column: str = "", value: str = "", **words: object) -> Finding:
    """The finding for the fault `code`, with `words` filled into its texts."""
    fault = FAULTS[code]
    message, fix = fault.message.format(**words), fault.fix.format(**words)
    return Finding(fault.severity, code, message, fix, row, column, value)


def number_finding(fault: NumberFault, row: int, column: str, value: str) -> Finding:
    """The finding for a number that can't be used, in the number's own words."""
    severity = FAULTS[fault.code].severity
    why, fix = _said(fault.why), _said(fault.fix)
    return Finding(severity, fault.code, why, fix, row, column, value, suggestion=fault.instead)


def _said(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def listed(names: Sequence[str], most: int = 10) -> str:
    """The first of these names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
