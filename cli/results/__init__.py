"""The commands of the year's result: its drafts, acts and views, and the codes of approval.

``result`` holds ``zuofeng result``, ``code`` holds ``zuofeng code``; codes are read from the
terminal, the environment or standard input, and never printed or logged.
"""
