"""Answers examined files: receipts and marked copies, kept until recorded, then handed out.

Nothing here removes a file from the inbox; ``removal`` does, once the answer is out.
"""
