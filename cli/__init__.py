"""The command line zuofeng: one module a command, drawn by ``render``.

Commands parse options, call services and print; they decide nothing. ``deferred`` imports a
command's module only when it is run. May import every floor but flows, which it starts by name.
"""
