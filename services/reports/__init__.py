"""The year as tables, by name; 汇总 and 原件库 kept up to date below outputs/reports/.

May be called by every room above it and by the commands; opens the store, writes reports.
"""
