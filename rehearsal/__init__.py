"""The rehearsal of a campaign year: made-up clerks, a virtual calendar, the real procedures."""
