"""Plan, roster, forms, templates and prefect.yaml: loaded, archived, checked together."""
