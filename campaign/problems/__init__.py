"""Problems of a submission: their codes, and the words that say what to do about each."""
