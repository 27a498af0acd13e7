"""The words that every issued workbook prints below its tables; reading passes over them."""
