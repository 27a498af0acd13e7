"""A simulated campaign year, outside of the product: made-up units, virtual days, real services.

``content`` makes up people and what they write, ``simulation`` plays the year day by day through
the services, ``checks`` compares its outputs with what was planted. Only cli, benchmarks and
tests import it.
"""
