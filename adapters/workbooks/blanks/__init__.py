"""The blank workbooks that clerks fill in: made from the forms, sealed, with lists and checks.

Returns workbooks as bytes, the same for the same issue; services.issuing writes them. Texts are
those of templates/workbooks/blank.toml.
"""

from adapters.workbooks.blanks.workbook import Issue, issue_workbook, seal_identity

__all__ = ["Issue", "issue_workbook", "seal_identity"]
