"""Facts as the terminal shows them, by rich; tables as files by their ending.

Takes tables of campaign.tables and views of services; computes nothing.
"""
