"""Plan, roster and forms as frozen values, how they are parsed, and the duties they lay down.

Text comes in and values come out: files are read by services.definitions. May import
campaign.problems, campaign.reports and campaign.values. Whether the definitions agree with each
other is judged in campaign.validation.
"""
