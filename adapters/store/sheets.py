"""Pack accepted workbooks for the store: a document per sheet, private values encrypted apart.

Rows are only ever read by the sheet; one document is written and read many times as quickly as
a hundred rows of a table.
"""

import json
from collections.abc import Iterable, Iterator

from pydantic_core import to_json

from adapters.files.encryption import ArchiveKey, encrypt
from campaign.definitions.form import Field, Form, header_fields
from campaign.reading.submission import Submission
from campaign.reports.report import Row, Values

Rows = list[tuple[int, Values]]
StoredSheet = tuple[str, str, str, bytes | None]
"""The sheet's key, its header and its rows as JSON, and what is private of both, encrypted."""


def pack(form: Form, submission: Submission, key: ArchiveKey) -> Iterator[StoredSheet]:
    """Yield the sheets of a submission as they are stored."""
    for sheet in submission.sheets:
        if definition := form.sheet(sheet.key):
            header: Values = sheet.header
            rows: Rows = [(row.number, row.values) for row in sheet.rows]
            private = _private_keys((*header_fields(form, definition), *definition.columns))
            sealed = None
            if private:
                sealed = _seal(header, rows, private, key)
                header = _but(header, private)
                rows = [(number, _but(values, private)) for number, values in rows]
            yield sheet.key, to_json(header).decode(), to_json(rows).decode(), sealed


def unpack_rows(document: str) -> tuple[Row, ...]:
    """Return the rows of a stored sheet, numbered as in the sender's workbook."""
    return tuple(Row(number=number, values=values) for number, values in json.loads(document))


def _private_keys(fields: Iterable[Field]) -> frozenset[str]:
    return frozenset(field.key for field in fields if field.private)


def _seal(header: Values, rows: Rows, private: frozenset[str], key: ArchiveKey) -> bytes | None:
    """Return the private values, encrypted in the form of the open ones; None if there are none."""
    hidden = [(number, _only(values, private)) for number, values in rows]
    filled = [(number, values) for number, values in hidden if values]
    document = {"header": _only(header, private), "rows": filled}
    return encrypt(key, to_json(document)) if any(document.values()) else None


def _only(values: Values, keys: frozenset[str]) -> Values:
    return {key: value for key, value in values.items() if key in keys}


def _but(values: Values, keys: frozenset[str]) -> Values:
    return {key: value for key, value in values.items() if key not in keys}
