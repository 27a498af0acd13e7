"""A prefect.yaml of one flow without a fault, for tests to spoil."""

SOUND = """
deployments:
  - name: intake
    description: 收表
    tags: [收表]
    entrypoint: flows.example:example
    work_pool: {name: office}
    parameters: {days: 7}
    schedules:
      - {slug: daily, cron: "30 8 * * *", timezone: Asia/Shanghai}
      - {slug: monthly, rrule: "FREQ=MONTHLY;BYMONTHDAY=5", timezone: Asia/Shanghai}
      - {slug: often, interval: 60}
"""
