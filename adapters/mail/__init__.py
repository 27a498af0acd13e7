"""Mail: letters from templates/mail/ as messages, MIME, SMTP by yagmail, calendar invitations.

The only room that may import yagmail. ``posts`` addresses a letter, ``messages`` words it,
``markdown`` makes its HTML and its text; messages wait in the store's outbox, services send them.
"""
