"""Reads the exports of questionnaire services: their sheets, and the answers in them."""
