"""Problems of a submission and faults of a definition: their codes, and the wording of each.

Wording stands here and nowhere else: code that finds a problem names its code and its facts.
May import campaign.values only.
"""
