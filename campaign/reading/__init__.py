"""Turns a table of raw cells into typed rows, and finds every problem in them at once.

``workbook.read_submission`` reads a workbook as the form that it was recognized to be,
``questionnaire_reading`` an export of a questionnaire service; ``cells`` reads single cells.
May import campaign.definitions, problems, reports and values.
"""
