"""Official documents (.docx) rendered from the office's templates by docxtpl.

May touch docxtpl and python-docx; reads templates/documents/ and returns bytes.
"""
