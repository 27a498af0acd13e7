"""When the bureau does what: one Prefect flow a file, each read as the procedure it carries out.

Deployments in prefect.yaml point here, and nothing imports it. A flow imports tasks and
services.context only; its options are those of flows.runtime. See flows/README.md.
"""
