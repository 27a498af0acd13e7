"""The blank workbooks that clerks fill in: made from the forms, sealed, written into folders."""

from adapters.workbooks.blanks.workbook import Issue, identify, issue_workbook

__all__ = ["Issue", "identify", "issue_workbook"]
