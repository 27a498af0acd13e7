"""Recognition of a workbook's form, unit and period by its seal, serial number or title.

``recognition.recognize_form`` decides what is accepted, by ``layout`` where there is no seal;
``claimed_form`` what a refused file claims to be. May import campaign.deadlines and reading, and
the rooms below them.
"""
