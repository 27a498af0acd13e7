"""Plan, roster, forms, templates and prefect.yaml: loaded, archived, checked together.

Reads inputs/ and templates/, writes definition files to the archive only. Modules are imported
one by one: checking prefect.yaml imports Prefect, loading does not.
"""
