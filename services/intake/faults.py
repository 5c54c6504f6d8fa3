"""Every fault that a bulk file can have: its severity, what is said about it, and what to do.

The kinds follow what bulk files of this trade get wrong, e.g.
https://kb.connectorsupport.com/support/solutions/articles/80000082507-bulk-user-import and
https://www.elysiate.com/blog/international-phone-numbers-in-csv-e164-normalization .
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.domain.number import NumberFault
from services.domain.phrases import as_sentence, filled, join_text, tr
from services.domain.plan import Finding, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO
MAX_CELL_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class FileFault:
    """One kind of fault; fields in braces are filled in when it is found."""

    severity: Severity
    message: str
    fix: str


FAULTS: dict[str, FileFault] = {
    "file.encoding": FileFault(
        INFO, tr("The text isn't UTF-8; it was read as {name}."), tr("Check its names, or save it as 'CSV UTF-8'.")
    ),
    "sheet.merged": FileFault(
        ERROR,
        tr("The cells {range} are merged, so only the first has a value."),
        tr("Unmerge them and fill in every cell."),
    ),
    "sheet.hidden_rows": FileFault(
        WARNING, tr("Hidden rows were read like the others: {rows}."), tr("Delete them if they aren't meant.")
    ),
    "sheet.hidden_columns": FileFault(
        WARNING, tr("Hidden columns were read like the others: {columns}."), tr("Delete them if they aren't meant.")
    ),
    "sheet.others": FileFault(
        WARNING,
        tr("Only the first sheet with the headings was read; another sheet has them, too."),
        tr("Put all rows into one sheet, or send the other one as a file of its own."),
    ),
    "table.empty": FileFault(ERROR, tr("There is no row below the headings."), tr("Write one row for each extension.")),
    "table.headings_again": FileFault(
        INFO, tr("The headings are there again, and were left out: row {rows}."), tr("Check that it is one table.")
    ),
    "column.key_missing": FileFault(
        ERROR, tr("There is no column '{name}'."), tr("Add it, with 3 to 5 digits in every row.")
    ),
    "column.missing": FileFault(WARNING, tr("There is no column '{name}'."), tr("Add it if this file should set it.")),
    "column.doubled": FileFault(ERROR, tr("The column '{name}' is there twice."), tr("Keep one of them.")),
    "column.misspelt": FileFault(
        ERROR, tr("The column '{name}' isn't known."), tr("If you mean '{near}', write it so.")
    ),
    "column.unknown": FileFault(
        WARNING,
        tr("The column '{name}' isn't known, and isn't read."),
        tr("If it should be read, name it as in the sample file."),
    ),
    "column.left_out": FileFault(
        WARNING,
        tr("The column '{name}' isn't read, as was chosen."),
        tr("If it should be read, name it as in the sample file."),
    ),
    "column.understood": FileFault(
        INFO, tr("The column '{name}' was read as '{role}', as was chosen."), tr("Say *bulk* to forget such choices.")
    ),
    "column.shown": FileFault(
        INFO,
        tr(
            "{count} cells of '{name}' show something else than they hold; row {row_no} shows {shown} and holds "
            "{held}. "
            "What they show was read."
        ),
        tr("Check them, or format the column as text."),
    ),
    "column.held": FileFault(
        INFO,
        tr(
            "{count} cells of '{name}' show something else than they hold; row {row_no} shows {shown} and holds "
            "{held}. "
            "What they hold was read, as was chosen."
        ),
        tr("Check them, or format the column as text."),
    ),
    "column.no_heading": FileFault(
        ERROR,
        tr("Column {letter} has values (first in row {row_no}) but no heading."),
        tr("Name it, e.g. 'Addon license 5', or empty it."),
    ),
    "cell.formula": FileFault(
        ERROR,
        tr("This is a formula or a command, and no value."),
        tr("Copy the column and paste it as values, or write the plain text."),
    ),
    "cell.error_value": FileFault(
        ERROR, tr("The spreadsheet shows an error in this cell."), tr("Write the value that should be here.")
    ),
    "cell.too_long": FileFault(
        ERROR,
        tr("The cell is longer than {max_cell_characters} characters.", max_cell_characters=MAX_CELL_CHARACTERS),
        tr("Shorten it to {max_cell_characters}.", max_cell_characters=MAX_CELL_CHARACTERS),
    ),
    "cell.control": FileFault(
        ERROR, tr("The text holds a line break or a control character."), tr("Type it again, on one line.")
    ),
    "cell.invisible": FileFault(
        ERROR,
        tr("The text holds invisible characters, so it isn't what it looks like."),
        tr("Type it again, don't paste it."),
    ),
    "cell.garbled": FileFault(
        ERROR,
        tr("Letters of this text were lost or misread when the file was made."),
        tr("Type it again, and save the file as Excel workbook or 'CSV UTF-8'."),
    ),
    "cell.placeholder": FileFault(
        INFO, tr("“{text}” was read as an empty cell."), tr("Write the value if there is one.")
    ),
    "row.number_extension": FileFault(
        WARNING,
        tr("An extension ({extension}) is written after the number; the row is about extension {key}."),
        tr("The number is read without it. Check the row."),
    ),
    "row.struck_out": FileFault(
        ERROR,
        tr("Struck out in this row: {cells}."),
        tr("Leave the row out, or remove the line through its text if it is meant."),
    ),
    "row.key_empty": FileFault(ERROR, tr("The row has no extension key."), tr("Write 3 to 5 digits.")),
    "row.key_not_digits": FileFault(
        ERROR, tr("The extension key isn't a whole number."), tr("Use the digits 0-9 only.")
    ),
    "row.key_length": FileFault(ERROR, tr("An extension key has 3 to 5 digits."), tr("Write a key of 3 to 5 digits.")),
    "row.key_twice": FileFault(
        ERROR, tr("The extension key is in row {other} too."), tr("Keep one row for each extension.")
    ),
    "row.key_zeros": FileFault(
        INFO,
        tr("Other keys here begin with a zero; this one may have lost its own."),
        tr("Check it, and format the column as text."),
    ),
    "row.number_twice": FileFault(
        ERROR, tr("The number is in row {other} too."), tr("Give every extension its own number.")
    ),
    "row.person_twice": FileFault(
        WARNING, tr("This person is in row {other} too."), tr("Check that both extensions are meant.")
    ),
    "row.person_two_numbers": FileFault(
        ERROR,
        tr("This person gets a Teams number in row {other} too."),
        tr("Keep one; if these are two people of one name, write their e-mail addresses."),
    ),
    "row.no_person": FileFault(
        INFO, tr("No user is given: the extension will have no person."), tr("Write a user if somebody should have it.")
    ),
    "row.number_for_nobody": FileFault(
        WARNING,
        tr("No user is given: the number will be uploaded to Teams but assigned to nobody."),
        tr("Write the user who should have it."),
    ),
    "row.teams_without_number": FileFault(
        WARNING, tr("There is a Teams licence but no number, so nothing is uploaded."), tr("Write the number.")
    ),
    "row.number_without_teams": FileFault(
        INFO,
        tr("There is no Teams licence: the number stays in the CPaaS and isn't uploaded to Teams."),
        tr("Add a Teams licence if it should be."),
    ),
    "row.number_licence_alone": FileFault(
        WARNING, tr("There is a Number licence but no number."), tr("Write the number, or take the licence out.")
    ),
    "row.code_unknown": FileFault(
        ERROR, tr("This is no licence code."), tr("{near}The sample file's second sheet has all codes.")
    ),
    "row.code_several": FileFault(
        ERROR, tr("There is more than one code in this cell."), tr("Write one code in a cell.")
    ),
    "row.code_misplaced": FileFault(
        ERROR, tr("This is a licence code, in the wrong column."), tr("Move it to a column 'Addon license'.")
    ),
    "row.addon_twice": FileFault(WARNING, tr("{addon} is there twice; it counts once."), tr("Keep it once.")),
    "row.addon_limit": FileFault(
        ERROR, tr("An extension can have one {addon}, and here are {count}."), tr("Keep one.")
    ),
    "row.addons_together": FileFault(
        ERROR, tr("{one} and {other} can't be on one extension."), tr("Keep one of the two.")
    ),
    "row.setting": FileFault(ERROR, "{why}", tr("Correct the cell, or empty it to leave the setting as it is.")),
    "number.empty": FileFault(ERROR, tr("No number is written."), tr("Write it with country code.")),
    "number.lost_digits": FileFault(
        ERROR, tr("The spreadsheet rounded the number; its last digits are gone."), tr("Format as text, type it again.")
    ),
    "number.fraction": FileFault(ERROR, tr("The number has digits after the decimal point."), tr("Write it as text.")),
    "number.several": FileFault(ERROR, tr("There is more than one number in one cell."), tr("Keep one number.")),
    "number.not_digits": FileFault(ERROR, tr("The number has signs that are no digits."), tr("Use the digits 0-9.")),
    "number.length": FileFault(ERROR, tr("A number has 7 to 15 digits."), tr("Write it with country code.")),
    "number.national": FileFault(ERROR, tr("The country code is missing."), tr("Write it with country code.")),
    "number.trunk_zero": FileFault(
        ERROR, tr("The zero of calls within the country doesn't belong to it."), tr("Leave it out.")
    ),
    "number.domestic": FileFault(
        ERROR, tr("It is written as it is dialled within the country."), tr("Write it with country code.")
    ),
    "number.ambiguous": FileFault(
        ERROR, tr("It can mean two numbers."), tr("Write it with a plus and the country code.")
    ),
    "number.date": FileFault(ERROR, tr("It is a date."), tr("Format the column as text, type the number again.")),
    "number.sip": FileFault(ERROR, tr("It is the address of a SIP line, not a phone number."), tr("Write the number.")),
    "number.placeholder": FileFault(
        ERROR, tr("It stands for no number."), tr("Leave the cell empty, or write the number.")
    ),
    "number.invalid": FileFault(ERROR, tr("No such number exists in the numbering plan."), tr("Check the digits.")),
}


def finding(code: str, *, row: int = 0, column: str = "", value: str = "", **words: object) -> Finding:
    """The finding for the fault `code`, with `words` filled into its texts."""
    fault = FAULTS[code]
    message, fix = filled(fault.message, **words), filled(fault.fix, **words)
    return Finding(fault.severity, code, message, fix, row, column, value)


def number_finding(fault: NumberFault, row: int, column: str, value: str) -> Finding:
    """The finding for a number that can't be used, worded by the number's own fault."""
    severity = FAULTS[fault.code].severity
    why, fix = as_sentence(fault.why), as_sentence(fault.fix)
    return Finding(severity, fault.code, why, fix, row, column, value, suggestion=fault.instead)


def listed(names: Sequence[str], most: int = 10) -> str:
    """The first of these names, and the count of the others."""
    more = len(names) - most
    return join_text(", ", names[:most]) + (tr(" and {more:,} more", more=more) if more > 0 else "")
