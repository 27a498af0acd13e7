"""The bureau's procedures by their times: one Prefect flow a file, which reads as the procedure.

Deployments in prefect.yaml point here, and nothing imports it. A flow imports tasks and
services.context only; its options are those of flows.runtime. See flows/README.md.
"""
