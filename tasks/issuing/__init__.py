"""The blank workbooks that clerks fill in: made from the forms, sealed, written into folders."""

from tasks.issuing.workbook import Issue, identify, issue_workbook

__all__ = ["Issue", "identify", "issue_workbook"]
