"""Which form, unit and period a workbook is: by seal, serial number or title."""
