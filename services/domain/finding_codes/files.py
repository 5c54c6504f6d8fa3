"""What stops a row of a file: the code of each kind of fault, what it means and what to do."""

from __future__ import annotations

from services.domain.error_codes import ErrorCode

FILE_CODES: dict[str, ErrorCode] = {
    "sheet.merged": ErrorCode(
        "SW-401",
        "Cells are merged, so only the first of them has a value.",
        "Unmerge them and fill in every cell.",
    ),
    "table.empty": ErrorCode(
        "SW-402",
        "The file has headings and no row below them.",
        "Write one row for each extension.",
    ),
    "column.key_missing": ErrorCode(
        "SW-403",
        "The file has no column with the extensions.",
        "Add a column “Ext Key” with 3 to 5 digits in every row.",
    ),
    "column.doubled": ErrorCode(
        "SW-404",
        "Two columns have the same heading.",
        "Keep one of them.",
    ),
    "column.misspelt": ErrorCode(
        "SW-405",
        "A heading is nearly one that is known.",
        "Write it as the message says, or as in the sample file.",
    ),
    "column.no_heading": ErrorCode(
        "SW-406",
        "A column has values and no heading.",
        "Name it, or empty it.",
    ),
    "cell.formula": ErrorCode(
        "SW-407",
        "The cell holds a formula or a command in the place of a value.",
        "Copy the column and paste it as values, or write the plain text.",
    ),
    "cell.error_value": ErrorCode(
        "SW-408",
        "The spreadsheet shows an error in the cell, such as #REF!.",
        "Write the value that should be there.",
    ),
    "cell.too_long": ErrorCode(
        "SW-409",
        "The cell's text is longer than any value can be.",
        "Shorten it.",
    ),
    "cell.control": ErrorCode(
        "SW-410",
        "The text holds a line break or a control character.",
        "Type it again, on one line.",
    ),
    "cell.invisible": ErrorCode(
        "SW-411",
        "The text holds invisible characters, so it isn't what it looks like.",
        "Type it again; don't paste it.",
    ),
    "cell.garbled": ErrorCode(
        "SW-412",
        "Letters were lost or misread when the file was made.",
        "Type it again, and save the file as Excel workbook or “CSV UTF-8”.",
    ),
    "row.key_empty": ErrorCode(
        "SW-413",
        "The row names no extension.",
        "Write 3 to 5 digits.",
    ),
    "row.key_not_digits": ErrorCode(
        "SW-414",
        "The extension isn't a whole number.",
        "Use the digits 0-9 only.",
    ),
    "row.key_length": ErrorCode(
        "SW-415",
        "An extension has 3 to 5 digits.",
        "Write one of 3 to 5 digits.",
    ),
    "row.key_twice": ErrorCode(
        "SW-416",
        "The extension is in two rows.",
        "Keep one row for each extension.",
    ),
    "row.number_twice": ErrorCode(
        "SW-417",
        "The number is in two rows.",
        "Give every extension its own number.",
    ),
    "row.person_two_numbers": ErrorCode(
        "SW-418",
        "The person gets a Teams number in two rows.",
        "Keep one; for two people of one name write their e-mail addresses.",
    ),
    "row.code_unknown": ErrorCode(
        "SW-419",
        "No add-on has that code.",
        "Take the code from the sample file, or from `licences`.",
    ),
    "row.code_several": ErrorCode(
        "SW-420",
        "There is more than one add-on's code in a cell.",
        "Write one code in a cell; add columns “Addon license 2” and so on.",
    ),
    "row.code_misplaced": ErrorCode(
        "SW-421",
        "An add-on's code is in a column for something else.",
        "Move it to a column “Addon license”.",
    ),
    "row.addon_limit": ErrorCode(
        "SW-422",
        "The row has an add-on several times of which an extension can have one.",
        "Keep one.",
    ),
    "row.addons_together": ErrorCode(
        "SW-423",
        "Two add-ons of the row exclude each other.",
        "Keep one of the two.",
    ),
    "row.setting": ErrorCode(
        "SW-424",
        "The cell's value isn't one that its setting takes.",
        "Correct it, or empty the cell to leave the setting as it is.",
    ),
    "number.empty": ErrorCode(
        "SW-425",
        "The cell has signs and no number.",
        "Write the number with country code.",
    ),
    "number.lost_digits": ErrorCode(
        "SW-426",
        "The spreadsheet rounded the number: its last digits are gone.",
        "Format the column as text and type the number again.",
    ),
    "number.fraction": ErrorCode(
        "SW-427",
        "The number has digits after a decimal point.",
        "Format the column as text and write it whole.",
    ),
    "number.several": ErrorCode(
        "SW-428",
        "There is more than one number in a cell.",
        "Keep one.",
    ),
    "number.not_digits": ErrorCode(
        "SW-429",
        "The number has signs that are no digits.",
        "Use the digits 0-9.",
    ),
    "number.length": ErrorCode(
        "SW-430",
        "A number has 7 to 15 digits.",
        "Write it with country code.",
    ),
    "number.national": ErrorCode(
        "SW-431",
        "The country code is missing, and a guess could ring somebody else.",
        "Write it with country code, such as +65.",
    ),
    "number.trunk_zero": ErrorCode(
        "SW-432",
        "The zero that is dialled within the country is between country code and number.",
        "Leave it out.",
    ),
    "number.domestic": ErrorCode(
        "SW-433",
        "The number is written as it is dialled within the country.",
        "Write it with country code.",
    ),
    "number.ambiguous": ErrorCode(
        "SW-434",
        "The digits can mean two numbers.",
        "Write it with a plus and the country code.",
    ),
    "number.date": ErrorCode(
        "SW-435",
        "The spreadsheet made a date of it.",
        "Format the column as text and type the number again.",
    ),
    "number.sip": ErrorCode(
        "SW-436",
        "It is the address of a SIP line, and no phone number.",
        "Write the number.",
    ),
    "number.placeholder": ErrorCode(
        "SW-437",
        "The digits stand for no number, such as 00000000.",
        "Leave the cell empty, or write the number.",
    ),
    "number.invalid": ErrorCode(
        "SW-438",
        "The numbering plan of the country has no such number.",
        "Check the digits.",
    ),
    "row.struck_out": ErrorCode(
        "SW-439",
        "A line goes through cells of the row, as through what isn't meant any more.",
        "Leave the row out, or remove the line through its text if it is meant.",
    ),
}
