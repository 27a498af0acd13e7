"""What every command shares: how it is found and imported, helped, refused, and ended by failures.

Knows typer; imports services.texts for its sentences, and those only when there is something to
say: listing the commands stays quick. Modules are imported one by one.
"""
