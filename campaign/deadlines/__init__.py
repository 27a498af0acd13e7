"""Deadlines: the agenda, the status of each duty, waivers, reminders, reporting rates.

Judges a day by its date and what had been filed by its end; callers give both. Modules are
imported one by one.
"""
