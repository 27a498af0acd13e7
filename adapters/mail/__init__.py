"""Mail: messages rendered from templates/mail/, MIME, SMTP by yagmail, calendar invitations.

The only room that may import yagmail. Messages wait in the store's outbox; services send them.
"""
