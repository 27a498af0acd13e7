"""Results as stored: their sources by hash, succession, reproduction, pending actions."""
