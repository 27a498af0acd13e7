"""From a table of raw cells to typed rows and every problem found in them."""
