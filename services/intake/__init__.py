"""From the inbox to an answer: claims, examination, recording, quarantine, receipts.

``process_inbox`` strings the stages together, ``manual_acceptance`` holds the office's acts.
Files are examined in worker processes, which open no database; the store is written by recording,
claims and quarantine only.
"""
