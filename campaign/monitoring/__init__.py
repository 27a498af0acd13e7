"""Study, inspection, rectification, publicity and mobilisation, as read from accepted reports.

A module per subject, for its bulletin and its tables; nothing here scores. Modules are imported
one by one.
"""
