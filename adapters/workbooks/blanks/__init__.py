"""The blank workbooks that clerks fill in: made from the forms, sealed, written into folders."""

from adapters.workbooks.blanks.workbook import Issue, issue_workbook, seal_identity

__all__ = ["Issue", "issue_workbook", "seal_identity"]
