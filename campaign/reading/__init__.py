"""Reading: a table of raw cells as typed rows, with every problem in it at once.

``workbook.read_submission`` reads a workbook as the form that it was recognized to be,
``questionnaire_reading`` an export of a questionnaire service; ``cells`` reads single cells.
May import campaign.definitions, problems, reports and values.
"""
