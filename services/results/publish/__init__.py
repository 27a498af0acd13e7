"""Publication at the year's end: public notice, ranking, proposal, score sheets."""
