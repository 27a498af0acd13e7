"""From the inbox to an answer: claims, examination, recording, quarantine, receipts."""
