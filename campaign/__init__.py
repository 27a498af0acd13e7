"""What is true: the plan, the forms, the rules and the verdicts. No Prefect, no files, no clock."""
