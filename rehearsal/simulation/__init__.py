"""The simulated year: clerks, the office and the leading group, day by day.

``setup`` prepares a home of its own, ``year`` runs it through the services that the flows call.
"""
