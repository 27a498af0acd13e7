"""When things happen: one Prefect flow per phase of the campaign."""
