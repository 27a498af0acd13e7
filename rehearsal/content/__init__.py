"""Made-up people and contents of every form, by a seeded generator.

Names and sentences lie in the TOML files here, ``texts`` loads them. Writes nothing but what
``samples`` drops into an inbox.
"""
