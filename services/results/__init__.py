"""The life of a result: publish > lifecycle > objections > approval > register."""
