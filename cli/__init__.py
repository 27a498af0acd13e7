"""The command line zuofeng: one module a command, drawn by ``render``. Imports no flow."""
